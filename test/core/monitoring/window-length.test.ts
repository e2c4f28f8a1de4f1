import { expect, it } from "vitest";
import { DriftConfig } from "../../../src/core/config/monitoring-config.ts";
import { toDriftPlan } from "../../../src/core/config/to-monitoring.ts";
import { windowLength } from "../../../src/core/monitoring/window-length.ts";

const HOUR = 3_600_000;

it.each`
  drift                                                       | hours
  ${{ schedule: "17 3 * * 1" }}                               | ${7 * 24}
  ${{ schedule: "17 3 * * *", window: "7d" }}                 | ${7 * 24}
  ${{ schedule: "0 6 * * 1-5" }}                              | ${24}
  ${{ schedule: "17 3 * * *", "time-zone": "Europe/Berlin" }} | ${24}
  ${{ schedule: "0 * * * *" }}                                | ${1}
  ${{ window: "90m" }}                                        | ${1.5}
  ${{}}                                                       | ${undefined}
`("$drift has windows of $hours hours", ({ drift, hours }) => {
  const plan = toDriftPlan(DriftConfig.parse(drift), []);
  const length = windowLength(plan, "2026-11-01T12:00:00Z");
  expect(length === undefined ? undefined : length / HOUR).toBe(hours);
});

it("is not known without drift", () => {
  expect(windowLength(undefined, "2026-11-01T12:00:00Z")).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { DriftInputs } from "../../actions/drift/inputs.ts";
import { planCheck } from "../../actions/drift/plan-check.ts";
import { DriftConfig } from "../../src/core/config/monitoring-config.ts";
import type { DriftPlan } from "../../src/core/config/monitoring-plan.ts";
import { toDriftPlan } from "../../src/core/config/to-monitoring.ts";
import { unconfiguredDataset } from "../../src/runner/datasets/choose-dataset.ts";

const NOW = new Date("2026-11-26T04:00:00Z");
const plan = { ...unconfiguredDataset("flights"), time: "departed" };

function check(given: Record<string, string>, drift: Record<string, unknown> | undefined) {
  const inputs = DriftInputs.parse({ model: "late-flights", current: "now.csv", ...given });
  const planned: DriftPlan | undefined =
    drift === undefined ? undefined : toDriftPlan(DriftConfig.parse(drift), ["flights"]);
  return planCheck({ inputs, drift: planned, plan, now: NOW });
}

describe("the window of a check", () => {
  const MONDAYS = { schedule: "17 3 * * 1", "time-zone": "Europe/Berlin" };
  it.each`
    case                                 | given                                                                            | drift                            | window
    ${"what the App passes"}             | ${{ "window-start": "2026-11-01T00:00Z", "window-end": "2026-11-08T00:00:00Z" }} | ${{ ...MONDAYS, window: "7d" }}  | ${["2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z"]}
    ${"before the newest slot"}          | ${{}}                                                                            | ${{ ...MONDAYS, window: "7d" }}  | ${["2026-11-16T02:17:00Z", "2026-11-23T02:17:00Z"]}
    ${"before an end that is passed"}    | ${{ "window-end": "2026-11-20T00:00:00Z" }}                                      | ${{ ...MONDAYS, window: "24h" }} | ${["2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z"]}
    ${"before an end, without schedule"} | ${{ "window-end": "2026-11-20T00:00:00Z" }}                                      | ${{ window: "90m" }}             | ${["2026-11-19T22:30:00Z", "2026-11-20T00:00:00Z"]}
    ${"all rows, without a window"}      | ${{}}                                                                            | ${MONDAYS}                       | ${undefined}
    ${"all rows, without configuration"} | ${{}}                                                                            | ${undefined}                     | ${undefined}
  `("is $case", async ({ given, drift, window }) => {
    const { due, notes } = await check(given, drift);
    expect(due.window && [due.window.start, due.window.end]).toEqual(window);
    expect(notes).toEqual([]);
  });

  it("that nothing says the end of is all rows, with a note", async () => {
    const { due, notes } = await check({}, { window: "7d" });
    expect(due.window).toBeUndefined();
    expect(notes.join()).toContain("has a window but no schedule");
  });

  it("knows when the check was due, and when the next one is", async () => {
    const { due } = await check({}, { schedule: "17 3 * * *" });
    expect([due.slot, due.nextSlot]).toEqual(["2026-11-26T03:17:00Z", "2026-11-27T03:17:00Z"]);
  });

  it.each`
    case                         | given                                                                               | said
    ${"only a start"}            | ${{ "window-start": "2026-11-19T03:17:00Z" }}                                       | ${'"window-start" is given, and "window-end" is not'}
    ${"only an end, no window"}  | ${{ "window-end": "2026-11-19T03:17:00Z" }}                                         | ${'"window-end" is given without "window-start"'}
    ${"an end before its start"} | ${{ "window-start": "2026-11-19T03:17:00Z", "window-end": "2026-11-18T03:17:00Z" }} | ${"which is not before"}
    ${"an empty one"}            | ${{ "window-start": "2026-11-19T03:17:00Z", "window-end": "2026-11-19T03:17:00Z" }} | ${"which is not before"}
  `("is refused: $case", async ({ given, said }: { given: Record<string, string>; said: string }) => {
    await expect(check(given, undefined)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringContaining(said),
    });
  });

  it.each(["2026-11-19T03:17:00+01:00", "$(reboot)", "2026-11-19", "2026-02-30T00:00:00Z", "now"])(
    "is no moment in UTC: %s",
    (given) => {
      const parsed = DriftInputs.safeParse({ model: "a", current: "now.csv", "window-end": given });
      expect(parsed.error?.issues[0]?.message).toContain("must be a moment in UTC");
    },
  );
});

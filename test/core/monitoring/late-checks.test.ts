import { describe, expect, it } from "vitest";
import { findLateCheck } from "../../../src/core/monitoring/find-late-check.ts";
import { type Monitoring, noMonitoring, type Slot } from "../../../src/core/monitoring/monitoring.ts";
import {
  renderLateChecks,
  renderRecovered,
  renderUnreadableSchedule,
} from "../../../src/core/monitoring/render-late-checks.ts";

const HOUR = 3_600_000;
const RUN = { id: 77, url: "https://github.com/acme/flights/actions/runs/77" };

function slot(day: number, state: Slot["state"], more: Partial<Slot> = {}): Slot {
  const at = `2026-11-${String(day)}T03:17:00Z`;
  return { at, claimedAt: at, by: "app", key: `drift/late-flights/${at}`, state, ...more };
}

function late(slots: readonly Slot[], now = "2026-11-26T12:00:00Z") {
  const monitoring: Monitoring = { ...noMonitoring("late-flights"), slots: [...slots] };
  return findLateCheck(monitoring, { graceMs: 6 * HOUR, now });
}

describe("what is late", () => {
  it.each([
    ["nothing, where nothing was due", [], undefined],
    ["nothing, where the newest gave a result", [slot(26, "judged"), slot(25, "failed")], undefined],
    ["nothing, within the grace", [slot(26, "dispatched")], undefined, "2026-11-26T09:17:00Z"],
    ["what has no result after the grace", [slot(26, "dispatched"), slot(25, "judged")], "2026-11-26T03:17:00Z"],
    ["what was claimed and never started", [slot(26, "claimed")], "2026-11-26T03:17:00Z"],
    ["what failed, at once", [slot(26, "failed")], "2026-11-26T03:17:00Z", "2026-11-26T03:20:00Z"],
    [
      "what was refused, since the first",
      [slot(26, "refused"), slot(25, "refused"), slot(24, "judged")],
      "2026-11-25T03:17:00Z",
    ],
    [
      "what failed before the one under way",
      [slot(26, "dispatched"), slot(25, "failed")],
      "2026-11-25T03:17:00Z",
      "2026-11-26T04:00:00Z",
    ],
    ["nothing, where slots were only missed", [slot(26, "missed"), slot(25, "missed")], undefined],
    [
      "failures around missed slots",
      [slot(26, "failed"), slot(25, "missed"), slot(24, "failed")],
      "2026-11-24T03:17:00Z",
    ],
  ])("%s", (_, slots, since, now?: string) => {
    expect(late(slots, now)?.since).toBe(since);
  });
});

describe("the issue", () => {
  it("says since when, what and what to do", async () => {
    const found = late([
      slot(26, "refused", { reason: "The workflow `.github/workflows/drift.yml` is disabled. Enable it." }),
      slot(25, "failed", { reason: "Its workflow run ended as failure | and left nothing.", workflowRun: RUN }),
      slot(24, "dispatched", { by: "person", requestedBy: "ana@[x](y)", workflowRun: RUN }),
    ]);
    if (found === undefined) throw new Error("nothing is late");
    const { title, body } = renderLateChecks("late-flights", found, { graceMs: 6 * HOUR, workflow: "drift.yml" });
    await expect(`# ${title}\n\n${body}\n`).toMatchFileSnapshot("__issues__/late.md");
  });

  it("says what is wrong with a configuration that cannot be read, and escapes what it quotes", async () => {
    const { title, body } = renderUnreadableSchedule("late-flights", {
      since: "2026-11-26T03:17:00Z",
      problem: ".github/pawl.yml of main is not valid: line 3, <img src=x> @ana has no path.",
      lastWindow: undefined,
    });
    await expect(`# ${title}\n\n${body}\n`).toMatchFileSnapshot("__issues__/unreadable.md");
  });

  it("has a last word", () => {
    expect(renderRecovered("late-flights", undefined)).toBe(
      "<!-- pawl:late-checks late-flights -->\n\n✅ Drift checks of `late-flights` give results again. Nothing is late any more.",
    );
  });
});

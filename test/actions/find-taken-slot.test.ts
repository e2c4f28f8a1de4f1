import { describe, expect, it } from "vitest";
import { takenSlot } from "../../actions/drift/find-taken-slot.ts";
import { noMonitoring, type Slot } from "../../src/core/monitoring/monitoring.ts";

const SLOT = "2026-11-26T03:17:00Z";
const OWN = 9001;
const run = (id: number) => ({ id, url: `https://github.com/acme/demo/actions/runs/${String(id)}` });
const slot = (more: Partial<Slot> = {}): Slot => ({
  at: SLOT,
  claimedAt: SLOT,
  by: "app",
  key: "drift/late-flights/2026-11-26T03:17Z",
  state: "dispatched",
  workflowRun: run(77),
  ...more,
});
const UNKNOWN = { workflowRun: undefined };

describe("a slot", () => {
  it.each`
    taken    | case                                             | slots
    ${true}  | ${"was dispatched"}                              | ${[slot()]}
    ${true}  | ${"is judged"}                                   | ${[slot({ state: "judged" })]}
    ${true}  | ${"was claimed by the App a moment ago"}         | ${[slot({ state: "claimed", ...UNKNOWN })]}
    ${true}  | ${"was dispatched, to what is not known yet"}    | ${[slot(UNKNOWN)]}
    ${true}  | ${"has an earlier workflow run of the schedule"} | ${[slot({ by: "schedule" })]}
    ${true}  | ${"stands among others"}                         | ${[slot({ at: "2026-11-25T03:17:00Z", state: "missed" }), slot()]}
    ${true}  | ${"is written with fractions of a second"}       | ${[slot({ at: "2026-11-26T03:17:00.000Z" })]}
    ${false} | ${"is nobody's"}                                 | ${[]}
    ${false} | ${"is this workflow run's own"}                  | ${[slot({ by: "schedule", workflowRun: run(OWN) })]}
    ${false} | ${"is about to be given to a scheduled run"}     | ${[slot({ by: "schedule", ...UNKNOWN })]}
    ${false} | ${"is another time's"}                           | ${[slot({ at: "2026-11-25T03:17:00Z" })]}
    ${false} | ${"was refused by GitHub"}                       | ${[slot({ state: "refused", ...UNKNOWN })]}
    ${false} | ${"came to nothing"}                             | ${[slot({ state: "failed" })]}
    ${false} | ${"was missed"}                                  | ${[slot({ state: "missed", ...UNKNOWN })]}
    ${false} | ${"is when a person asked for one"}              | ${[slot({ by: "person", requestedBy: "ana" })]}
  `("$case: taken is $taken", ({ taken, slots }: { taken: boolean; slots: Slot[] }) => {
    const found = takenSlot({ ...noMonitoring("late-flights"), slots }, { slot: SLOT, workflowRunId: OWN });
    expect(found !== undefined).toBe(taken);
  });

  it("that is not known is nobody's", () => {
    const monitoring = { ...noMonitoring("late-flights"), slots: [slot()] };
    expect(takenSlot(monitoring, { slot: undefined, workflowRunId: OWN })).toBeUndefined();
  });
});

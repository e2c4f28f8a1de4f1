import { putSlots } from "../../core/monitoring/edit-slots.ts";
import type { Slot } from "../../core/monitoring/monitoring.ts";
import type { Workplace } from "../workplace.ts";
import { changeMonitorings } from "./change-monitorings.ts";

/** What was started is on record, unless somebody else has brought the slot further. */
export async function recordStarted(
  workplace: Workplace,
  started: ReadonlyMap<string, readonly Slot[]>,
): Promise<void> {
  await changeMonitorings(workplace, [...started.keys()], (monitoring) => {
    const waiting = (started.get(monitoring.model) ?? []).filter(({ key }) =>
      monitoring.slots.some((slot) => slot.key === key && slot.state === "claimed"),
    );
    return { monitoring: putSlots(monitoring, waiting), result: undefined };
  });
  for (const slots of started.values()) {
    for (const { key } of slots) workplace.memory.claimedChecks.delete(key);
  }
}

import type { NumericProfile } from "../../core/dataset/profile.ts";
import { countBins } from "./count-bins.ts";
import { countHours } from "./count-hours.ts";
import { countValues } from "./count-values.ts";
import type { NumericRequest } from "./numeric-request.ts";
import type { ProfileTask } from "./profile-task.ts";

/** Counts a column of numbers of each batch on its frame, or on one that is chosen from the values of all of them. */
export async function profileNumeric(task: ProfileTask, request: NumericRequest): Promise<NumericProfile[]> {
  const counted = (request.few ? await countValues(task, request) : undefined) ?? (await countBins(task, request));
  const { label, type } = request.column;
  const hours = request.kind === "timestamp" ? await countHours(task, request.column) : undefined;
  return counted.map((counts, batch) => {
    const ofDay = hours?.[batch];
    const named = { name: label, type: type.slice(0, 200), kind: request.kind, ...counts };
    return ofDay === undefined ? named : { ...named, hours: ofDay };
  });
}

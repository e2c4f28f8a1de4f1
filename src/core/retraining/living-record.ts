import type { Retraining, RetrainingRecord } from "./retraining.ts";

/** The model's retraining that is not over; undefined: there is none. */
export function findLiving({ records }: Pick<Retraining, "records">): RetrainingRecord | undefined {
  return records.find(isLiving);
}

export function isLiving({ closedAt }: Pick<RetrainingRecord, "closedAt">): boolean {
  return closedAt === undefined;
}

import type { Profile } from "../../src/core/dataset/profile.ts";
import { type DataCut, planCut } from "../../src/core/monitoring/plan-cut.ts";
import { windowLength } from "../../src/core/monitoring/window-length.ts";
import type { ValidationJob } from "./plan-validation.ts";

/** Into which parts the data are counted, so that a drift check knows how much they vary by themselves. */
export function planParts(
  { plan, drift, notes }: Pick<ValidationJob, "plan" | "drift" | "notes">,
  profile: Profile,
): DataCut | undefined {
  const column = profile.columns.find(({ name }) => name === plan.time);
  const [min, max] = column?.kind === "timestamp" ? [column.min, column.max] : [null, null];
  const isKnown = typeof min === "number" && typeof max === "number";
  if (plan.time !== undefined && !isKnown) {
    notes.push(
      `The configuration names ${plan.time} as the time of a row, and these data do not have it as times: their parts are in the order of the rows.`,
    );
  }
  const time = isKnown && plan.time !== undefined ? { column: plan.time, min: min * 1000, max: max * 1000 } : undefined;
  return planCut({ rows: profile.rows, time, windowMs: windowLength(drift, new Date().toISOString()) });
}

import type { DriftAspectName } from "../drift-aspect-name.ts";

/** All that is measured of values which are there and readable, and pairs with other columns. */
export const VALUE_ASPECTS = [
  "distribution",
  "location",
  "scale",
  "shape",
  "value",
  "range",
  "spike",
  "decimals",
  "rounding",
  "unseen",
  "spelling",
  "characters",
  "tokens",
  "hours",
  "hour",
  "association",
] as const satisfies readonly DriftAspectName[];

/** Of these a single value that became frequent can be the cause without anything else having moved. */
export const PEAK_ASPECTS = ["value", "spike", "range", "hour"] as const satisfies readonly DriftAspectName[];

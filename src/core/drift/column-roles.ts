import type { DriftBounds } from "./drift-rule.ts";

/** Columns that a model gives, and that it is to learn. */
export interface ColumnRoles {
  readonly prediction?: readonly string[] | undefined;
  readonly label?: readonly string[] | undefined;
}

export type ColumnRole = keyof ColumnRoles;

/** What the column is to the model; undefined for what it learns from. */
export function roleOf(roles: ColumnRoles, column: string): ColumnRole | undefined {
  if (roles.label?.includes(column) === true) return "label";
  return roles.prediction?.includes(column) === true ? "prediction" : undefined;
}

/** Sizes of a change; the others are rates and ratios. */
const MARGINS = ["distribution", "location", "scale", "cell", "share", "rareShare", "newMass", "spike"] as const;

/** Margins for predictions and labels: a change of these counts from half the size, because it is what a model is for. */
export function halveMargins(bounds: DriftBounds): DriftBounds {
  const halved = Object.fromEntries(MARGINS.map((margin) => [margin, bounds[margin] / 2]));
  return { ...bounds, ...halved };
}

import type { ColumnProfile, Profile } from "../../core/dataset/profile.ts";
import type { DataSource } from "../data/data-source.ts";
import type { PlannedRule } from "./check-contract.ts";
import { viewColumns } from "./column-view.ts";
import { keyComplete } from "./repeated-hashes.ts";
import { ALL_ROWS, countRows, type MeasuredPlan, type RulePlan } from "./rule-plan.ts";

/** Aggregates of which the result is known, by their SQL. */
export type KnownFigures = ReadonlyMap<string, number>;

/**
 * What rules ask for and a profile of the same rows has counted already, exactly: rows, nulls, values that can be read, and
 * that all values of a column are within limits. Rules about nothing else need no look at the data.
 */
export function knownFigures(source: DataSource, profile: Profile, planned: readonly PlannedRule[]): KnownFigures {
  const known = new Map<string, number>([[ALL_ROWS, profile.rows]]);
  const values = new Map<string, number>();
  for (const [index, { raw, value, parsed, holds }] of viewColumns(source).entries()) {
    const column = profile.columns[index];
    if (column === undefined) continue;
    const [filled, readable] = [profile.rows - column.nulls, profile.rows - column.nulls - column.invalid];
    known.set(`count(${raw})`, filled);
    known.set(countRows(`${raw} IS NOT NULL`), filled);
    known.set(countRows(`${raw} IS NULL`), column.nulls);
    if (holds === "other") continue;
    known.set(`count(${value})`, readable);
    known.set(countRows(`${value} IS NOT NULL`), readable);
    values.set(parsed ? value : raw, parsed ? readable : filled);
  }
  for (const { plan } of planned) {
    for (const [aggregate, count] of figuresOf(plan, profile, values)) known.set(aggregate, count);
  }
  return known;
}

function figuresOf(plan: RulePlan, profile: Profile, values: ReadonlyMap<string, number>): readonly [string, number][] {
  if (plan.kind === "repeats") {
    // Where every part of a key is complete, so is the key.
    const complete = countRows(keyComplete(plan.columns));
    const isFull = plan.columns.every(({ parsed, raw, value }) => values.get(parsed ? value : raw) === profile.rows);
    return isFull ? [[complete, profile.rows]] : [];
  }
  if (plan.kind !== "measured" || plan.limits === undefined) return [];
  const { index, good, within } = plan.limits;
  const column = profile.columns[index];
  return column !== undefined && areWithin(column, within)
    ? [[good, profile.rows - column.nulls - column.invalid]]
    : [];
}

/** Infinities and NaN are beside the smallest and the largest value; one that a double cannot hold is no number. */
function areWithin(column: ColumnProfile, within: NonNullable<MeasuredPlan["limits"]>["within"]): boolean {
  if (!("min" in column) || typeof column.min !== "number" || typeof column.max !== "number") return false;
  const others = column.nan + column.positiveInfinity + column.negativeInfinity;
  return others === 0 && within(column.min) && within(column.max);
}

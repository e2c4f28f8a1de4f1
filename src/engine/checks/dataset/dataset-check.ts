import type { DatasetChecks, DatasetPlan } from "../../../core/config/project-config.ts";
import type { BadRow } from "../../../core/dataset/bad-row.ts";
import type { Check, Severity } from "../../../core/dataset/check.ts";
import type { Profile } from "../../../core/dataset/profile.ts";
import type { DataSource } from "../../data/data-source.ts";
import type { Engine } from "../../engine.ts";
import { type ColumnView, findColumn } from "../column-view.ts";
import { notEvaluated, type Outcome } from "../outcome.ts";
import { toCheck } from "../to-check.ts";

/** What a check of the configuration can look at. */
export interface DatasetCheckContext {
  readonly engine: Engine;
  readonly source: DataSource;
  readonly plan: DatasetPlan;
  /** Of this data, on the frame of `reference` where there is one. */
  readonly profile: Profile;
  readonly reference: Profile | undefined;
  /** Opens other data by a path of the configuration. */
  readonly open: (path: string) => Promise<DataSource>;
  /** How many bad rows a check may give. */
  readonly badRows: number;
  /** Rows that are grouped or joined at once, where the check does not choose for itself. */
  readonly rowsOfPart: number | undefined;
}

export interface DatasetCheckResult {
  readonly checks: readonly Check[];
  readonly badRows?: readonly BadRow[];
}

export type CheckName = keyof DatasetChecks;
export type Options<Name extends CheckName> = NonNullable<DatasetChecks[Name]>;

interface Described {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly column?: string | undefined;
}

/** A check of the configuration with its outcome; a column makes it one of several of its rule. */
export function datasetCheck({ rule, title, severity, column }: Described, outcome: Outcome): Check {
  const id = column === undefined ? rule : `${rule}.${column}`;
  return toCheck({ id, title, origin: "configuration", rule, severity, column }, outcome);
}

/** The one check of a rule that could not be applied. */
export function unchecked(described: Described, expected: string, reason: string): DatasetCheckResult {
  return { checks: [datasetCheck(described, notEvaluated(expected, reason))] };
}

/** The label's column, or why there is none. */
export function findLabel({ source, plan }: DatasetCheckContext): ColumnView | string {
  if (plan.label === undefined) return "The configuration does not say which column is the label: `label` does.";
  const column = findColumn(source, plan.label);
  return column ?? `The data has no column "${plan.label.slice(0, 100)}", which is its label.`;
}

/** Columns by their names, or the first that is not there. */
export function findColumns(source: DataSource, names: readonly string[]): readonly ColumnView[] | string {
  const columns = names.map((name) => findColumn(source, name));
  const missing = names.find((_, index) => columns[index] === undefined);
  if (missing !== undefined) return `${source.name.slice(0, 100)} has no column "${missing.slice(0, 100)}".`;
  return columns.filter((column) => column !== undefined);
}

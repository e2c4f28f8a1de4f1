import type { DataSource } from "../../data/data-source.ts";
import { countAt, type Engine, textAt } from "../../engine.ts";
import { type ColumnView, readingOf, viewColumns } from "../column-view.ts";
import {
  type DatasetCheckContext,
  type DatasetCheckResult,
  datasetCheck,
  findLabel,
  type Options,
  unchecked,
} from "./dataset-check.ts";
import { categoryAuc, rankAuc } from "./single-column-auc.ts";

/** A label with more values than this is a quantity, not a class. */
const MAX_CLASSES = 20;

/** Whole numbers with at most so many different values are also judged as categories: codes have no order. */
const MAX_CODES = 100;

const SHOWN = 5;

interface Separation {
  readonly column: string;
  /** From 0.5, nothing, to 1, everything. */
  readonly auc: number;
}

/**
 * Whether a single column tells the classes of the label apart. Numbers and times by their order, over all rows; a column
 * that falls as the label rises tells as much. Categories by the share of the class that they have among the other half
 * of the rows, so that an id, which no other row has, tells nothing. Of several classes the one counts that is told best.
 * A null is a value too: that it is missing may tell. Ids and free text are left out.
 */
export async function checkPredictiveColumn(
  context: DatasetCheckContext,
  { "max-auc": most, except, severity }: Options<"predictive-column">,
): Promise<DatasetCheckResult> {
  const described = { rule: "predictive-column", title: "no single column predicts the label", severity } as const;
  const expected = `each column separates the classes with an AUC of at most ${String(most)}`;
  const label = findLabel(context);
  if (typeof label === "string") return unchecked(described, expected, label);
  const { engine, source, plan } = context;
  const classes = await listClasses(engine, source, label);
  if (typeof classes === "string") return unchecked(described, expected, classes);
  const aside = new Set([label.source.name, ...plan.id, ...except]);
  const columns = viewColumns(source).filter(({ source: { name, kind } }) => !aside.has(name) && kind !== "text");
  const found: Separation[] = [];
  for (const column of columns) {
    const auc = await separate(context, column, label, classes);
    if (auc !== undefined) found.push({ column: column.source.name, auc });
  }
  if (found.length === 0) return unchecked(described, expected, "There is no column that could be judged.");
  const sorted = found.sort((left, right) => right.auc - left.auc);
  const suspects = sorted.filter(({ auc }) => auc > most);
  const words = (suspects.length > 0 ? suspects.slice(0, SHOWN) : sorted.slice(0, 1)).map(
    ({ column, auc }) => `${column.slice(0, 60)} ${formatAuc(auc)}`,
  );
  const more = suspects.length > SHOWN ? ` and ${String(suspects.length - SHOWN)} more` : "";
  const column = suspects.length === 1 ? suspects[0]?.column : undefined;
  const outcome =
    suspects.length > 0
      ? ({ verdict: "fail", expected, actual: `AUC of the label: ${words.join(", ")}${more}` } as const)
      : ({
          verdict: "pass",
          expected,
          actual: `highest of ${String(found.length)} columns: ${words.join("")}`,
        } as const);
  const check = datasetCheck(described, outcome);
  return { checks: [column === undefined ? check : { ...check, column: column.slice(0, 200) }] };
}

/** Never rounded up to 1 by being shown. */
function formatAuc(auc: number): string {
  return auc === 1 ? "1" : (Math.floor(auc * 10_000) / 10_000).toFixed(4);
}

/** Labels as text; or why they are no classes. */
async function listClasses(engine: Engine, source: DataSource, label: ColumnView): Promise<readonly string[] | string> {
  const rows = await engine.query(
    `SELECT CAST(${label.value} AS VARCHAR) AS label, count(*) AS rows FROM ${readingOf(source)}
     WHERE ${label.value} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${String(MAX_CLASSES + 1)}`,
  );
  if (rows.length > MAX_CLASSES)
    return `The label has more than ${String(MAX_CLASSES)} values: it is a quantity, not a class.`;
  if (rows.length < 2) return "The label has fewer than two classes.";
  // With two classes, one tells what the other tells.
  const names = rows.filter((row) => countAt(row, "rows") > 0).map((row) => textAt(row, "label") ?? "");
  return names.length === 2 ? names.slice(1) : names;
}

async function separate(
  { engine, source, profile }: DatasetCheckContext,
  column: ColumnView,
  label: ColumnView,
  classes: readonly string[],
): Promise<number | undefined> {
  const ordered = column.holds === "integer" || column.holds === "number" || column.holds === "time";
  const known = profile.columns.find(({ name }) => name === column.source.name);
  const distinct = known !== undefined && "distinct" in known ? known.distinct : null;
  const isCode = column.holds === "integer" && distinct !== null && distinct <= MAX_CODES;
  const sides = { engine, source, column, label, classes };
  const byOrder = ordered ? await rankAuc(sides) : undefined;
  const byCategory =
    column.holds === "text" || column.holds === "boolean" || isCode ? await categoryAuc(sides) : undefined;
  if (byOrder === undefined) return byCategory;
  return byCategory === undefined ? byOrder : Math.max(byOrder, byCategory);
}

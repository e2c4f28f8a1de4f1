import { formatQuantity } from "../../../core/report/format-number.ts";
import { numberAt, type Row } from "../../engine.ts";
import { viewColumns } from "../column-view.ts";
import { formatShare, shareOfRows } from "../outcome.ts";
import {
  type DatasetCheckContext,
  type DatasetCheckResult,
  datasetCheck,
  findLabel,
  type Options,
  unchecked,
} from "./dataset-check.ts";
import { type KeyedRows, splitByKey, sumRows } from "./split-by-key.ts";

/**
 * Rows that are equal in everything but the label (ids and the time aside), and have different ones. Rows are compared by
 * a 64-bit hash. No model can be right about all of them.
 */
export async function checkConflictingLabels(
  context: DatasetCheckContext,
  { "max-share": most, severity }: Options<"conflicting-labels">,
): Promise<DatasetCheckResult> {
  const described = { rule: "conflicting-labels", title: "equal rows have one label", severity } as const;
  const expected = most === 0 ? "no row with a twin of another label" : `at most ${formatShare(most)} of the rows`;
  const label = findLabel(context);
  if (typeof label === "string") return unchecked(described, expected, label);
  const { source, plan } = context;
  const aside = new Set([label.source.name, ...plan.id, ...(plan.time === undefined ? [] : [plan.time])]);
  const features = viewColumns(source).filter((column) => !aside.has(column.source.name));
  if (features.length === 0)
    return unchecked(described, expected, "There is no column besides the label, the id and the time.");
  const key = `hash(${features.map(({ holds, value, raw }) => (holds === "other" ? `CAST(${raw} AS VARCHAR)` : value)).join(", ")})`;
  const row = await countConflicts(context, {
    source,
    key: [key],
    others: [`hash(${label.value})`, `${label.value} IS NULL`],
  });
  const [rows, of, groups] = [numberAt(row, "rows") ?? 0, numberAt(row, "of") ?? 0, numberAt(row, "groups") ?? 0];
  const within = of === 0 || rows / of <= most;
  return {
    checks: [
      datasetCheck(described, {
        verdict: within ? "pass" : "fail",
        expected,
        actual: rows === 0 ? "none" : `${shareOfRows(rows, of)}, in ${formatQuantity(groups, "group")} of equal rows`,
        failing: { rows, of },
      }),
    ],
  };
}

async function countConflicts({ engine, rowsOfPart }: DatasetCheckContext, keyed: KeyedRows): Promise<Row> {
  const { parts, close } = await splitByKey(engine, [keyed], rowsOfPart);
  try {
    const found: Row[] = [];
    for (const [part = ""] of parts) {
      found.push(
        ...(await engine.query(
          `SELECT coalesce(sum(n), 0)::DOUBLE AS of, coalesce(sum(n) FILTER (WHERE low <> high), 0)::DOUBLE AS rows,
             count_if(low <> high) AS groups
           FROM (SELECT count(*) AS n, min(c0) AS low, max(c0) AS high FROM ${part} WHERE NOT c1 GROUP BY k0)`,
        )),
      );
    }
    return sumRows(found);
  } finally {
    close();
  }
}

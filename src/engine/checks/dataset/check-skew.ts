import type { Check } from "../../../core/dataset/check.ts";
import { formatCount, formatQuantity } from "../../../core/report/format-number.ts";
import type { DataSource } from "../../data/data-source.ts";
import { countAt, type Engine, numberAt, type Row } from "../../engine.ts";
import { type ColumnView, findColumn } from "../column-view.ts";
import { formatShare, shareOfRows } from "../outcome.ts";
import { comparable } from "./comparable.ts";
import {
  type DatasetCheckContext,
  type DatasetCheckResult,
  datasetCheck,
  findColumns,
  type Options,
  unchecked,
} from "./dataset-check.ts";
import { splitByKey, sumRows } from "./split-by-key.ts";

const RULE = "skew";

interface ComparedColumn {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly numbers: boolean;
}

/**
 * Training-serving skew: the values of the same id in two files, offline and online. Two numbers are the same within the
 * relative tolerance, a null and a value are not. Rows that only one of the files has are told and not judged.
 */
export async function checkSkew(context: DatasetCheckContext, options: Options<"skew">): Promise<DatasetCheckResult> {
  const { source, plan } = context;
  const { severity, "max-share": most } = options;
  const described = { rule: RULE, title: "rows of both files are joined by id", severity } as const;
  const expected = "rows in common";
  if (plan.id.length === 0) {
    return unchecked(described, expected, "The configuration does not say which columns name a row: `id` does.");
  }
  const other = await context.open(options.with);
  const ids = [findColumns(source, plan.id), findColumns(other, plan.id)] as const;
  if (typeof ids[0] === "string") return unchecked(described, expected, ids[0]);
  if (typeof ids[1] === "string") return unchecked(described, expected, ids[1]);
  const keys = pairUp(ids[0], ids[1]);
  const columns = chooseColumns(source, other, plan.id, options.columns);
  if (typeof columns === "string") return unchecked(described, expected, columns);
  const row = await compareSides(context, [source, other], keys, columns, options.tolerance);
  if (typeof row === "string") return unchecked(described, expected, row);
  const joined = numberAt(row, "joined") ?? 0;
  const only = [numberAt(row, "here") ?? 0, numberAt(row, "there") ?? 0].map(formatCount);
  const join = datasetCheck(described, {
    verdict: joined > 0 ? "pass" : "fail",
    expected,
    actual: `${formatQuantity(joined, "row")} joined; ${only[0] ?? ""} only in this data, ${only[1] ?? ""} only in the other`,
  });
  return { checks: [join, ...(joined === 0 ? [] : judgeColumns(columns, row, joined, { most, severity }))] };
}

function judgeColumns(
  columns: readonly ComparedColumn[],
  row: Row,
  joined: number,
  { most, severity }: { readonly most: number; readonly severity: Check["severity"] },
): Check[] {
  return columns.map(({ name }, index) => {
    const rows = numberAt(row, `d${String(index)}`) ?? 0;
    return datasetCheck(
      { rule: RULE, title: `${name} is the same in both files`, severity, column: name },
      {
        verdict: rows / joined <= most ? "pass" : "fail",
        expected: most === 0 ? "no difference" : `different in at most ${formatShare(most)} of the rows`,
        actual: rows === 0 ? "no difference" : `different in ${shareOfRows(rows, joined)}`,
        failing: { rows, of: joined },
      },
    );
  });
}

function pairUp(left: readonly ColumnView[], right: readonly ColumnView[]): (readonly [string, string])[] {
  return left.flatMap((column, index) => {
    const other = right[index];
    return other === undefined ? [] : [comparable(column, other)];
  });
}

/** The named columns, or all that both files have; or which of the named is missing. */
function chooseColumns(
  source: DataSource,
  other: DataSource,
  ids: readonly string[],
  named: readonly string[],
): readonly ComparedColumn[] | string {
  const missing = named.find((name) => findColumn(source, name) === undefined || findColumn(other, name) === undefined);
  if (missing !== undefined) return `"${missing.slice(0, 100)}" is not a column of both files.`;
  const names = named.length > 0 ? named : source.columns.map(({ name }) => name).filter((name) => !ids.includes(name));
  const columns = names.flatMap((name): ComparedColumn[] => {
    const [mine, theirs] = [findColumn(source, name), findColumn(other, name)];
    if (mine === undefined || theirs === undefined) return [];
    const [left, right] = comparable(mine, theirs);
    const numbers = [mine, theirs].every(({ holds }) => ["integer", "number", "time"].includes(holds));
    return [{ name, left, right, numbers }];
  });
  return columns.length === 0 ? "The files have no column in common besides the id." : columns;
}

/** Columns that are compared in one join. */
const COLUMNS_OF_JOIN = 8;

/** Counts of the joined rows, and of those that differ in each column; or that an id has more than one row. */
async function compareSides(
  { engine, rowsOfPart }: DatasetCheckContext,
  sides: readonly [DataSource, DataSource],
  keys: readonly (readonly [string, string])[],
  columns: readonly ComparedColumn[],
  tolerance: number,
): Promise<Row | string> {
  let counted: Row = {};
  for (let first = 0; first < columns.length; first += COLUMNS_OF_JOIN) {
    const chosen = columns.slice(first, first + COLUMNS_OF_JOIN);
    const { parts, close } = await splitByKey(
      engine,
      sides.map((source, side) => ({
        source,
        key: keys.map((pair) => pair[side] ?? ""),
        others: chosen.map(({ left, right }) => (side === 0 ? left : right)),
      })),
      rowsOfPart,
    );
    try {
      const repeated = first === 0 ? await findRepeated(engine, sides, parts, keys.length) : undefined;
      if (repeated !== undefined) return repeated;
      const rows: Row[] = [];
      for (const part of parts) rows.push(await joinSides(engine, part, keys.length, chosen, { first, tolerance }));
      counted = { ...counted, ...sumRows(rows) };
    } finally {
      close();
    }
  }
  return counted;
}

async function findRepeated(
  engine: Engine,
  sides: readonly [DataSource, DataSource],
  parts: readonly (readonly string[])[],
  keys: number,
): Promise<string | undefined> {
  const key = Array.from({ length: keys }, (_, index) => `k${String(index)}`);
  const complete = key.map((part) => `${part} IS NOT NULL`).join(" AND ");
  for (const [index, side] of sides.entries()) {
    let repeated = 0;
    for (const part of parts) {
      const [row = {}] = await engine.query(
        `SELECT count(*) AS keys FROM (SELECT 1 FROM ${part[index] ?? ""} WHERE ${complete} GROUP BY ${key.join(", ")} HAVING count(*) > 1)`,
      );
      repeated += countAt(row, "keys");
    }
    if (repeated > 0)
      return `${formatQuantity(repeated, "id")} of ${side.name.slice(0, 100)} in more than one row: add a column to \`id\`.`;
  }
  return undefined;
}

async function joinSides(
  engine: Engine,
  [left = "", right = ""]: readonly string[],
  keys: number,
  columns: readonly ComparedColumn[],
  { first, tolerance }: { readonly first: number; readonly tolerance: number },
): Promise<Row> {
  const both = "a.present AND b.present";
  const differing = columns.map(({ numbers }, index) => {
    const [x, y] = [`a.c${String(index)}`, `b.c${String(index)}`];
    const near = numbers
      ? `coalesce(isfinite(${x}::DOUBLE) AND isfinite(${y}::DOUBLE) AND abs(${x}::DOUBLE - ${y}::DOUBLE) <= ${String(tolerance)}::DOUBLE * greatest(abs(${x}::DOUBLE), abs(${y}::DOUBLE)), false)`
      : "false";
    return `count_if(${both} AND ${x} IS DISTINCT FROM ${y} AND NOT ${near}) AS d${String(first + index)}`;
  });
  const equal = Array.from({ length: keys }, (_, index) => `a.k${String(index)} = b.k${String(index)}`);
  const [row = {}] = await engine.query(
    `SELECT count_if(${both}) AS joined, count_if(b.present IS NULL) AS here, count_if(a.present IS NULL) AS there,
       ${differing.join(", ")}
     FROM (SELECT true AS present, * FROM ${left}) a FULL JOIN (SELECT true AS present, * FROM ${right}) b
     ON ${equal.join(" AND ")}`,
  );
  return row;
}

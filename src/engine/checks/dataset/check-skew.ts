import type { Check } from "../../../core/dataset/check.ts";
import { formatCount, formatQuantity } from "../../../core/report/format-number.ts";
import type { DataSource } from "../../data/data-source.ts";
import { countAt, type Engine, numberAt, type Row } from "../../engine.ts";
import { type ColumnView, findColumn, readingOf } from "../column-view.ts";
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
  const { engine, source, plan } = context;
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
  const repeated = await findRepeated(engine, source, other, keys);
  if (repeated !== undefined) return unchecked(described, expected, repeated);
  const row = await joinSides(engine, [source, other], keys, columns, options.tolerance);
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

async function findRepeated(
  engine: Engine,
  source: DataSource,
  other: DataSource,
  keys: readonly (readonly [string, string])[],
): Promise<string | undefined> {
  for (const [index, side] of [source, other].entries()) {
    const parts = keys.map(([left, right]) => (index === 0 ? left : right));
    const complete = parts.map((part) => `${part} IS NOT NULL`).join(" AND ");
    const [row = {}] = await engine.query(
      `SELECT count(*) AS keys FROM (SELECT 1 FROM ${readingOf(side)} WHERE ${complete} GROUP BY ${parts.join(", ")} HAVING count(*) > 1)`,
    );
    const repeated = countAt(row, "keys");
    if (repeated > 0)
      return `${formatQuantity(repeated, "id")} of ${side.name.slice(0, 100)} in more than one row: add a column to \`id\`.`;
  }
  return undefined;
}

async function joinSides(
  engine: Engine,
  [source, other]: readonly [DataSource, DataSource],
  keys: readonly (readonly [string, string])[],
  columns: readonly ComparedColumn[],
  tolerance: number,
): Promise<Row> {
  const side = (of: DataSource, index: 0 | 1) => {
    const named = [
      ...keys.map((pair, place) => `${pair[index]} AS k${String(place)}`),
      ...columns.map(({ left, right }, place) => `${index === 0 ? left : right} AS c${String(place)}`),
    ];
    return `(SELECT true AS present, ${named.join(", ")} FROM ${readingOf(of)})`;
  };
  const both = "a.present AND b.present";
  const differing = columns.map(({ numbers }, index) => {
    const [x, y] = [`a.c${String(index)}`, `b.c${String(index)}`];
    const near = numbers
      ? `coalesce(isfinite(${x}::DOUBLE) AND isfinite(${y}::DOUBLE) AND abs(${x}::DOUBLE - ${y}::DOUBLE) <= ${String(tolerance)}::DOUBLE * greatest(abs(${x}::DOUBLE), abs(${y}::DOUBLE)), false)`
      : "false";
    return `count_if(${both} AND ${x} IS DISTINCT FROM ${y} AND NOT ${near}) AS d${String(index)}`;
  });
  const [row = {}] = await engine.query(
    `SELECT count_if(${both}) AS joined, count_if(b.present IS NULL) AS here, count_if(a.present IS NULL) AS there,
       ${differing.join(", ")}
     FROM ${side(source, 0)} a FULL JOIN ${side(other, 1)} b
     ON ${keys.map((_, index) => `a.k${String(index)} = b.k${String(index)}`).join(" AND ")}`,
  );
  return row;
}

import type { BadRow } from "../../core/dataset/bad-row.ts";
import type { ContractRule } from "../../core/dataset/contract.ts";
import type { DataSource } from "../data/data-source.ts";
import { countAt, type Engine, textAt } from "../engine.ts";
import { type ColumnView, numberedReadingOf, readingOf } from "./column-view.ts";
import { locateRows } from "./locate-rows.ts";
import { hasRepeatedHash, keyComplete, keyParts, withRepeatedHashes } from "./repeated-hashes.ts";
import type { BadRowSearch, RepeatsPlan, RulePlan } from "./rule-plan.ts";

/** Characters of a value that are kept. */
const MAX_VALUE = 100;

/** Rules whose rows are looked up in one statement; more would only find what does not fit into the list. */
const MAX_RULES = 100;

interface BrokenRule {
  readonly rule: ContractRule;
  readonly plan: RulePlan;
}

/**
 * The first rows that break each broken rule, at most `limit` in all: the rules take turns, so that one that every row
 * breaks does not hide the others.
 */
export async function findBadRows(
  engine: Engine,
  source: DataSource,
  broken: readonly BrokenRule[],
  limit: number,
): Promise<readonly BadRow[]> {
  if (limit <= 0) return [];
  const searches = broken.flatMap(({ rule, plan }) =>
    plan.kind === "measured" && plan.badRows !== undefined ? [{ rule, search: plan.badRows }] : [],
  );
  const lists = await searchRows(engine, source, searches.slice(0, MAX_RULES), limit);
  for (const { rule, plan } of broken) {
    if (plan.kind === "repeats") lists.push(await searchRepeats(engine, source, rule, plan, limit));
  }
  const first = takeTurns(lists, limit);
  first.sort((left, right) => left.row - right.row || (left.rule < right.rule ? -1 : 1));
  return locateRows(engine, source, first);
}

async function searchRows(
  engine: Engine,
  source: DataSource,
  searches: readonly { readonly rule: ContractRule; readonly search: BadRowSearch }[],
  limit: number,
): Promise<BadRow[][]> {
  if (searches.length === 0) return [];
  const found = searches.map(
    ({ search }, index) =>
      `CAST(to_json(arg_min({'row': row, 'value': ${shownSql(search.value)}, 'count': ${search.counted?.sql ?? "NULL"}}, row, ${String(limit)})
         FILTER (WHERE ${search.condition})) AS VARCHAR) AS a${String(index)}`,
  );
  // Without it, every row would be looked at by every aggregate, which costs four times as much.
  const some = searches.map(({ search }) => search.condition).join(" OR ");
  const [row = {}] = await engine.query(`SELECT ${found.join(", ")} FROM ${numberedReadingOf(source)} WHERE ${some}`);
  return searches.map(({ rule, search }, index) => {
    const list = textAt(row, `a${String(index)}`);
    return list === undefined
      ? []
      : parseRows(list).map(({ row: number, value, count }) => ({
          row: number,
          column: search.column,
          rule: rule.id,
          reason: count === undefined ? search.reason : (search.counted?.reason(count) ?? search.reason),
          ...(value === undefined ? {} : { value }),
        }));
  });
}

async function searchRepeats(
  engine: Engine,
  source: DataSource,
  rule: ContractRule,
  { columns, reason }: RepeatsPlan,
  limit: number,
): Promise<BadRow[]> {
  const parts = keyParts(columns);
  const complete = keyComplete(columns);
  const named = parts.map((part, index) => `${part} AS k${String(index)}`).join(", ");
  const some = await withRepeatedHashes(engine, source, [columns], ([repeated = ""]) =>
    hasRepeatedHash(engine, columns, repeated, limit),
  );
  const rows = await engine.query(
    `WITH twins AS (SELECT ${named} FROM ${readingOf(source)} WHERE ${complete} AND ${some}
       GROUP BY ALL HAVING count(*) > 1)
     SELECT row, ${shownSql(textOf(columns))} AS value FROM (SELECT * FROM ${numberedReadingOf(source)} WHERE ${some})
     SEMI JOIN twins ON ${parts.map((part, index) => `${part} = k${String(index)}`).join(" AND ")}
     ORDER BY row LIMIT ${String(limit)}`,
  );
  const [column] = columns;
  return rows.map((found) => {
    const value = textAt(found, "value");
    return {
      row: countAt(found, "row"),
      ...(columns.length === 1 && column !== undefined ? { column: column.source.name } : {}),
      rule: rule.id,
      reason,
      ...(value === undefined ? {} : { value }),
    };
  });
}

function textOf(columns: readonly ColumnView[]): string {
  return `concat_ws(', ', ${columns.map(({ text }) => text).join(", ")})`;
}

function shownSql(value: string): string {
  return value === "NULL" ? "CAST(NULL AS VARCHAR)" : `left(CAST(${value} AS VARCHAR), ${String(MAX_VALUE)})`;
}

interface FoundRow {
  readonly row: number;
  readonly value: string | undefined;
  readonly count: number | undefined;
}

function parseRows(list: string): readonly FoundRow[] {
  const parsed: unknown = JSON.parse(list);
  if (!Array.isArray(parsed)) return [];
  return parsed.map(({ row, value, count }: { row: number; value: string | null; count: number | null }) => ({
    row,
    value: value ?? undefined,
    count: count ?? undefined,
  }));
}

/** One of each list after the other until `limit` are there. */
function takeTurns<Item>(lists: readonly (readonly Item[])[], limit: number): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const taken = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1)));
  return taken.flat().slice(0, limit);
}

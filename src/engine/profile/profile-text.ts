import { chooseNumericFrame } from "../../core/dataset/choose-frame.ts";
import { encodeRegisters, estimateDistinct, REGISTERS, rankOf } from "../../core/dataset/hyper-log-log.ts";
import type { TextProfile } from "../../core/dataset/profile.ts";
import { countOnEdges, rowsOf, toValueGroups } from "../../core/dataset/value-groups.ts";
import { countAt, type Row } from "../engine.ts";
import { batchRows, byBatch, countOf, eachBatch, splitByBatch } from "./by-batch.ts";
import { countIf } from "./count-if.ts";
import { countWords } from "./count-words.ts";
import { probeColumns } from "./probe-columns.ts";
import { countRaws } from "./profile-simple.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

/** Up to so many different texts are counted. */
export const MAX_COUNTED_TEXTS = 50_000;

const CLASSES = ["letters", "digits", "spaces", "punctuation", "nonAscii"] as const;

export interface TextRequest {
  readonly frame: TextProfile["frame"] | undefined;
  /** Table of the different texts, where they were counted already. */
  readonly values: string | undefined;
  /** Whether every text is hashed to tell how many there are. */
  readonly registers: boolean;
}

/** Of each batch lengths, character classes and the number of different texts. */
export async function profileText(
  task: ProfileTask,
  column: ProfiledColumn,
  { frame, values, registers: hashed }: TextRequest,
): Promise<TextProfile[]> {
  const lengths = await countLengths(task, column, values);
  const all = lengths.map((rows) =>
    toValueGroups(rows.map((row) => ({ value: countAt(row, "length"), rows: countAt(row, "n") }))),
  );
  const pinned = frame ?? { edges: chooseNumericFrame(toValueGroups(all.flat())).edges };
  const registers = hashed ? await findRegisters(task, column, values) : undefined;
  const raws = column.raw === column.value ? all.map(rowsOf) : await countRaws(task, column);
  const distinct = await countDistinct(task, column, values, registers);
  const words = await countWords(task, column, values);
  return batchRows(task).map((rows, batch) => {
    const groups = all[batch] ?? [];
    const total = (name: string) =>
      (lengths[batch] ?? []).reduce((sum, row) => sum + countAt(row, name.toLowerCase()), 0);
    const own = registers?.[batch];
    const tokens = words?.[batch];
    return {
      ...heading(column, { rows, raws: raws[batch] ?? 0, values: rowsOf(groups) }),
      kind: "text",
      frame: pinned,
      lengths: countOnEdges(groups, pinned.edges),
      empty: groups.find(({ value }) => value === 0)?.rows ?? 0,
      classes: {
        letters: total("letters"),
        digits: total("digits"),
        spaces: total("spaces"),
        punctuation: total("punctuation"),
        nonAscii: total("nonAscii"),
      },
      distinct: distinct[batch] ?? null,
      ...(own === undefined ? {} : { registers: own }),
      ...(tokens === undefined ? {} : { tokens }),
    };
  });
}

/** Of each batch and length the rows, and those with each class of characters. */
async function countLengths(
  task: ProfileTask,
  column: ProfiledColumn,
  values: string | undefined,
): Promise<(readonly Row[])[]> {
  const { engine, dialect, relation } = task;
  const { read, name } = byBatch(task);
  const rowsWith = (condition: string) =>
    values === undefined ? countIf(condition) : `coalesce(sum(CASE WHEN ${condition} THEN n END), 0)`;
  const sums = CLASSES.map((each) => `${rowsWith(dialect.has[each]("x"))} AS ${each.toLowerCase()}`);
  const select =
    values === undefined
      ? `SELECT ${read}${column.value} AS x FROM ${relation}`
      : `SELECT ${name}value AS x, n FROM ${values}`;
  const n = values === undefined ? "count(*)" : "sum(n)";
  const found = await engine.query(
    `SELECT ${name === "" ? "0 AS batch, " : name}length, ${n} AS n, ${sums.join(", ")}
     FROM (SELECT *, ${dialect.characters("x")} AS length FROM (${select}) WHERE x IS NOT NULL) GROUP BY ${name}length`,
  );
  return splitByBatch(task, found);
}

async function findRegisters(task: ProfileTask, column: ProfiledColumn, values: string | undefined): Promise<string[]> {
  const { engine, dialect, relation } = task;
  const { read, name } = byBatch(task);
  const { index, rest } = dialect.register("x");
  const texts =
    values === undefined
      ? `SELECT ${read}${column.value} AS x FROM ${relation}`
      : `SELECT ${name}value AS x FROM ${values}`;
  const found = await engine.query(
    `SELECT ${name === "" ? "0 AS batch, " : name}register, min(rest) AS rest
     FROM (SELECT ${name}${index} AS register, ${rest} AS rest FROM (${texts}) WHERE x IS NOT NULL)
     GROUP BY ${name}register`,
  );
  return splitByBatch(task, found).map((rows) => {
    const registers = new Uint8Array(REGISTERS);
    for (const row of rows) registers[countAt(row, "register")] = rankOf(countAt(row, "rest"));
    return encodeRegisters(registers);
  });
}

/** Of each batch; null where there are too many. */
async function countDistinct(
  task: ProfileTask,
  column: ProfiledColumn,
  values: string | undefined,
  registers: readonly string[] | undefined,
): Promise<(number | null)[]> {
  const { engine, relation } = task;
  // Their standard error is 1.6 %.
  const isMany = batchRows(task).map((_, batch) => {
    const own = registers?.[batch];
    return values === undefined && own !== undefined && estimateDistinct(own) > 1.2 * MAX_COUNTED_TEXTS;
  });
  if (isMany.every((many) => many)) return isMany.map(() => null);
  if (registers === undefined && task.batches === undefined) {
    if ((await probeColumns(task, [column])).get(column)?.many === true) return [null];
  }
  const { read, name, say, group } = byBatch(task);
  const found = await engine.query(
    values === undefined
      ? `SELECT ${say}count(DISTINCT x) AS n FROM (SELECT ${read}${column.value} AS x FROM ${relation}) ${group}`
      : `SELECT ${say}count(*) AS n FROM (SELECT ${name}value FROM ${values}) ${group}`,
  );
  return eachBatch(task, found, (row, _, batch) => {
    const n = countOf(row, "n");
    return isMany[batch] === true || n > MAX_COUNTED_TEXTS ? null : n;
  });
}

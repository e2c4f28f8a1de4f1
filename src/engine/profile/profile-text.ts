import { chooseNumericFrame } from "../../core/dataset/choose-frame.ts";
import { encodeRegisters, estimateDistinct, REGISTERS, rankOf } from "../../core/dataset/hyper-log-log.ts";
import type { TextProfile } from "../../core/dataset/profile.ts";
import { countOnEdges, rowsOf, toValueGroups } from "../../core/dataset/value-groups.ts";
import { countAt } from "../engine.ts";
import { countIf } from "./count-if.ts";
import { probeColumns } from "./probe-columns.ts";
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

/** Lengths, character classes and the number of different texts. */
export async function profileText(
  task: ProfileTask,
  column: ProfiledColumn,
  { frame, values, registers: hashed }: TextRequest,
): Promise<TextProfile> {
  const { engine, dialect, relation } = task;
  const rowsWith = (condition: string) =>
    values === undefined ? countIf(condition) : `coalesce(sum(CASE WHEN ${condition} THEN n END), 0)`;
  const sums = CLASSES.map((name) => `${rowsWith(dialect.has[name]("x"))} AS ${dialect.identifier(name)}`);
  const select =
    values === undefined ? `SELECT ${column.value} AS x FROM ${relation}` : `SELECT value AS x, n FROM ${values}`;
  const rows = await engine.query(
    `SELECT ${dialect.characters("x")} AS length, ${values === undefined ? "count(*)" : "sum(n)"} AS n, ${sums.join(", ")} FROM (${select}) WHERE x IS NOT NULL GROUP BY 1`,
  );
  const total = (name: string) => rows.reduce((sum, row) => sum + countAt(row, name), 0);
  const groups = toValueGroups(rows.map((row) => ({ value: countAt(row, "length"), rows: countAt(row, "n") })));
  const pinned = frame ?? { edges: chooseNumericFrame(groups).edges };
  const registers = hashed ? await findRegisters(task, column, values) : undefined;
  const texts = rowsOf(groups);
  return {
    ...heading(task, column, await countRaws(task, column, texts), texts),
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
    distinct: await countDistinct(task, column, values, registers),
    ...(registers === undefined ? {} : { registers }),
  };
}

async function countRaws({ engine, relation }: ProfileTask, column: ProfiledColumn, values: number): Promise<number> {
  if (column.raw === column.value) return values;
  const [row] = await engine.query(`SELECT count(${column.raw}) AS raws FROM ${relation}`);
  return row === undefined ? 0 : countAt(row, "raws");
}

async function findRegisters(task: ProfileTask, column: ProfiledColumn, values: string | undefined): Promise<string> {
  const { engine, dialect, relation } = task;
  const { index, rest } = dialect.register("x");
  const texts =
    values === undefined ? `SELECT ${column.value} AS x FROM ${relation}` : `SELECT value AS x FROM ${values}`;
  const rows = await engine.query(
    `SELECT ${index} AS register, min(${rest}) AS rest FROM (${texts}) WHERE x IS NOT NULL GROUP BY 1`,
  );
  const registers = new Uint8Array(REGISTERS);
  for (const row of rows) registers[countAt(row, "register")] = rankOf(countAt(row, "rest"));
  return encodeRegisters(registers);
}

async function countDistinct(
  task: ProfileTask,
  column: ProfiledColumn,
  values: string | undefined,
  registers: string | undefined,
): Promise<number | null> {
  const { engine, relation } = task;
  // Their standard error is 1.6 %.
  if (values === undefined && registers !== undefined && estimateDistinct(registers) > 1.2 * MAX_COUNTED_TEXTS) {
    return null;
  }
  if (registers === undefined && (await probeColumns(task, [column])).get(column)?.many === true) return null;
  const [row] = await engine.query(
    values === undefined
      ? `SELECT count(DISTINCT ${column.value}) AS n FROM ${relation}`
      : `SELECT count(*) AS n FROM ${values}`,
  );
  const n = row === undefined ? 0 : countAt(row, "n");
  return n > MAX_COUNTED_TEXTS ? null : n;
}

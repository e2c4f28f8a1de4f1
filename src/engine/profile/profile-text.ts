import { chooseNumericFrame } from "../../core/dataset/choose-frame.ts";
import { encodeRegisters, estimateDistinct, REGISTERS, rankOf } from "../../core/dataset/hyper-log-log.ts";
import type { TextProfile } from "../../core/dataset/profile.ts";
import { countOnEdges, toValueGroups } from "../../core/dataset/value-groups.ts";
import type { Dialect } from "../dialect.ts";
import { countAt } from "../engine.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

/** Up to so many different texts are counted. */
const MAX_COUNTED_TEXTS = 50_000;

const CLASSES = ["letters", "digits", "spaces", "punctuation", "nonAscii"] as const;

export interface TextRequest {
  readonly frame: TextProfile["frame"] | undefined;
  /** Table of the different texts, where they were counted already. */
  readonly values: string | undefined;
}

/** Lengths, character classes and the number of different texts. */
export async function profileText(
  task: ProfileTask,
  column: ProfiledColumn,
  { frame, values }: TextRequest,
): Promise<TextProfile> {
  const { engine, dialect, relation } = task;
  const tests = classTests(dialect);
  const sums = CLASSES.map(
    (name) => `coalesce(sum(CASE WHEN ${tests[name]} THEN n END), 0) AS ${dialect.identifier(name)}`,
  );
  const texts =
    values === undefined
      ? `SELECT ${column.value} AS x, 1 AS n FROM ${relation}`
      : `SELECT value AS x, n FROM ${values}`;
  const rows = await engine.query(
    `SELECT ${dialect.characters("x")} AS length, sum(n) AS n, ${sums.join(", ")} FROM (${texts}) WHERE x IS NOT NULL GROUP BY 1`,
  );
  const [raws] = await engine.query(`SELECT count(${column.raw}) AS raws FROM ${relation}`);
  const total = (name: string) => rows.reduce((sum, row) => sum + countAt(row, name), 0);
  const groups = toValueGroups(rows.map((row) => ({ value: countAt(row, "length"), rows: countAt(row, "n") })));
  const pinned = frame ?? { edges: chooseNumericFrame(groups).edges };
  const registers = await findRegisters(task, column, values);
  return {
    ...heading(
      task,
      column,
      raws === undefined ? 0 : countAt(raws, "raws"),
      groups.reduce((sum, group) => sum + group.rows, 0),
    ),
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
    registers,
  };
}

function classTests({ contains, bytes, characters }: Dialect): Readonly<Record<(typeof CLASSES)[number], string>> {
  return {
    letters: contains("x", "A-Za-z"),
    digits: contains("x", "0-9"),
    spaces: contains("x", " \t\n\r"),
    // An exclamation mark at the beginning would turn the class round.
    punctuation: contains("x", '"-/:-@[-`{-~!'),
    nonAscii: `${bytes("x")} <> ${characters("x")}`,
  };
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
  { engine, relation }: ProfileTask,
  column: ProfiledColumn,
  values: string | undefined,
  registers: string,
): Promise<number | null> {
  // Their standard error is 1.6 %.
  if (values === undefined && estimateDistinct(registers) > 1.2 * MAX_COUNTED_TEXTS) return null;
  const [row] = await engine.query(
    values === undefined
      ? `SELECT count(DISTINCT ${column.value}) AS n FROM ${relation}`
      : `SELECT count(*) AS n FROM ${values}`,
  );
  const n = row === undefined ? 0 : countAt(row, "n");
  return n > MAX_COUNTED_TEXTS ? null : n;
}

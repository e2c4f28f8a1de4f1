import { countAt, type Engine } from "../engine.ts";
import type { TextCounts, WordCounts } from "./choose-kind.ts";
import { integerOfText, numberOfText, timestampOfText } from "./column-value.ts";

export interface ReadText {
  /** SQL over the relation, VARCHAR. */
  readonly text: string;
  /** Whether `1,5` is a number. */
  readonly decimalComma: boolean;
}

export interface CountedText {
  readonly text: TextCounts;
  /** `distinct` is estimated, within about 15 %, in any order of the rows alike. */
  readonly words: WordCounts;
}

/** A CSV is parsed once for each such group of columns; the engine plans much longer statements very slowly. */
const COLUMNS_AT_ONCE = 25;

/** For a guess the first rows alone are read, and what does not matter for it is not counted. */
export type CountedFor = "kind" | "guess";

/** Rows that are looked at for a guess. */
const FIRST_ROWS = 1000;

/**
 * Counts all that the texts of columns can be read as. A cast that fails costs
 * the engine some microseconds: for few rows, or for columns of which a first guess was wrong.
 */
export async function countTexts(
  engine: Engine,
  relation: string,
  texts: readonly ReadText[],
  wanted: CountedFor,
): Promise<readonly CountedText[]> {
  const [names, limit] = wanted === "kind" ? [ALL, ""] : [FOR_GUESS, ` LIMIT ${String(FIRST_ROWS)}`];
  const counted: CountedText[] = [];
  for (let start = 0; start < texts.length; start += COLUMNS_AT_ONCE) {
    const some = texts.slice(start, start + COLUMNS_AT_ONCE);
    const read = some.map(({ text }, at) => `${text} AS x${String(at)}`);
    const counts = some.flatMap(({ decimalComma }, at) =>
      names.map((name) => `${COUNTS[name](`x${String(at)}`, decimalComma)} AS ${name}_${String(at)}`),
    );
    const [row] = await engine.query(
      `SELECT ${counts.join(", ")} FROM (SELECT ${read.join(", ")} FROM ${relation}${limit})`,
    );
    if (row === undefined) throw new TypeError("an aggregate without groups has no row");
    for (const at of some.keys()) {
      const n = (name: CountName) => (names.includes(name) ? countAt(row, `${name}_${String(at)}`) : 0);
      const values = n("values");
      counted.push({
        text: {
          values,
          numbers: n("numbers"),
          integers: n("integers"),
          smallIntegers: n("small"),
          timestamps: n("timestamps"),
          booleans: n("booleans"),
        },
        words: { values, bytes: n("bytes"), distinct: n("distinct") },
      });
    }
  }
  return counted;
}

/**
 * SQL: whether a text may be more than a word. Numbers and moments begin with a digit, a sign, a point or a blank, which
 * all come before the colon; besides there are these words, and nothing else has to be cast.
 */
export function mayBeMore(text: string): string {
  return `${text} < ':' OR (strlen(${text}) < 10 AND lower(${text}) IN ('nan', 'inf', 'infinity', 'true', 'false'))`;
}

/** SQL: whether a text is the word true or false. */
export function isTruthWord(text: string): string {
  return `strlen(${text}) < 6 AND lower(${text}) IN ('true', 'false')`;
}

/** Aggregate: bytes of all texts. */
export function bytesOf(text: string): string {
  return `CAST(coalesce(sum(strlen(${text})), 0) AS BIGINT)`;
}

const COUNTS = {
  values: (text) => `count(${text})`,
  numbers: (text, decimalComma) => `count(CASE WHEN ${mayBeMore(text)} THEN ${numberOfText(text, decimalComma)} END)`,
  small: (text) => `count(CASE WHEN ${text} < ':' THEN ${integerOfText(text, "BIGINT", "plain")} END)`,
  integers: (text) => `count(CASE WHEN ${text} < ':' THEN ${integerOfText(text, "HUGEINT", "plain")} END)`,
  timestamps: (text) => `count(CASE WHEN ${text} < ':' THEN ${timestampOfText(text)} END)`,
  booleans: (text) => `count(CASE WHEN ${isTruthWord(text)} THEN 1 END)`,
  bytes: bytesOf,
  distinct: (text) => `approx_count_distinct(${text})`,
} as const satisfies Record<string, (text: string, decimalComma: boolean) => string>;

type CountName = keyof typeof COUNTS;

const FOR_GUESS: readonly CountName[] = ["values", "numbers", "integers", "timestamps", "booleans"];
const ALL: readonly CountName[] = [...FOR_GUESS, "small", "bytes", "distinct"];

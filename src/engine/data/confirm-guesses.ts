import { countAt, type Engine, type Row } from "../engine.ts";
import { isMost, type TextCounts, type WordCounts } from "./choose-kind.ts";
import { bytesOf, mayBeMore } from "./count-texts.ts";
import type { KeptColumn } from "./data-source.ts";
import type { Guess, SurveyedColumn } from "./guess-kinds.ts";

/** A column with what it probably is, and where that can be read. */
export interface GuessedColumn extends KeptColumn {
  readonly guess: Guess;
  readonly holds: SurveyedColumn["holds"];
  readonly relation: string;
}

/** What all rows of a column are. */
export interface Survey {
  /** Absent where only strings were counted. */
  readonly text?: TextCounts;
  /** Absent where the values are no strings. */
  readonly words?: WordCounts;
  /** No value but those that are read as its kind. */
  readonly pure?: boolean;
}

/** The engine plans much longer statements very slowly. */
const COLUMNS_AT_ONCE = 200;

/** Counts over all rows, so that no order of them and no sample decides. `undefined`: the guess was wrong. */
export async function confirmGuesses(
  engine: Engine,
  columns: readonly GuessedColumn[],
): Promise<readonly (Survey | undefined)[]> {
  const surveys: (Survey | undefined)[] = columns.map(() => undefined);
  const relations = new Set(columns.map(({ relation }) => relation));
  for (const relation of relations) {
    const places = columns.flatMap((column, place) => (column.relation === relation ? [{ column, place }] : []));
    for (let start = 0; start < places.length; start += COLUMNS_AT_ONCE) {
      const some = places.slice(start, start + COLUMNS_AT_ONCE);
      const counts = some.flatMap(({ column, place }) => countsFor(column, String(place)));
      const [row] = await engine.query(`SELECT ${counts.join(", ")} FROM ${relation}`);
      if (row === undefined) throw new TypeError("an aggregate without groups has no row");
      for (const { column, place } of some) surveys[place] = toSurvey(column, row, String(place));
    }
  }
  return surveys;
}

function countsFor({ guess, value, raw, also }: GuessedColumn, at: string): string[] {
  const counts = [`count(${raw}) AS values_${at}`, `count(${value}) AS valid_${at}`];
  if (also !== undefined) counts.push(`count(CASE WHEN ${also} THEN 1 END) AS also_${at}`);
  if (guess === "string") counts.push(`count(CASE WHEN ${mayBeMore(value)} THEN 1 END) AS also_${at}`);
  if (guess === "string" || guess === "words") {
    counts.push(`${bytesOf(value)} AS bytes_${at}`, `approx_count_distinct(${value}) AS distinct_${at}`);
  }
  return counts;
}

const NONE: Omit<TextCounts, "values"> = { numbers: 0, integers: 0, smallIntegers: 0, timestamps: 0, booleans: 0 };

function toSurvey({ guess, holds }: GuessedColumn, row: Row, at: string): Survey | undefined {
  const [values, valid] = [countAt(row, `values_${at}`), countAt(row, `valid_${at}`)];
  const pure = values === valid;
  const known = holds === "numbers";
  switch (guess) {
    case "integer": {
      const numbers = countAt(row, `also_${at}`);
      const text = { ...NONE, values, numbers, integers: valid, smallIntegers: valid };
      return numbers === valid && (known || isMost(numbers, values)) ? { text, pure } : undefined;
    }
    case "numeric":
      // The first rows had a number with a point, so not all of them are whole.
      return known || isMost(valid, values) ? { text: { ...NONE, values, numbers: valid }, pure } : undefined;
    case "timestamp":
      return isMost(valid, values) ? { text: { ...NONE, values, timestamps: valid }, pure } : undefined;
    case "boolean": {
      const booleans = countAt(row, `also_${at}`);
      return isMost(booleans, values) ? { text: { ...NONE, values, booleans }, pure } : undefined;
    }
    case "string":
      return isMost(countAt(row, `also_${at}`), values) ? undefined : { words: toWords(row, at, values) };
    case "words":
      return { words: toWords(row, at, values) };
  }
}

function toWords(row: Row, at: string, values: number): WordCounts {
  return { values, bytes: countAt(row, `bytes_${at}`), distinct: countAt(row, `distinct_${at}`) };
}

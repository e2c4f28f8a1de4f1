import { countAt, type Engine } from "../engine.ts";
import { confirmGuesses, type GuessedColumn, type Survey } from "./confirm-guesses.ts";
import { countTexts, type ReadText } from "./count-texts.ts";

/** A column with what it probably is, and its text in the files. */
export interface AskedColumn extends GuessedColumn, ReadText {}

export interface Surveyed {
  /** One for each column. */
  readonly surveys: readonly Survey[];
  /** Whether all guesses were right. */
  readonly confirmed: boolean;
}

/** Below so many rows all distinct values are counted; above they are estimated, within about 15 %, in any order alike. */
const MANY_ROWS = 40_000;
/** Each needs a table of its distinct values, of some megabytes for every thread however few they are. */
const DISTINCT_COLUMNS_AT_ONCE = 20;

/** What all rows of the columns are; those of which the guess was wrong are counted in the files, `relation`. */
export async function surveyColumns(
  engine: Engine,
  relation: string,
  columns: readonly AskedColumn[],
): Promise<Surveyed> {
  const confirmed = await confirmGuesses(engine, columns);
  const wrong = columns.filter((_, index) => confirmed[index] === undefined);
  const counted = await countTexts(engine, relation, wrong, "kind");
  const found = columns.map((column, index) => confirmed[index] ?? counted[wrong.indexOf(column)] ?? {});
  const readings = columns.map(({ relation: own, value, text }, index) =>
    confirmed[index] === undefined ? { relation, value: text } : { relation: own, value },
  );
  return { surveys: await countFewRows(engine, readings, found), confirmed: wrong.length === 0 };
}

async function countFewRows(
  engine: Engine,
  columns: readonly Pick<GuessedColumn, "relation" | "value">[],
  surveys: readonly Survey[],
): Promise<readonly Survey[]> {
  const few = columns.filter((_, index) => (surveys[index]?.words?.values ?? MANY_ROWS) < MANY_ROWS);
  const distinct = new Map<(typeof few)[number], number>();
  for (const relation of new Set(few.map((column) => column.relation))) {
    const ofRelation = few.filter((column) => column.relation === relation);
    for (let start = 0; start < ofRelation.length; start += DISTINCT_COLUMNS_AT_ONCE) {
      const some = ofRelation.slice(start, start + DISTINCT_COLUMNS_AT_ONCE);
      const counts = some.map(({ value }, index) => `count(DISTINCT ${value}) AS n${String(index)}`);
      const [row] = await engine.query(`SELECT ${counts.join(", ")} FROM ${relation}`);
      if (row === undefined) throw new TypeError("an aggregate without groups has no row");
      for (const [index, column] of some.entries()) distinct.set(column, countAt(row, `n${String(index)}`));
    }
  }
  return surveys.map((survey, index) => {
    const column = columns[index];
    const exact = column === undefined ? undefined : distinct.get(column);
    return survey.words === undefined || exact === undefined
      ? survey
      : { ...survey, words: { ...survey.words, distinct: exact } };
  });
}

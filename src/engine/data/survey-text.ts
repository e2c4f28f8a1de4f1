import { countAt, type Engine, type Row } from "../engine.ts";
import { isMost, kindOfText, type TextCounts, type WordCounts } from "./choose-kind.ts";
import { integerOfText, timestampOfText } from "./column-value.ts";

export interface SurveyedColumn {
  /** The column as VARCHAR, in SQL. */
  readonly text: string;
  /** Whether the text may stand for something else; of `strings` only the words are counted, `numbers` are known to be some. */
  readonly holds: "anything" | "moments" | "strings" | "numbers";
}

export interface Survey {
  /** Absent where only strings were counted. */
  readonly text?: TextCounts;
  /** Absent where the values are no strings. */
  readonly words?: WordCounts;
}

/**
 * What is asked about a column. A cast that fails costs the engine some microseconds, so a column is asked for the kind
 * that its first rows have; only where all rows together do not confirm it, everything is counted. So the first rows
 * decide what it costs, and never what is found.
 */
type Question = "first" | "everything" | "integer" | "numeric" | "timestamp" | "boolean" | "string" | "words";

/** Rows that are looked at to know what to ask. */
const FIRST_ROWS = 1000;
/** Below so many rows all distinct values are counted; above they are estimated, within about 15 %, in any order alike. */
const MANY_ROWS = 40_000;
/** A CSV is parsed once for each such group of columns; the engine plans much longer statements very slowly. */
const COLUMNS_AT_ONCE = 200;
const OPEN_COLUMNS_AT_ONCE = 25;
/** Each needs a table of its distinct values, of some megabytes for every thread however few they are. */
const DISTINCT_COLUMNS_AT_ONCE = 20;

/** Counts what the values of columns of text are, over all rows, so that no order of them and no sample decides. */
export async function surveyText(
  engine: Engine,
  relation: string,
  columns: readonly SurveyedColumn[],
): Promise<readonly Survey[]> {
  const ask = (from: string, questions: readonly (Question | undefined)[]) => count(engine, from, columns, questions);
  const first = await ask(
    `(SELECT * FROM ${relation} LIMIT ${String(FIRST_ROWS)})`,
    columns.map(({ holds }) => (holds === "strings" ? undefined : "first")),
  );
  const second = await ask(
    relation,
    columns.map(({ holds }, index) => questionAfter(first[index]?.text, holds)),
  );
  const third = await ask(
    relation,
    columns.map((_, index) => (second[index] === undefined ? "everything" : undefined)),
  );
  const surveys = columns.map((_, index) => second[index] ?? third[index] ?? {});
  return countFewRows(engine, relation, columns, surveys);
}

function questionAfter(first: TextCounts | undefined, holds: SurveyedColumn["holds"]): Question {
  if (first === undefined) return "words";
  const kind = kindOfText(first);
  if (holds === "numbers") return kind === "integer" || kind === "numeric" ? kind : "everything";
  if (kind === "categorical" || kind === "text" || kind === "other") return "string";
  return holds === "anything" || kind === "timestamp" ? kind : "string";
}

/** One answer for each column; `undefined` where nothing was asked, or where the question is not confirmed. */
async function count(
  engine: Engine,
  relation: string,
  columns: readonly SurveyedColumn[],
  questions: readonly (Question | undefined)[],
): Promise<readonly (Survey | undefined)[]> {
  const answers: (Survey | undefined)[] = columns.map(() => undefined);
  const asked = columns.flatMap(({ text }, index) => {
    const question = questions[index];
    return question === undefined ? [] : [{ text, question, index }];
  });
  const isOpen = asked.some(({ question }) => question === "first" || question === "everything");
  const atOnce = isOpen ? OPEN_COLUMNS_AT_ONCE : COLUMNS_AT_ONCE;
  for (let start = 0; start < asked.length; start += atOnce) {
    const some = asked.slice(start, start + atOnce);
    const counts = some.flatMap(({ text, question, index }) => countsFor(question, text, String(index)));
    const [row] = await engine.query(`SELECT ${counts.join(", ")} FROM ${relation}`);
    if (row === undefined) throw new TypeError("an aggregate without groups has no row");
    for (const { question, index } of some) answers[index] = answer(row, question, String(index));
  }
  return answers;
}

// Numbers and moments begin with a digit, a sign, a point or a blank, which all come before the colon. Nothing else but
// these words has to be cast.
const mayBeMore = (text: string) =>
  `${text} < ':' OR (strlen(${text}) < 10 AND lower(${text}) IN ('nan', 'inf', 'infinity', 'true', 'false'))`;

const COUNTS = {
  values: (text) => `count(${text})`,
  numbers: (text) => `count(TRY_CAST(${text} AS DOUBLE))`,
  guarded: (text) => `count(CASE WHEN ${mayBeMore(text)} THEN TRY_CAST(${text} AS DOUBLE) END)`,
  small: (text) => `count(CASE WHEN ${text} < ':' THEN ${integerOfText(text, "BIGINT", "plain")} END)`,
  integers: (text) => `count(CASE WHEN ${text} < ':' THEN ${integerOfText(text, "HUGEINT", "plain")} END)`,
  timestamps: (text) => `count(CASE WHEN ${text} < ':' THEN ${timestampOfText(text)} END)`,
  booleans: (text) => `count(CASE WHEN strlen(${text}) < 6 AND lower(${text}) IN ('true', 'false') THEN 1 END)`,
  more: (text) => `count(CASE WHEN ${mayBeMore(text)} THEN 1 END)`,
  bytes: (text) => `CAST(coalesce(sum(strlen(${text})), 0) AS BIGINT)`,
  distinct: (text) => `approx_count_distinct(${text})`,
} as const satisfies Record<string, (text: string) => string>;

const ASKED: Readonly<Record<Question, readonly (keyof typeof COUNTS)[]>> = {
  first: ["values", "guarded", "small", "integers", "timestamps", "booleans"],
  everything: ["values", "guarded", "small", "integers", "timestamps", "booleans", "bytes", "distinct"],
  integer: ["values", "small"],
  numeric: ["values", "numbers"],
  timestamp: ["values", "timestamps"],
  boolean: ["values", "booleans"],
  string: ["values", "more", "bytes", "distinct"],
  words: ["values", "bytes", "distinct"],
};

function countsFor(question: Question, text: string, at: string): string[] {
  return ASKED[question].map((name) => `${COUNTS[name](text)} AS ${name}_${at}`);
}

/** What was counted; `undefined` where all rows do not confirm what was asked for. */
function answer(row: Row, question: Question, at: string): Survey | undefined {
  const counted = (name: keyof typeof COUNTS) => (ASKED[question].includes(name) ? countAt(row, `${name}_${at}`) : 0);
  const values = counted("values");
  const text: TextCounts = {
    values,
    numbers: counted("numbers") + counted("guarded"),
    integers: counted("integers"),
    smallIntegers: counted("small"),
    timestamps: counted("timestamps"),
    booleans: counted("booleans"),
  };
  const words = { values, bytes: counted("bytes"), distinct: counted("distinct") };
  switch (question) {
    case "first":
      return { text };
    case "everything":
      return { text, words };
    case "words":
      return { words };
    case "string":
      return isMost(counted("more"), values) ? undefined : { text, words };
    case "integer":
      return text.smallIntegers === values ? { text: { ...text, numbers: values, integers: values } } : undefined;
    case "numeric":
      // The first rows had a number with a point, so not all of them are whole.
      return isMost(text.numbers, values) ? { text } : undefined;
    case "timestamp":
      return isMost(text.timestamps, values) ? { text } : undefined;
    case "boolean":
      return isMost(text.booleans, values) ? { text } : undefined;
  }
}

async function countFewRows(
  engine: Engine,
  relation: string,
  columns: readonly SurveyedColumn[],
  surveys: readonly Survey[],
): Promise<readonly Survey[]> {
  const few = surveys.flatMap(({ words }, index) => (words !== undefined && words.values < MANY_ROWS ? [index] : []));
  const distinct = new Map<number, number>();
  for (let start = 0; start < few.length; start += DISTINCT_COLUMNS_AT_ONCE) {
    const some = few.slice(start, start + DISTINCT_COLUMNS_AT_ONCE);
    const counts = some.map(
      (index) => `count(DISTINCT ${columns[index]?.text ?? "NULL"}) AS distinct_${String(index)}`,
    );
    const [row] = await engine.query(`SELECT ${counts.join(", ")} FROM ${relation}`);
    if (row === undefined) throw new TypeError("an aggregate without groups has no row");
    for (const index of some) distinct.set(index, countAt(row, `distinct_${String(index)}`));
  }
  return surveys.map(({ text, words }, index) => ({
    ...(text === undefined ? {} : { text }),
    ...(words === undefined ? {} : { words: { ...words, distinct: distinct.get(index) ?? words.distinct } }),
  }));
}

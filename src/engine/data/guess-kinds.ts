import type { Engine } from "../engine.ts";
import { kindOfText, type TextCounts } from "./choose-kind.ts";
import { integerOfText, numberOfText, timestampOfText } from "./column-value.ts";
import { countTexts, isTruthWord, type ReadText } from "./count-texts.ts";
import type { ColumnToKeep } from "./keep-rows.ts";

export interface SurveyedColumn extends ReadText {
  /** Whether the text may stand for something else; of `strings` only the words are counted, `numbers` are known to be some. */
  readonly holds: "anything" | "moments" | "strings" | "numbers";
}

/** What a column probably is; `words`: it is known to be strings. */
export type Guess = "integer" | "numeric" | "timestamp" | "boolean" | "string" | "words";

/** What the first rows of the columns look like. They decide what it costs to learn the kinds, and never what is found. */
export async function guessKinds<Column extends SurveyedColumn>(
  engine: Engine,
  relation: string,
  columns: readonly Column[],
): Promise<ReadonlyMap<Column, Guess>> {
  const unclear = columns.filter(({ holds }) => holds !== "strings");
  const counted = await countTexts(engine, relation, unclear, "guess");
  const guesses = new Map<Column, Guess>(columns.map((column) => [column, "words"]));
  for (const [index, column] of unclear.entries()) {
    const text = counted[index]?.text;
    if (text !== undefined) guesses.set(column, guessKind(text, column.holds));
  }
  return guesses;
}

function guessKind(first: TextCounts, holds: SurveyedColumn["holds"]): Guess {
  const kind = kindOfText(first);
  if (holds === "numbers") return kind === "numeric" ? "numeric" : "integer";
  if (kind === "categorical" || kind === "text" || kind === "other") return "string";
  return holds === "anything" || kind === "timestamp" ? kind : "string";
}

/** SQL of what has to be read of a text to see whether a guess is right: the value as that kind, and for some more. */
export function guessedColumn(guess: Guess, { text, decimalComma }: ReadText): ColumnToKeep {
  switch (guess) {
    case "integer":
      // Also: whether it is a number of any kind.
      return {
        value: integerOfText(text, "BIGINT", "plain"),
        raw: text,
        also: ({ value, raw }) => `coalesce(CAST(${value} AS DOUBLE), ${numberOfText(raw, decimalComma)}) IS NOT NULL`,
      };
    case "numeric":
      return { value: numberOfText(text, decimalComma), raw: text };
    case "timestamp":
      return { value: timestampOfText(text), raw: text };
    case "boolean":
      return { value: `TRY_CAST(${text} AS BOOLEAN)`, raw: text, also: ({ raw }) => isTruthWord(raw) };
    case "string":
    case "words":
      return { value: text, raw: text };
  }
}

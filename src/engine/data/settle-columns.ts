import type { ColumnKind } from "../../core/dataset/profile.ts";
import type { Engine } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { kindOfStrings, kindOfText, type TextCounts } from "./choose-kind.ts";
import { columnValue, integerOfText, kindOfType } from "./column-value.ts";
import type { SourceColumn, WantedKind } from "./data-source.ts";
import { type Survey, type SurveyedColumn, surveyText } from "./survey-text.ts";

/** A column as it is found in a file, before it is known what its values are. */
export interface FileColumn {
  readonly name: string;
  /** The engine's type of the column in the relation. */
  readonly type: string;
  /**
   * `anything`: text whose values may be numbers, moments or truth values, because the format has no types; `moments`:
   * text that may be moments, because the format has no type for those; else what the type says.
   */
  readonly holds: "anything" | "moments" | "its type";
}

/** Type that a column of a text file is said to have. */
const TYPE_OF_KIND: Readonly<Record<ColumnKind, string>> = {
  integer: "BIGINT",
  numeric: "DOUBLE",
  timestamp: "TIMESTAMP",
  boolean: "BOOLEAN",
  categorical: "VARCHAR",
  text: "VARCHAR",
  other: "VARCHAR",
};

/** Decides what each column holds: as it is wanted, else by its type, else by counting its values in one pass. */
export async function settleColumns(
  engine: Engine,
  relation: string,
  columns: readonly FileColumn[],
  wanted: ReadonlyMap<string, WantedKind>,
): Promise<readonly SourceColumn[]> {
  const plans = columns.map((column) => ({ column, kind: knownKind(column, wanted.get(column.name)) }));
  const unknown = plans.filter(({ kind }) => kind === undefined || kind === "string" || kind === "number");
  const asked = unknown.map(({ column, kind }) => ({
    text: columnValue(quoteIdentifier(column.name), column.type, "text"),
    holds: whatToSurvey(column, kind),
  }));
  const surveys = asked.length === 0 ? [] : await surveyText(engine, relation, asked);
  const found = new Map(unknown.map(({ column }, index) => [column.name, surveys[index]]));
  return plans.map(({ column, kind }) => {
    const survey = found.get(column.name);
    if (kind === "number") return sourceColumn(column, kindOfNumbers(survey), survey);
    if (kind !== undefined && kind !== "string") return sourceColumn(column, kind, undefined);
    return sourceColumn(column, kindBySurvey(column, survey), survey);
  });
}

function whatToSurvey({ holds }: FileColumn, kind: WantedKind | undefined): SurveyedColumn["holds"] {
  if (kind === "number") return "numbers";
  return kind === undefined && holds !== "its type" ? holds : "strings";
}

function kindBySurvey({ name, holds }: FileColumn, survey: Survey | undefined): ColumnKind {
  const ofText = survey?.text === undefined ? "string" : kindOfText(survey.text);
  if (ofText === "timestamp" || (ofText !== "string" && holds === "anything")) return ofText;
  if (survey?.words === undefined) throw new TypeError(`the words of column ${name} were not counted`);
  return kindOfStrings(survey.words);
}

/** Whatever else is in the column is invalid, however much it is. */
function kindOfNumbers(survey: Survey | undefined): ColumnKind {
  return survey?.text?.integers === survey?.text?.numbers ? "integer" : "numeric";
}

/** `undefined`: the values must say. */
function knownKind({ type, holds }: FileColumn, wanted: WantedKind | undefined): WantedKind | undefined {
  if (wanted === "number" && type !== "VARCHAR") return kindOfType(type);
  if (wanted !== undefined) return wanted;
  return holds === "its type" ? kindOfType(type) : undefined;
}

function sourceColumn({ name, type, holds }: FileColumn, kind: ColumnKind, survey: Survey | undefined): SourceColumn {
  const raw = quoteIdentifier(name);
  return {
    name,
    kind,
    type: holds === "its type" ? type : TYPE_OF_KIND[kind],
    raw,
    different: survey?.words?.distinct,
    value: (kind === "integer" ? countedInteger(raw, survey?.text) : undefined) ?? columnValue(raw, type, kind),
  };
}

/** Cheaper SQL for whole numbers, where all rows have been counted to allow it. */
function countedInteger(raw: string, counts: TextCounts | undefined): string | undefined {
  if (counts === undefined || counts.smallIntegers !== counts.integers) return undefined;
  return counts.integers === counts.values ? `TRY_CAST(${raw} AS BIGINT)` : integerOfText(raw, "BIGINT");
}

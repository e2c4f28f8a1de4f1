import type { ColumnKind } from "../../core/dataset/profile.ts";
import type { Engine } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { kindOfStrings, kindOfText } from "./choose-kind.ts";
import { columnValue, integerOfText, kindOfType } from "./column-value.ts";
import type { SourceColumn, WantedKind } from "./data-source.ts";
import { type Survey, surveyText } from "./survey-text.ts";

/** A column as it is found in a file, before it is known what its values are. */
export interface FileColumn {
  readonly name: string;
  /** The engine's type of the column in the relation. */
  readonly type: string;
  /** Text whose values may be numbers, moments or truth values, because the format has no types. */
  readonly untyped: boolean;
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
  const unknown = plans.filter(({ kind }) => kind === undefined || kind === "string");
  const asked = unknown.map(({ column, kind }) => ({
    text: columnValue(quoteIdentifier(column.name), column.type, "text"),
    untyped: kind === undefined,
  }));
  const surveys = asked.length === 0 ? [] : await surveyText(engine, relation, asked);
  const found = new Map(unknown.map(({ column }, index) => [column.name, surveys[index]]));
  return plans.map(({ column, kind }) => {
    if (kind !== undefined && kind !== "string") return sourceColumn(column, kind, undefined);
    const survey = found.get(column.name);
    return sourceColumn(column, kindBySurvey(column.name, survey), survey);
  });
}

function kindBySurvey(name: string, survey: Survey | undefined): ColumnKind {
  const ofText = survey?.text === undefined ? "string" : kindOfText(survey.text);
  if (ofText !== "string") return ofText;
  if (survey?.words === undefined) throw new TypeError(`the words of column ${name} were not counted`);
  return kindOfStrings(survey.words);
}

/** `undefined`: the values must say. */
function knownKind({ type, untyped }: FileColumn, wanted: WantedKind | undefined): WantedKind | undefined {
  if (wanted !== undefined) return wanted;
  return untyped ? undefined : kindOfType(type);
}

function sourceColumn({ name, type, untyped }: FileColumn, kind: ColumnKind, survey: Survey | undefined): SourceColumn {
  const raw = quoteIdentifier(name);
  const counts = survey?.text;
  const isSmall = kind === "integer" && counts !== undefined && counts.smallIntegers === counts.integers;
  return {
    name,
    kind,
    type: untyped ? TYPE_OF_KIND[kind] : type,
    raw,
    value: isSmall ? integerOfText(raw, "BIGINT") : columnValue(raw, type, kind),
  };
}

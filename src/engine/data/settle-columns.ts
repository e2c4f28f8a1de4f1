import type { Engine } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { kindOfStrings, kindOfText, type TextCounts } from "./choose-kind.ts";
import { columnValue, integerOfText, kindOfType, numberOfText } from "./column-value.ts";
import type { Survey } from "./confirm-guesses.ts";
import type { DataFile, KeptRows, SourceColumn, SourceKind, WantedKind } from "./data-source.ts";
import { type Guess, guessedColumn, guessKinds, type SurveyedColumn } from "./guess-kinds.ts";
import { keepRows, readDirectly } from "./keep-rows.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import { type AskedColumn, surveyColumns } from "./survey-columns.ts";

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
  /** Whether `1,5` is a number in it. */
  readonly decimalComma?: boolean | undefined;
}

export interface Settling {
  readonly wanted: ReadonlyMap<string, WantedKind>;
  /** The files of the relation, where reading it means parsing them. */
  readonly parsed: readonly DataFile[] | undefined;
}

export interface SettledColumns {
  readonly columns: readonly SourceColumn[];
  /** The rows, where they were written down to find the kinds. */
  readonly kept: KeptRows | undefined;
}

/** Type that a column of a text file is said to have. */
const TYPE_OF_KIND: Readonly<Record<SourceKind, string>> = {
  integer: "BIGINT",
  numeric: "DOUBLE",
  timestamp: "TIMESTAMP",
  boolean: "BOOLEAN",
  categorical: "VARCHAR",
  text: "VARCHAR",
  other: "VARCHAR",
};

/** A column of which the values must say what it is. */
interface OpenColumn extends SurveyedColumn {
  readonly column: FileColumn;
  readonly wanted: "string" | "number" | undefined;
}

interface GuessedColumn extends OpenColumn {
  readonly guess: Guess;
}

/**
 * Decides what each column holds: as it is wanted, else by its type, else by all of its values. What has to be parsed is
 * parsed once for that, and written down as what its first rows look like; only where later rows are something else, it
 * is parsed again.
 */
export async function settleColumns(
  engine: Engine,
  { relation, columns }: OpenedRelation,
  { wanted, parsed }: Settling,
): Promise<SettledColumns> {
  const plans = await guessOpen(
    engine,
    relation,
    columns.map((column) => planColumn(column, wanted.get(column.name))),
  );
  const open = plans.filter(isOpen);
  const read = plans.map((plan) => (isOpen(plan) ? guessedColumn(plan.guess, plan) : plan));
  const kept = parsed === undefined || open.length === 0 ? undefined : await keepRows(engine, relation, read, parsed);
  const readings = kept?.columns ?? read.map(readDirectly);
  const asked = plans.flatMap((plan, index): AskedColumn[] => {
    const reading = readings[index];
    if (!isOpen(plan) || reading === undefined) return [];
    return [{ ...plan, ...reading, relation: reading.relation ?? kept?.relation ?? relation }];
  });
  const { surveys, confirmed } = await surveyColumns(engine, relation, asked);
  const found = new Map(open.map((plan, index) => [plan, surveys[index]]));
  const settled = plans.map((plan) => (isOpen(plan) ? settle(plan, found.get(plan)) : plan));
  if (kept === undefined || confirmed) return { columns: settled, kept };
  await kept.close();
  return { columns: settled, kept: undefined };
}

async function guessOpen(
  engine: Engine,
  relation: string,
  plans: readonly (SourceColumn | OpenColumn)[],
): Promise<readonly (SourceColumn | GuessedColumn)[]> {
  const guesses = await guessKinds(engine, relation, plans.filter(isOpen));
  return plans.map((plan) => (isOpen(plan) ? { ...plan, guess: guesses.get(plan) ?? "string" } : plan));
}

function isOpen<Open extends OpenColumn>(plan: SourceColumn | Open): plan is Open {
  return "holds" in plan;
}

function planColumn(column: FileColumn, wanted: WantedKind | undefined): SourceColumn | OpenColumn {
  const { name, type } = column;
  const kind = knownKind(column, wanted);
  if (kind !== undefined && kind !== "string" && kind !== "number") return sourceColumn(column, kind);
  return {
    name,
    column,
    wanted: kind,
    text: columnValue(quoteIdentifier(name), type, "text"),
    holds: whatToSurvey(column, kind),
    decimalComma: column.decimalComma === true,
  };
}

/** `undefined`: the values must say. */
function knownKind({ type, holds }: FileColumn, wanted: WantedKind | undefined): WantedKind | undefined {
  if (wanted === "number" && type !== "VARCHAR") return kindOfType(type);
  if (wanted !== undefined) return wanted;
  return holds === "its type" ? kindOfType(type) : undefined;
}

function whatToSurvey({ holds }: FileColumn, wanted: OpenColumn["wanted"]): SurveyedColumn["holds"] {
  if (wanted === "number") return "numbers";
  return wanted === undefined && holds !== "its type" ? holds : "strings";
}

function settle({ column, wanted }: OpenColumn, survey: Survey | undefined): SourceColumn {
  if (wanted === "number") return sourceColumn(column, kindOfNumbers(survey), survey);
  return sourceColumn(column, kindBySurvey(column, survey), survey);
}

function kindBySurvey({ name, holds }: FileColumn, survey: Survey | undefined): SourceKind {
  const ofText = survey?.text === undefined ? "string" : kindOfText(survey.text);
  if (ofText === "timestamp" || (ofText !== "string" && holds === "anything")) return ofText;
  if (survey?.words === undefined) throw new TypeError(`the words of column ${name} were not counted`);
  return kindOfStrings(survey.words);
}

/** Whatever else is in the column is invalid, however much it is. */
function kindOfNumbers(survey: Survey | undefined): SourceKind {
  return survey?.text?.integers === survey?.text?.numbers ? "integer" : "numeric";
}

function sourceColumn(column: FileColumn, kind: SourceKind, survey?: Survey): SourceColumn {
  const { name, type, holds } = column;
  const raw = quoteIdentifier(name);
  return {
    name,
    kind,
    type: holds === "its type" ? type : TYPE_OF_KIND[kind],
    raw,
    different: survey?.words?.distinct,
    value: ownValue(column, kind, survey) ?? columnValue(raw, type, kind),
  };
}

function ownValue(
  { name, decimalComma }: FileColumn,
  kind: SourceKind,
  survey: Survey | undefined,
): string | undefined {
  const raw = quoteIdentifier(name);
  if (kind === "integer") return countedInteger(raw, survey?.text);
  return kind === "numeric" && decimalComma === true ? numberOfText(raw, true) : undefined;
}

/** Cheaper SQL for whole numbers, where all rows have been counted to allow it. */
function countedInteger(raw: string, counts: TextCounts | undefined): string | undefined {
  if (counts === undefined || counts.smallIntegers !== counts.integers) return undefined;
  return counts.integers === counts.values ? `TRY_CAST(${raw} AS BIGINT)` : integerOfText(raw, "BIGINT");
}

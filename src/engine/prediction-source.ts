import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { PawlError } from "../core/errors.ts";
import { type DescribedColumn, describeRelation } from "./data/describe-relation.ts";
import { explainReadError } from "./data/explain-read-error.ts";
import { withoutPatterns } from "./data/quote-files.ts";
import { readCsvHeader } from "./data/read-csv-header.ts";
import type { Engine } from "./engine.ts";
import { quoteIdentifier, quoteLiteral } from "./quote-sql.ts";

export type PredictionFormat = "csv" | "parquet" | "jsonl";

/** A predictions file that can be read: its columns, and the table function that gives its rows. */
export interface PredictionSource {
  /** As a person knows the file; for messages. */
  readonly name: string;
  readonly format: PredictionFormat;
  readonly columns: readonly string[];
  /** Columns of whole numbers or truth values, whose text has one form only. */
  readonly exact: readonly string[];
  /** `read_csv('…', …)`; every column of CSV and JSONL is text. */
  readonly relation: string;
}

const EXTENSIONS: readonly (readonly [extension: string, format: PredictionFormat])[] = [
  ["csv", "csv"],
  ["tsv", "csv"],
  ["parquet", "parquet"],
  ["jsonl", "jsonl"],
  ["ndjson", "jsonl"],
];

const EXACT_TYPES = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN)$/;

/** Format and extension (`csv.gz`) of a predictions file by its name. Throws `PREDICTIONS_INVALID`. */
export function predictionFormat(path: string): { readonly format: PredictionFormat; readonly extension: string } {
  const lower = basename(path).toLowerCase();
  const plain = lower.replace(/\.gz$/, "");
  const known = EXTENSIONS.find(([extension]) => plain.endsWith(`.${extension}`));
  const zipped = plain !== lower;
  if (known !== undefined && !(zipped && known[1] === "parquet")) {
    return { format: known[1], extension: `${known[1]}${zipped ? ".gz" : ""}` };
  }
  throw new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${basename(path)} is not a kind of file that predictions can be in`,
    hint: "Write .csv, .csv.gz, .tsv, .parquet or .jsonl.",
  });
}

/** Opens a predictions file and learns its columns; rows are read later. Throws `PREDICTIONS_INVALID`. */
export async function openPredictions(engine: Engine, path: string, name: string): Promise<PredictionSource> {
  const { format, extension } = predictionFormat(path);
  await assertNotEmpty(path, name);
  const file = quoteLiteral(withoutPatterns(path));
  try {
    if (format === "csv") {
      const { columns, delimiter } = await readCsvHeader({
        path,
        name,
        zipped: extension.endsWith(".gz"),
        code: "PREDICTIONS_INVALID",
      });
      const types = columns.map((column) => `${quoteLiteral(column)}: 'VARCHAR'`).join(", ");
      const options = `auto_detect=false, header=true, delim=${quoteLiteral(delimiter)}, quote='"', escape='"', nullstr=''`;
      return { name, format, columns, exact: [], relation: `read_csv(${file}, ${options}, columns={${types}})` };
    }
    if (format === "parquet") {
      const relation = `read_parquet(${file})`;
      const described = await describeRelation(engine, relation);
      const exact = described.filter(({ type }) => EXACT_TYPES.test(type));
      return { name, format, relation, columns: namesOf(described), exact: namesOf(exact) };
    }
    const sniffed = namesOf(await describeRelation(engine, `read_json(${file}, format='newline_delimited')`));
    const types = sniffed.map((column) => `${quoteLiteral(column)}: 'VARCHAR'`).join(", ");
    const relation = `read_json(${file}, format='newline_delimited', columns={${types}})`;
    return { name, format, columns: sniffed, exact: [], relation };
  } catch (error) {
    throw explainReadError(error, { code: "PREDICTIONS_INVALID", name, files: [{ name, path }] });
  }
}

function namesOf(columns: readonly DescribedColumn[]): string[] {
  return columns.map(({ name }) => name);
}

async function assertNotEmpty(path: string, name: string): Promise<void> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) {
    throw new PawlError({
      code: "PREDICTIONS_INVALID",
      message: `${name} does not exist or is not a file`,
      hint: "Set the input `predictions` to the file that the evaluation writes, relative to the working directory.",
    });
  }
  if (size > 0) return;
  throw new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${name} is empty`,
    hint: "It must have a header and at least one row.",
  });
}

/** `column` of the file as text. */
export function asText(column: string): string {
  return `CAST(${quoteIdentifier(column)} AS VARCHAR)`;
}

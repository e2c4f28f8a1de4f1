import { parse } from "csv-parse/sync";
import { toSafeLabel } from "../../core/evidence/limits.ts";
import type { ColumnImportance } from "../../core/evidence/run-evidence.ts";
import { findLogFiles } from "./find-log-files.ts";
import { isPlainObject } from "./flatten-values.ts";
import type { LogFile } from "./log-reader.ts";
import { parseLooseJson } from "./parse-loose-json.ts";
import { readBoundedText } from "./read-bounded-text.ts";

const NAMES = /(^|\/)(feature[-_])?importances?\.(json|csv)$/;
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_COLUMNS = 1000;

/** How a table or a list of objects calls the column, and its value. */
const COLUMN_KEYS = ["column", "feature", "feature id", "feature_name", "name", "variable"];
const VALUE_KEYS = ["value", "importance", "importances", "gain", "score", "weight", "mean"];

export interface FoundImportance {
  readonly importance?: ColumnImportance[];
  readonly problems: readonly string[];
}

/**
 * How much the model looks at each column, where the training left a file that says so: `importance.json`, `importance.csv`, or
 * `feature_importance…`; `{"delay": 0.4}`, a list of objects, or a table. Of several files the nearest. Nothing makes it throw.
 */
export async function readImportance(root: string, since: Date): Promise<FoundImportance> {
  const { fresh } = await findLogFiles({ root, since, matches: (path) => NAMES.test(path.toLowerCase()) }, ["."]);
  const [file] = fresh;
  if (file === undefined) return { problems: [] };
  try {
    const importance = await readFile(file);
    if (importance.length > 0) return { importance: importance.slice(0, MAX_COLUMNS), problems: [] };
    return { problems: [`${file.path} says of no column how important it is`] };
  } catch (error) {
    return { problems: [`${file.path}: ${error instanceof Error ? error.message.slice(0, 200) : "unknown"}`] };
  }
}

async function readFile(file: LogFile): Promise<ColumnImportance[]> {
  const text = await readBoundedText(file.absolute, MAX_BYTES);
  if (file.path.toLowerCase().endsWith(".csv")) return fromRows(parse(text, { columns: true, skip_empty_lines: true }));
  const value = parseLooseJson(text);
  if (Array.isArray(value)) return fromRows(value);
  return isPlainObject(value) ? Object.entries(value).flatMap(([column, size]) => toImportance(column, size)) : [];
}

function fromRows(rows: readonly unknown[]): ColumnImportance[] {
  return rows.flatMap((row) => {
    if (!isPlainObject(row)) return [];
    // pandas writes an index of names without a heading.
    const column = find(row, COLUMN_KEYS) ?? row[""];
    return typeof column === "string" ? toImportance(column, find(row, VALUE_KEYS)) : [];
  });
}

function find(row: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  const found = Object.entries(row).find(([key]) => keys.includes(key.trim().toLowerCase()));
  return found?.[1];
}

function toImportance(column: string, size: unknown): ColumnImportance[] {
  const value = typeof size === "string" && size.trim() !== "" ? Number(size) : size;
  return typeof value === "number" && Number.isFinite(value) ? [{ column: toSafeLabel(column), value }] : [];
}

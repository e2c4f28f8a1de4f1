import { dataUnreadable } from "../data/data-unreadable.ts";
import type { Cell, Row } from "../engine.ts";
import { withoutKeys } from "../last-words.ts";

/** The first line: Spark's version, or why there is no session. */
export function parseHello(line: string): { readonly version: string } | { readonly error: string } {
  const { version, error } = parseLine(line);
  if (typeof error === "string") return { error: withoutKeys(error) };
  if (typeof version === "string") return { version: version.slice(0, 100) };
  throw new TypeError("Spark's program does not say which Spark it is");
}

/** The rows of an answer. Throws `DATA_UNREADABLE` with what Spark says. */
export function parseRows(line: string): Row[] {
  const { columns, rows, error } = parseLine(line);
  if (typeof error === "string") {
    throw dataUnreadable(
      `Spark refuses: ${withoutKeys(error)}`,
      "Is the table or the path right, and may this account read it? Spark's own log says more.",
    );
  }
  if (!Array.isArray(columns) || !Array.isArray(rows)) throw new TypeError("an answer has neither rows nor an error");
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw new TypeError("a row is not a list");
    return Object.fromEntries(columns.map((name, index) => [String(name), toCell(row[index])]));
  });
}

function parseLine(line: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line);
  if (!isObject(value)) throw new TypeError("an answer is not an object");
  return value;
}

const SPECIAL_DOUBLES: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];

function toCell(value: unknown): Cell {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (isObject(value) && SPECIAL_DOUBLES.includes(value["double"])) return Number(value["double"]);
  throw new TypeError("a cell is neither text, number nor truth value");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

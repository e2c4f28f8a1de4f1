import type { Cell, Row } from "../engine.ts";
import type { ClientProtocol } from "./open-client.ts";

/** Trino's program: one JSON object for each row. */
export const TRINO_CLIENT: ClientProtocol = {
  args: ["--output-format=JSON"],
  toInput: (sql) => `${sql};\n`,
  parse: (text) =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => toRow(JSON.parse(line))),
};

/** More than the largest answer has, which is the values of a column. */
const MAX_ROWS = 1_000_000;

/**
 * Google's `bq`, which writes every value as a text: so each row is made a text with the types in it by the engine. It does
 * not keep the order of the rows.
 */
export const BIGQUERY_CLIENT: ClientProtocol = {
  args: ["--quiet", "--headless", "--format=json", "query", "--use_legacy_sql=false", `--max_rows=${String(MAX_ROWS)}`],
  toInput: (sql) => `SELECT TO_JSON_STRING(found) AS row_text FROM (${sql}) AS found\n`,
  parse: (text) => {
    const rows: unknown = JSON.parse(text.trim() === "" ? "[]" : text);
    if (!Array.isArray(rows)) throw new TypeError("not a list of rows");
    return rows.map((row) => {
      const cell = toRow(row)["row_text"];
      if (typeof cell !== "string") throw new TypeError("a row without its text");
      return toRow(JSON.parse(cell));
    });
  },
};

function toRow(value: unknown): Row {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("a row is not an object");
  return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, toCell(cell)]));
}

function toCell(value: unknown): Cell {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  throw new TypeError("a cell is neither text, number nor truth value");
}

import { PawlError } from "../core/errors.ts";

/** Turns what the engine says about a file into a `PREDICTIONS_INVALID` with the line, or the row, and the way out. */
export function explainReadError(error: unknown, name: string, path: string): Error {
  // A TypeError is a fault of ours, not of the file.
  if (error instanceof PawlError || error instanceof TypeError) return error;
  const told = (error instanceof Error ? error.message : String(error)).replaceAll(path, name);
  const { message, hint } = explain(told);
  return new PawlError({ code: "PREDICTIONS_INVALID", message: `${name}: ${message}`, hint, cause: error });
}

function explain(told: string): { readonly message: string; readonly hint: string } {
  const line = /CSV Error on Line: (\d+)/.exec(told)?.[1];
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(told);
  if (line !== undefined && ragged !== null) {
    return {
      message: `line ${line} has ${ragged[2] ?? "?"} columns, the header has ${ragged[1] ?? "?"}`,
      hint: "A text with a comma or a line break has to be in double quotes.",
    };
  }
  if (line !== undefined && told.includes("unterminated quote")) {
    return { message: `line ${line} opens a double quote that is never closed`, hint: "The file may be cut off." };
  }
  if (line !== undefined && told.includes("not utf-8")) {
    return { message: `line ${line} is not UTF-8`, hint: "Write the file in UTF-8." };
  }
  if (told.includes("No magic bytes") || told.includes("too small to be a Parquet")) {
    return {
      message: "is not a complete Parquet file",
      hint: "It was cut off while it was written, or it is of another format under this name.",
    };
  }
  const json = /Malformed JSON in file .*?, at byte (\d+) in line (\d+): (.*?)\.? *$/m.exec(told);
  if (json !== null) {
    return { message: `line ${json[2] ?? "?"} is not JSON: ${json[3] ?? ""}`, hint: "Write one JSON object a line." };
  }
  const where = line === undefined ? "" : `line ${line}: `;
  return {
    message: `${where}cannot be read: ${told.split("\n")[0]?.slice(0, 300) ?? ""}`,
    hint: "Write a CSV with a header, Parquet, or one JSON object a line.",
  };
}

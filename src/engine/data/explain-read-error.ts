import { type ErrorCode, PawlError } from "../../core/errors.ts";

export interface ReadFile {
  readonly name: string;
  readonly path: string;
}

/**
 * Turns what the engine says about files into an error of the given code that names the file, with the line or the row,
 * and the way out. `files` are those that were read; `name` is theirs together, where it does not say which one it was.
 */
export function explainReadError(
  error: unknown,
  { code, name, files }: { readonly code: ErrorCode; readonly name: string; readonly files: readonly ReadFile[] },
): Error {
  // A TypeError is a fault of ours, not of the file.
  if (error instanceof PawlError || error instanceof TypeError) return error;
  const raw = error instanceof Error ? error.message : String(error);
  const guilty = files.find(({ path }) => raw.includes(path));
  const told = guilty === undefined ? raw : raw.replaceAll(guilty.path, guilty.name);
  const { message, hint } = explain(told);
  return new PawlError({ code, message: `${guilty?.name ?? name}: ${message}`, hint, cause: error });
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

function explain(told: string): Explanation {
  const line = /CSV Error on Line: (\d+)/.exec(told)?.[1];
  const known = explainCsv(told, line) ?? explainParquet(told) ?? explainJson(told) ?? explainResources(told);
  if (known !== undefined) return known;
  const where = line === undefined ? "" : `line ${line}: `;
  return {
    message: `${where}cannot be read: ${told.split("\n")[0]?.slice(0, 300) ?? ""}`,
    hint: "Write a CSV with a header, Parquet, or one JSON object a line.",
  };
}

function explainCsv(told: string, line: string | undefined): Explanation | undefined {
  if (told.includes("CSV Parser state machine reached an invalid state")) {
    return {
      message: "lines end in different ways, or a double quote stands in the middle of a field",
      hint: "End every line with the same character, and double every quote inside of a quoted field.",
    };
  }
  if (line === undefined) return undefined;
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(told);
  if (ragged !== null) {
    return {
      message: `line ${line} has ${ragged[2] ?? "?"} columns, the header has ${ragged[1] ?? "?"}`,
      hint: "A text with a comma or a line break has to be in double quotes.",
    };
  }
  if (told.includes("unterminated quote")) {
    return { message: `line ${line} opens a double quote that is never closed`, hint: "The file may be cut off." };
  }
  if (told.includes("not utf-8")) {
    return { message: `line ${line} is not UTF-8`, hint: "Write the file in UTF-8." };
  }
  if (told.includes("Maximum line size")) {
    return { message: `line ${line} is longer than 2 MB`, hint: "A double quote may be missing in or before it." };
  }
  return undefined;
}

function explainParquet(told: string): Explanation | undefined {
  if (told.includes("No magic bytes") || told.includes("too small to be a Parquet")) {
    return {
      message: "is not a complete Parquet file",
      hint: "It was cut off while it was written, or it is of another format under this name.",
    };
  }
  const damage = /\w+ decompression failure|Could not read enough bytes|TProtocolException/.exec(told);
  if (damage === null) return undefined;
  return {
    message: `is damaged: ${damage[0]}`,
    hint: "A part of it is missing or was changed after it was written: write it, or fetch it, again.",
  };
}

function explainResources(told: string): Explanation | undefined {
  if (!/^Out of Memory Error|No space left on device/.test(told)) return undefined;
  return {
    message: `cannot be read with the memory and the disk there are: ${told.split("\n")[0]?.slice(0, 200) ?? ""}`,
    hint: "Free space where temporary files are written (RUNNER_TEMP), or take a larger runner.",
  };
}

function explainJson(told: string): Explanation | undefined {
  const json = /Malformed JSON in file .*?, at byte (\d+) in line (\d+): (.*?)\.? *$/m.exec(told);
  if (json === null) return undefined;
  // The engine counts lines of broken JSON from two.
  const line = String(Number(json[2]) - 1);
  return { message: `line ${line} is not JSON: ${json[3] ?? ""}`, hint: "Write one JSON object a line." };
}

import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { PawlError } from "../core/errors.ts";

export interface CsvHeader {
  readonly columns: readonly string[];
  readonly delimiter: string;
}

const MAX_HEADER_BYTES = 1024 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/**
 * Column names of a CSV file and the delimiter that its header uses most. Read here rather than guessed by the engine
 * from a sample, so that the same file is always read in the same way. Throws `PREDICTIONS_INVALID`.
 */
export async function readCsvHeader(path: string, zipped: boolean, name: string): Promise<CsvHeader> {
  const line = firstRecord(await readStart(path, zipped, name));
  const counts = DELIMITERS.map((delimiter) => splitRecord(line, delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
  const columns = splitRecord(line, delimiter);
  const doubled = columns.find((column, index) => columns.indexOf(column) !== index);
  if (doubled === undefined && !columns.includes("")) return { columns, delimiter };
  throw new PawlError({
    code: "PREDICTIONS_INVALID",
    message:
      doubled === undefined || doubled === ""
        ? `${name}: a column of the header has no name`
        : `${name}: the header names the column "${doubled.slice(0, 100)}" twice`,
    hint: "The first line must name every column once. (pandas: to_csv(…, index=False))",
  });
}

async function readStart(path: string, zipped: boolean, name: string): Promise<string> {
  const file = createReadStream(path);
  const stream = zipped ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      const buffer = Buffer.from(chunk);
      chunks.push(buffer);
      bytes += buffer.byteLength;
      if (bytes >= MAX_HEADER_BYTES || buffer.includes(0x0a)) break;
    }
  } catch (cause) {
    throw new PawlError({
      code: "PREDICTIONS_INVALID",
      message: `${name} cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: "The file is cut off or not gzip.",
      cause,
    });
  } finally {
    file.destroy();
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}

function firstRecord(text: string): string {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) return text.slice(0, index);
  }
  return text;
}

function splitRecord(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? "";
    if (quoted && character === '"' && line[index + 1] === '"') {
      field += '"';
      index++;
    } else if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      fields.push(field);
      field = "";
    } else field += character;
  }
  return [...fields, field].map((name) => name.trim());
}

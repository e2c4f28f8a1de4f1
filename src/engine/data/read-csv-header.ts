import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { type ErrorCode, PawlError } from "../../core/errors.ts";

export interface CsvHeader {
  readonly columns: readonly string[];
  readonly delimiter: string;
}

export interface TextFile {
  readonly path: string;
  /** As a person knows it; for messages. */
  readonly name: string;
  readonly zipped: boolean;
  /** Of the errors that are thrown. */
  readonly code: ErrorCode;
}

const MAX_HEADER_BYTES = 1024 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/**
 * Column names of a CSV file and the delimiter that its header uses most. Read here rather than guessed by the engine
 * from a sample, so that the same file is always read in the same way. Throws `file.code`.
 */
export async function readCsvHeader(file: TextFile): Promise<CsvHeader> {
  const line = firstRecord(await readTextStart(file)).record;
  const counts = DELIMITERS.map((delimiter) => splitRecord(line, delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
  const columns = splitRecord(line, delimiter);
  demandDistinctNames(columns, file);
  return { columns, delimiter };
}

/** Throws where a column has no name, or the name of another: SQL does not tell `a` from `A`. */
export function demandDistinctNames(columns: readonly string[], file: Pick<TextFile, "name" | "code">): void {
  const hint = "The first line must name every column once. (pandas: to_csv(…, index=False))";
  const seen = new Map<string, string>();
  for (const column of columns) {
    const other = seen.get(column.toLowerCase());
    const shown = column.slice(0, 100);
    if (column === "") {
      throw new PawlError({ code: file.code, message: `${file.name}: a column of the header has no name`, hint });
    }
    if (other === column) {
      throw new PawlError({
        code: file.code,
        message: `${file.name}: the header names the column "${shown}" twice`,
        hint,
      });
    }
    if (other !== undefined) {
      throw new PawlError({
        code: file.code,
        message: `${file.name}: the columns "${other.slice(0, 100)}" and "${shown}" differ in upper and lower case only`,
        hint: "Rename one of them.",
      });
    }
    seen.set(column.toLowerCase(), column);
  }
}

async function readTextStart(file: TextFile): Promise<string> {
  const raw = createReadStream(file.path);
  const stream = file.zipped ? raw.pipe(createGunzip()) : raw;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      const buffer = Buffer.from(chunk);
      chunks.push(buffer);
      bytes += buffer.byteLength;
      if (bytes >= MAX_HEADER_BYTES) break;
      if (buffer.includes(0x0a) && firstRecord(Buffer.concat(chunks).toString("utf8")).complete) break;
    }
  } catch (cause) {
    throw new PawlError({
      code: file.code,
      message: `${file.name} cannot be ${file.zipped ? "unpacked" : "read"}: ${cause instanceof Error ? cause.message : String(cause)}`,
      ...(file.zipped ? { hint: "The file is cut off or not gzip." } : {}),
      cause,
    });
  } finally {
    raw.destroy();
  }
  return decode(Buffer.concat(chunks), file);
}

function decode(start: Buffer, { name, code }: TextFile): string {
  const encoding = foreignEncoding(start);
  if (encoding === undefined) return start.toString("utf8").replace(/^\uFEFF/, "");
  throw new PawlError({
    code,
    message: `${name} is ${encoding.what}, not text in UTF-8`,
    hint: encoding.hint,
  });
}

function foreignEncoding(start: Buffer): { readonly what: string; readonly hint: string } | undefined {
  const [first, second] = start;
  const hint = "Write the file in UTF-8. (pandas: read_csv(…, encoding=…) and to_csv(…))";
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return { what: "UTF-16", hint };
  if (first === 0x1f && second === 0x8b) {
    return { what: "compressed with gzip", hint: "Give its name the ending .gz." };
  }
  if (start.subarray(0, 4).toString("latin1") === "PAR1") {
    return { what: "Parquet", hint: "Give its name the ending .parquet." };
  }
  if (start.subarray(0, 1000).includes(0)) return { what: "a binary file or UTF-16", hint };
  return undefined;
}

function firstRecord(text: string): { readonly record: string; readonly complete: boolean } {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) {
      return { record: text.slice(0, index), complete: true };
    }
  }
  return { record: text, complete: false };
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

import { PawlError } from "../../core/errors.ts";
import { readTextStart, type TextFile } from "./read-text-start.ts";

export interface CsvHeader {
  readonly columns: readonly string[];
  readonly delimiter: string;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

/**
 * Column names of a CSV file and the delimiter that its header uses most. Read here rather than guessed by the engine
 * from a sample, so that the same file is always read in the same way. Throws `file.code`.
 */
export async function readCsvHeader(file: TextFile): Promise<CsvHeader> {
  return parseCsvHeader(await readTextStart(file, { isEnough: (text) => firstRecord(text).complete }), file);
}

/** The same of text that begins with the header. Throws `file.code`. */
export function parseCsvHeader(start: string, file: Pick<TextFile, "name" | "code">): CsvHeader {
  const line = firstRecord(start).record;
  const counts = DELIMITERS.map((delimiter) => splitRecord(line, delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
  const columns = splitRecord(line, delimiter);
  demandDistinctNames(columns, file);
  return { columns, delimiter };
}

/** Throws where a column has no name, or the name of another: SQL does not tell `a` from `A`. */
export function demandDistinctNames(
  columns: readonly string[],
  file: Pick<TextFile, "name" | "code"> & { readonly hint?: string },
): void {
  const hint = file.hint ?? "The first line must name every column once. (pandas: to_csv(…, index=False))";
  const seen = new Map<string, string>();
  for (const column of columns) {
    const other = seen.get(column.toLowerCase());
    const shown = column.slice(0, 100);
    if (column === "") {
      throw new PawlError({ code: file.code, message: `${file.name}: a column has no name`, hint });
    }
    if (other === column) {
      throw new PawlError({
        code: file.code,
        message: `${file.name}: names the column "${shown}" twice`,
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

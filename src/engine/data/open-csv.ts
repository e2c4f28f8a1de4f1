import { isRemote } from "../../core/dataset/remote-address.ts";
import { type Engine, textAt } from "../engine.ts";
import { quoteIdentifier, quoteLiteral } from "../quote-sql.ts";
import { isZipped } from "./data-format.ts";
import type { DataFile } from "./data-source.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import { demandFreeNames } from "./demand-free-names.ts";
import type { FoundData } from "./find-data-files.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import { quoteFiles } from "./quote-files.ts";
import { type CsvHeader, parseCsvHeader, readCsvHeader } from "./read-csv-header.ts";

/**
 * Bytes that are read at a time: several for every thread are in memory. A line may have half as many; the engine's own 32
 * MB are no faster.
 */
const BUFFER_BYTES = 4_194_304;

/**
 * CSV and TSV: every field is read as text, an empty one (in quotes or not) as null; between semicolons `1,5` is a number. Every file must have the header of
 * the first one. Throws `DATA_UNREADABLE`.
 */
export async function openCsv(engine: Engine, found: FoundData): Promise<OpenedRelation> {
  const { files, partitions } = found;
  const [first, ...others] = files;
  if (first === undefined) throw new TypeError("no files");
  const header = await headerOf(engine, first);
  for (const file of others) demandSameHeader(first, header, file, await headerOf(engine, file));
  demandFreeNames(header.columns, found);
  const types = header.columns.map((column) => `${quoteLiteral(column)}: 'VARCHAR'`).join(", ");
  const options =
    `auto_detect=false, header=true, buffer_size=${String(BUFFER_BYTES)}, delim=${quoteLiteral(header.delimiter)}, quote='"', escape='"', nullstr='',` +
    ` hive_partitioning=${String(partitions.length > 0)}, hive_types_autocast=false`;
  const names = [...header.columns, ...partitions];
  return {
    relation: `(SELECT ${names.map(quoteIdentifier).join(", ")} FROM read_csv(${quoteFiles(files)}, ${options}, columns={${types}}))`,
    columns: names.map((name) => ({
      name,
      type: "VARCHAR",
      holds: "anything",
      decimalComma: header.delimiter === ";" && !partitions.includes(name),
    })),
  };
}

async function headerOf(engine: Engine, file: DataFile): Promise<CsvHeader> {
  const { path, name } = file;
  if (!isRemote(path)) return readCsvHeader({ path, name, zipped: isZipped(path), code: "DATA_UNREADABLE" });
  // A delimiter that no text has, so that the whole line is one field.
  const [row] = await engine.query(
    `SELECT line FROM read_csv(${quoteFiles([file])}, auto_detect=false, header=false, delim='\u001f', quote='', escape='',
     hive_partitioning=false, columns={'line': 'VARCHAR'}) LIMIT 1`,
  );
  return parseCsvHeader(row === undefined ? "" : (textAt(row, "line") ?? ""), { name, code: "DATA_UNREADABLE" });
}

function demandSameHeader(first: DataFile, expected: CsvHeader, file: DataFile, header: CsvHeader): void {
  if (header.delimiter !== expected.delimiter && header.columns.length > 1) {
    throw dataUnreadable(
      `${file.name} separates its columns by ${JSON.stringify(header.delimiter)}, ${first.name} by ${JSON.stringify(expected.delimiter)}`,
      "All files of a dataset must be written in the same way.",
    );
  }
  const at = expected.columns.findIndex((column, index) => header.columns[index] !== column);
  if (at === -1 && header.columns.length === expected.columns.length) return;
  const index = at === -1 ? expected.columns.length : at;
  const say = (column: string | undefined) => (column === undefined ? "nothing" : `"${column.slice(0, 100)}"`);
  throw dataUnreadable(
    `column ${String(index + 1)} of ${file.name} is ${say(header.columns[index])}, of ${first.name} ${say(expected.columns[index])}`,
    "All files of a dataset must have the same columns in the same order.",
  );
}

import type { BadRow } from "../../core/dataset/bad-row.ts";
import type { DataFile, DataSource } from "../data/data-source.ts";
import { quoteFiles } from "../data/quote-files.ts";
import { countAt, type Engine } from "../engine.ts";

/**
 * Rows that are numbered over all files of a source, with the name of their file and their number in it. Files are counted
 * in the order that they are read in, only until the last of the rows is found. With one file nothing changes.
 */
export async function locateRows(
  engine: Engine,
  source: DataSource,
  rows: readonly BadRow[],
): Promise<readonly BadRow[]> {
  const list = quoteFiles(source.files);
  if (source.files.length < 2 || rows.length === 0 || !source.relation.includes(list)) return rows;
  const last = Math.max(...rows.map(({ row }) => row));
  const starts: { readonly file: DataFile; readonly before: number }[] = [];
  let before = 0;
  for (const file of source.files) {
    if (before >= last) break;
    starts.push({ file, before });
    // The same options, for this file alone.
    const relation = source.relation.replace(list, () => quoteFiles([file]));
    const [counted = {}] = await engine.query(`SELECT count(*) AS rows FROM ${relation}`);
    before += countAt(counted, "rows");
  }
  return rows.map((row) => {
    const start = starts.findLast((file) => file.before < row.row);
    return start === undefined ? row : { ...row, file: start.file.name, row: row.row - start.before };
  });
}

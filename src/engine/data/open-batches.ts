import { isRemote } from "../../core/dataset/remote-address.ts";
import { countAt, type Engine } from "../engine.ts";
import { kindOfType } from "./column-value.ts";
import type { DataFile, DataRequest, DataSource, WantedKind } from "./data-source.ts";
import { explainDataError } from "./explain-data-error.ts";
import { MAX_TABLE_COLUMNS } from "./keep-rows.ts";
import { wantedKind } from "./known-kinds.ts";
import { mergeFound } from "./merge-found.ts";
import { takeOnce } from "./open-data.ts";
import { type OpenedFiles, openFiles } from "./open-files.ts";
import { quoteFiles } from "./quote-files.ts";
import { settleBatches } from "./settle-batches.ts";
import type { FileColumn } from "./settle-columns.ts";
import { type FoundColumn, uniteColumns } from "./unite-columns.ts";

/** Several batches as one source, each row of which knows its batch. */
export interface OpenedBatches {
  /** Its first column is the number of the batch. A column that batches have as different kinds is there once for each. */
  readonly source: DataSource;
  /** Of each of the other columns of the source, whether each batch has it. */
  readonly has: readonly (readonly boolean[])[];
}

/** Batches of columnar files with fewer cells are written down: opening each file for every statement would cost more. */
const MAX_KEPT_CELLS = 4_000_000;

/**
 * Opens batches of one kind of data: each may have other files, formats and columns. What a column without types holds is
 * settled over all batches together, so that one in which it is empty, or happens to be whole numbers, is no exception.
 * Throws `DATA_UNREADABLE`.
 */
export async function openBatches(
  engine: Engine,
  requests: readonly DataRequest[],
  known: ReadonlyMap<string, WantedKind>,
): Promise<OpenedBatches> {
  const batches: OpenedFiles[] = [];
  for (const request of requests) batches.push(await openFiles(engine, request));
  const [first] = batches;
  if (first === undefined) throw new TypeError("there are no batches");
  const name = batches.length === 1 ? first.name : `${first.name} and ${String(batches.length - 1)} more`;
  const files = batches.flatMap((batch) => batch.files);
  try {
    const united = await uniteColumns(engine, batches);
    const parsed = batches.some((batch) => batch.parsed) || (await areFew(engine, files, united.columns.length));
    const settled = await settleBatches(engine, united, {
      wanted: wantedKinds(united.columns, united.found, known),
      parsed: parsed ? files : undefined,
    });
    const { columns, kept, has } = await mergeFound(engine, united, settled);
    return {
      has,
      source: {
        name,
        format: first.format,
        files,
        columns,
        relation: united.relation,
        parsed,
        takeKept: takeOnce(kept),
        verifyUnchanged: async () => {
          for (const { verifyUnchanged } of batches) await verifyUnchanged();
        },
      },
    };
  } catch (error) {
    throw explainDataError(error, { name, files });
  }
}

/** Parquet says in its footer how many rows it has. */
async function areFew(engine: Engine, files: readonly DataFile[], columns: number): Promise<boolean> {
  if (columns > MAX_TABLE_COLUMNS || files.some(({ path }) => isRemote(path))) return false;
  const [row] = await engine.query(`SELECT sum(num_rows) AS n FROM parquet_file_metadata(${quoteFiles(files)})`);
  return row !== undefined && countAt(row, "n") * columns <= MAX_KEPT_CELLS;
}

/** What has no types is read as other batches have it, or as it was known before. */
function wantedKinds(
  [, ...columns]: readonly FileColumn[],
  found: readonly FoundColumn[],
  known: ReadonlyMap<string, WantedKind>,
): ReadonlyMap<string, WantedKind> {
  const wanted = new Map<string, WantedKind>();
  for (const [index, { name, holds }] of columns.entries()) {
    const column = found[index];
    if (column === undefined || holds === "its type") continue;
    const typed = found.findIndex((other) => other.name === column.name && other.file.holds === "its type");
    const type = columns[typed]?.type;
    const kind = known.get(column.name) ?? (type === undefined ? undefined : wantedKind(kindOfType(type)));
    if (kind !== undefined) wanted.set(name, kind);
  }
  return wanted;
}

import type { Engine } from "../engine.ts";
import type { DataRequest, DataSource, KeptRows } from "./data-source.ts";
import { explainDataError } from "./explain-data-error.ts";
import { openFiles } from "./open-files.ts";
import { settleColumns } from "./settle-columns.ts";

/**
 * Opens data and learns its columns. Kinds that the request does not give are counted over all rows, in one pass, so that
 * they depend on the rows and not on their order. Throws `DATA_UNREADABLE` with file, line and the way out.
 */
export async function openData(engine: Engine, request: DataRequest): Promise<DataSource> {
  const { opened, ...files } = await openFiles(engine, request);
  try {
    const settled = await settleColumns(engine, opened, {
      wanted: request.kinds ?? new Map(),
      parsed: files.parsed ? files.files : undefined,
    });
    return { ...files, columns: settled.columns, relation: opened.relation, takeKept: takeOnce(settled.kept) };
  } catch (error) {
    throw explainDataError(error, files);
  }
}

/** Whoever takes them first closes them. */
export function takeOnce(rows: KeptRows | undefined): () => KeptRows | undefined {
  let kept = rows;
  return () => {
    const taken = kept;
    kept = undefined;
    return taken;
  };
}

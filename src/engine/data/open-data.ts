import { isRemote } from "../../core/dataset/remote-address.ts";
import type { Engine } from "../engine.ts";
import type { DataRequest, DataSource } from "./data-source.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import { explainDataError } from "./explain-data-error.ts";
import { type FoundData, findDataFiles } from "./find-data-files.ts";
import { keepWindow } from "./keep-window.ts";
import { openCsv } from "./open-csv.ts";
import { openJsonl } from "./open-jsonl.ts";
import { openParquet } from "./open-parquet.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import { loadRemoteReading } from "./remote-files.ts";
import { settleColumns } from "./settle-columns.ts";
import { watchFiles } from "./verify-unchanged.ts";

/**
 * Opens data and learns its columns. Kinds that the request does not give are counted over all rows, in one pass, so that
 * they depend on the rows and not on their order. Throws `DATA_UNREADABLE` with file, line and the way out.
 */
export async function openData(engine: Engine, request: DataRequest): Promise<DataSource> {
  const found = await findDataFiles(request);
  const remote = found.files.find(({ path }) => isRemote(path));
  if (remote !== undefined) await loadRemoteReading(engine, remote.path);
  const verifyUnchanged = await watchFiles(found.files);
  const { name, window } = request;
  try {
    const all = await openRelation(engine, found, name);
    const windowed = window === undefined ? undefined : await keepWindow(engine, all, { window, name });
    const opened = windowed?.opened ?? all;
    const parsed = found.format !== "parquet";
    const settled = await settleColumns(engine, opened, {
      wanted: request.kinds ?? new Map(),
      parsed: parsed ? found.files : undefined,
    });
    let { kept } = settled;
    return {
      name,
      format: found.format,
      files: found.files,
      columns: settled.columns,
      relation: opened.relation,
      parsed,
      window: windowed?.counts,
      takeKept: () => {
        const taken = kept;
        kept = undefined;
        return taken;
      },
      verifyUnchanged,
    };
  } catch (error) {
    throw explainDataError(error, { name, files: found.files });
  }
}

function openRelation(engine: Engine, found: FoundData, name: string): Promise<OpenedRelation> {
  switch (found.format) {
    case "csv":
      return openCsv(engine, found);
    case "parquet":
      return openParquet(engine, found);
    case "jsonl":
      return openJsonl(engine, found);
    case "arrow":
      throw dataUnreadable(
        `${found.files[0]?.name ?? name} is Arrow IPC, which DuckDB reads only with an extension from its community`,
        "Write Parquet instead. (pyarrow: parquet.write_table(feather.read_table(…), …); pandas: to_parquet(…))",
      );
  }
}

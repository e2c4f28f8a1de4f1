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
import { watchFiles } from "./verify-unchanged.ts";

/** Files that can be read, before it is known what the values of untyped columns are. */
export interface OpenedFiles
  extends Pick<DataSource, "name" | "format" | "files" | "parsed" | "window" | "verifyUnchanged"> {
  readonly opened: OpenedRelation;
}

/** Finds the files of a request and learns their columns. Throws `DATA_UNREADABLE` with file, line and the way out. */
export async function openFiles(engine: Engine, request: DataRequest): Promise<OpenedFiles> {
  const found = await findDataFiles(request);
  const remote = found.files.find(({ path }) => isRemote(path));
  if (remote !== undefined) await loadRemoteReading(engine, remote.path);
  const verifyUnchanged = await watchFiles(found.files);
  const { name, window } = request;
  try {
    const all = await openRelation(engine, found, name);
    const windowed = window === undefined ? undefined : await keepWindow(engine, all, { window, name });
    return {
      name,
      format: found.format,
      files: found.files,
      parsed: found.format !== "parquet",
      window: windowed?.counts,
      opened: windowed?.opened ?? all,
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

import { isRemote } from "../../core/dataset/remote-address.ts";
import { countAt, type Engine, textAt } from "../engine.ts";
import { quoteIdentifier, quoteLiteral } from "../quote-sql.ts";
import { kindOfType } from "./column-value.ts";
import { isZipped } from "./data-format.ts";
import type { DataFile } from "./data-source.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import { demandFreeNames } from "./demand-free-names.ts";
import { type DescribedColumn, describeRelation } from "./describe-relation.ts";
import type { FoundData } from "./find-data-files.ts";
import { LINES_OF_JSON } from "./lines-of-json.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import { quoteFiles } from "./quote-files.ts";
import { demandDistinctNames } from "./read-csv-header.ts";
import { readTextStart } from "./read-text-start.ts";
import type { FileColumn } from "./settle-columns.ts";

const OBJECTS_OF_LINES = "format='newline_delimited', records='true'";

/**
 * One JSON object a line. Its columns are the keys that any line has. A text is text even where it looks like a number,
 * but may be a moment; columns whose values are of several types are read like those of a CSV. Throws `DATA_UNREADABLE`,
 * and what the engine throws where a line is broken.
 */
export async function openJsonl(engine: Engine, found: FoundData): Promise<OpenedRelation> {
  const { files, partitions } = found;
  for (const { path, name } of files.filter((file) => !isRemote(file.path))) {
    const file = { path, name, zipped: isZipped(path), code: "DATA_UNREADABLE" } as const;
    const start = await readTextStart(file, { byteOrderMark: "refused" });
    if (start.trimStart().startsWith("["))
      throw dataUnreadable(`${name} is a JSON array, not one object a line`, LINES_OF_JSON);
  }
  const described = await describeLines(engine, files);
  const names = described.map(({ name }) => name);
  demandDistinctNames(await spelledKeys(engine, files, names), {
    name: files[0]?.name ?? "",
    code: "DATA_UNREADABLE",
    hint: "Give every key of the objects a name of its own.",
  });
  demandFreeNames(names, found);
  const columns: FileColumn[] = described.map(({ name, type }) => ({ name, ...typeToRead(type) }));
  const types = columns.map(({ name, type }) => `${quoteLiteral(name)}: ${quoteLiteral(type)}`).join(", ");
  const wanted = [...names, ...partitions].map(quoteIdentifier).join(", ");
  const hive = `hive_partitioning=${String(partitions.length > 0)}, hive_types_autocast=false`;
  return {
    relation: `(SELECT ${wanted} FROM read_json(${quoteFiles(files)}, ${OBJECTS_OF_LINES}, ${hive}, columns={${types}}))`,
    columns: [...columns, ...partitions.map((name) => ({ name, type: "VARCHAR", holds: "anything" as const }))],
  };
}

/** All rows are looked at, so that neither a late key nor the order of rows changes the columns. */
async function describeLines(engine: Engine, files: readonly DataFile[]): Promise<DescribedColumn[]> {
  const options = `sample_size=-1, maximum_sample_files=${String(files.length)}, map_inference_threshold=-1, field_appearance_threshold=0`;
  try {
    return await describeRelation(
      engine,
      `read_json(${quoteFiles(files)}, ${OBJECTS_OF_LINES}, ${options}, hive_partitioning=false)`,
    );
  } catch (error) {
    if (error instanceof Error && error.message.includes("non-record JSON")) await refuseOtherValues(engine, files);
    throw error;
  }
}

async function refuseOtherValues(engine: Engine, files: readonly DataFile[]): Promise<void> {
  for (const file of files) {
    const [found] = await engine.query(
      `SELECT kind, row FROM (SELECT json_type(json) AS kind, row_number() OVER () AS row
       FROM read_ndjson_objects(${quoteFiles([file])})) WHERE kind <> 'OBJECT' ORDER BY row LIMIT 1`,
    );
    const what = found === undefined ? "no column" : `row ${String(countAt(found, "row"))} is no object`;
    if (found === undefined && files.length > 1) continue;
    throw dataUnreadable(
      `${file.name}: ${what}${found === undefined ? "" : ` but ${textAt(found, "kind") ?? "nothing"}`}`,
      'Write one JSON object a line, like {"id": 1, "amount": 2.5}.',
    );
  }
}

/** The engine renames a key that differs from another in case only, `A` to `A_1`: then the keys themselves are asked for. */
async function spelledKeys(
  engine: Engine,
  files: readonly DataFile[],
  names: readonly string[],
): Promise<readonly string[]> {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  if (!names.some((name) => /_\d+$/.test(name) && lower.has(name.toLowerCase().replace(/_\d+$/, "")))) return names;
  const rows = await engine.query(
    `SELECT DISTINCT unnest(json_keys(json)) AS key FROM read_ndjson_objects(${quoteFiles(files)}) ORDER BY key`,
  );
  return rows.map((row) => textAt(row, "key") ?? "");
}

function typeToRead(type: string): Pick<FileColumn, "type" | "holds"> {
  // Values of several types, or none but null.
  if (type === "JSON") return { type: "VARCHAR", holds: "anything" };
  const kind = kindOfType(type);
  // A moment is text in JSON: one that cannot be read is to be counted, not to end everything.
  if (kind === "string" || kind === "timestamp" || type === "TIME") return { type: "VARCHAR", holds: "moments" };
  return { type, holds: "its type" };
}

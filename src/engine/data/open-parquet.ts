import { type Engine, textAt } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import type { DataFile } from "./data-source.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import { demandFreeNames } from "./demand-free-names.ts";
import { describeRelation } from "./describe-relation.ts";
import type { FoundData } from "./find-data-files.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import { quoteFiles } from "./quote-files.ts";
import { demandDistinctNames } from "./read-csv-header.ts";

/**
 * Parquet: the columns of every file must have the same names, in any order; where their types differ, the widest counts.
 * Throws `DATA_UNREADABLE`, and what the engine throws where a file is broken.
 */
export async function openParquet(engine: Engine, found: FoundData): Promise<OpenedRelation> {
  const { files, partitions } = found;
  const names = await commonColumns(engine, files);
  demandFreeNames(names, found);
  // The engine would cast 3.25 to the DECIMAL(2,1) of the first file without a word.
  const union = files.length > 1 ? ", union_by_name=true" : "";
  const hive = `hive_partitioning=${String(partitions.length > 0)}, hive_types_autocast=false`;
  const wanted = [...names, ...partitions].map(quoteIdentifier).join(", ");
  const relation = `(SELECT ${wanted} FROM read_parquet(${quoteFiles(files)}, ${hive}${union}))`;
  const columns = await describeRelation(engine, relation);
  return {
    relation,
    columns: columns.map(({ name, type }) => ({
      name,
      type,
      holds: partitions.includes(name) ? "anything" : "its type",
    })),
  };
}

async function commonColumns(engine: Engine, files: readonly DataFile[]): Promise<readonly string[]> {
  const [first, ...others] = files;
  if (first === undefined) throw new TypeError("no files");
  const expected = await columnsOf(engine, first);
  demandDistinctNames(expected, { name: first.name, code: "DATA_UNREADABLE" });
  for (const file of others) {
    const columns = await columnsOf(engine, file);
    const missing = expected.find((column) => !columns.includes(column));
    const extra = columns.find((column) => !expected.includes(column));
    if (missing === undefined && extra === undefined) continue;
    const [has, hasNot, column] = missing === undefined ? [file, first, extra] : [first, file, missing];
    throw dataUnreadable(
      `${hasNot.name} has no column "${(column ?? "").slice(0, 100)}", ${has.name} has it`,
      "All files of a dataset must have the same columns. Was one left over from an earlier export?",
    );
  }
  return expected;
}

/** Names of the top-level columns: the schema lists a tree, each node followed by its children. */
async function columnsOf(engine: Engine, file: DataFile): Promise<readonly string[]> {
  const rows = await engine.query(
    `SELECT name, CAST(coalesce(num_children, 0) AS INTEGER) AS children FROM parquet_schema(${quoteFiles([file])})`,
  );
  const names: string[] = [];
  let inside = 0;
  for (const row of rows.slice(1)) {
    if (inside === 0) names.push(textAt(row, "name") ?? "");
    else inside -= 1;
    inside += Number(row["children"] ?? 0);
  }
  return names;
}

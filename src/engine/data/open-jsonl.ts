import type { Engine } from "../engine.ts";
import { quoteIdentifier, quoteLiteral } from "../quote-sql.ts";
import { kindOfType } from "./column-value.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import { demandFreeNames } from "./demand-free-names.ts";
import { describeRelation } from "./describe-relation.ts";
import type { FoundData } from "./find-data-files.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import { quoteFiles } from "./quote-files.ts";

/**
 * One JSON object a line. Its columns are the keys that any line has; a text is text even where it looks like a number.
 * Columns whose values are of several types are read like those of a CSV. Throws `DATA_UNREADABLE`, and what the engine
 * throws where a line is broken.
 */
export async function openJsonl(engine: Engine, found: FoundData, name: string): Promise<OpenedRelation> {
  const { files, partitions } = found;
  const list = quoteFiles(files);
  // All rows are looked at, so that neither a late key nor the order of rows changes the columns.
  const described = await describeRelation(
    engine,
    `read_json(${list}, format='newline_delimited', records='true', sample_size=-1, maximum_sample_files=${String(files.length)},` +
      " map_inference_threshold=-1, field_appearance_threshold=0, hive_partitioning=false)",
  );
  if (described.length === 0) {
    throw dataUnreadable(`${name} has no columns`, 'Write one JSON object a line, like {"id": 1, "amount": 2.5}.');
  }
  demandFreeNames(
    described.map((column) => column.name),
    found,
  );
  const columns = described.map(({ name, type }) => ({ name, ...typeToRead(type) }));
  const types = columns.map(({ name, type }) => `${quoteLiteral(name)}: ${quoteLiteral(type)}`).join(", ");
  const wanted = [...columns.map((column) => column.name), ...partitions].map(quoteIdentifier).join(", ");
  const hive = `hive_partitioning=${String(partitions.length > 0)}, hive_types_autocast=false`;
  return {
    relation: `(SELECT ${wanted} FROM read_json(${list}, format='newline_delimited', ${hive}, columns={${types}}))`,
    columns: [...columns, ...partitions.map((partition) => ({ name: partition, type: "VARCHAR", untyped: true }))],
  };
}

function typeToRead(type: string): { readonly type: string; readonly untyped: boolean } {
  // Values of several types, or none but null.
  if (type === "JSON") return { type: "VARCHAR", untyped: true };
  const kind = kindOfType(type);
  // A double is a whole number where 128 bits do not hold it.
  if (kind === "timestamp") return { type: "VARCHAR", untyped: true };
  return { type, untyped: false };
}

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { addToDataRemote } from "./data-remote.ts";

const POINTER = "data/flights-3m.parquet.dvc";

/**
 * What a new supplier might deliver: the distances are in kilometres, one column has another name, and the busiest
 * airport is missing among the origins.
 */
const DELIVERY = `SELECT date, delay, CAST(round(distance * 1.609344) AS BIGINT) AS distance, origin, destination AS dest
  FROM source WHERE origin <> 'ATL'`;

/** Puts the new supplier's flights into the data remote and points the example to them, as `dvc add` and `dvc push` would. */
export async function takeNewDelivery(clone: string, remote: string): Promise<void> {
  const pointer = join(clone, POINTER);
  const text = await readFile(pointer, "utf8");
  const [, md5 = ""] = /md5: ([0-9a-f]{32})/.exec(text) ?? [];
  const source = join(remote, "files", "md5", md5.slice(0, 2), md5.slice(2));
  const folder = await mkdtemp(join(remote, "delivery-"));
  try {
    const file = join(folder, "flights.parquet");
    await writeDelivery(source, file);
    const added = await addToDataRemote(remote, file);
    const changed = text.replace(md5, added.md5).replace(/size: \d+/, `size: ${String(added.bytes)}`);
    await writeFile(pointer, changed);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeDelivery(source: string, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE VIEW source AS SELECT * FROM read_parquet('${source}')`);
    await connection.run(`COPY (${DELIVERY}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

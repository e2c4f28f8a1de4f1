import type { DuckDb } from "../../src/engine/load-duckdb.ts";
import { quoteIdentifier, quoteLiteral } from "../../src/engine/quote-sql.ts";
import { rowsOf, type Table } from "./table.ts";

export interface ParquetWriter {
  readonly write: (table: Table, path: string) => Promise<void>;
  readonly close: () => void;
}

/** Rows of one chunk, the engine's vector size. */
const CHUNK = 2048;

export async function createParquetWriter(duckdb: DuckDb): Promise<ParquetWriter> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const types = { INTEGER: duckdb.INTEGER, DOUBLE: duckdb.DOUBLE, VARCHAR: duckdb.VARCHAR };
  return {
    write: async (table, path) => {
      const columns = table.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
      await connection.run(`CREATE OR REPLACE TABLE batch (${columns.join(", ")})`);
      const appender = await connection.createAppender("batch");
      for (let start = 0; start < rowsOf(table); start += CHUNK) {
        const chunk = duckdb.DuckDBDataChunk.create(table.map(({ type }) => types[type]));
        chunk.setColumns(table.map(({ values }) => values.slice(start, start + CHUNK)));
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      await connection.run(`COPY batch TO ${quoteLiteral(path)} (FORMAT parquet)`);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

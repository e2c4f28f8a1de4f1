import type { SqlEngine } from "../engine.ts";
import { openSpark } from "../spark/open-spark.ts";
import { BIGQUERY_SQL } from "./bigquery-sql.ts";
import { BIGQUERY_CLIENT, TRINO_CLIENT } from "./client-protocols.ts";
import { type ClientProtocol, openClient } from "./open-client.ts";
import type { RemoteSql } from "./remote-sql.ts";
import { SPARK_SQL } from "./spark-sql.ts";
import { TRINO_SQL } from "./trino-sql.ts";

export interface RemoteOptions {
  /** Words of the command that reaches the engine. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where the code itself lies. */
  readonly from: string;
}

export interface OpenedRemote {
  readonly engine: SqlEngine;
  readonly close: () => Promise<void>;
}

/** An engine elsewhere, as a person chooses it by name. */
export interface RemoteEngine {
  readonly sql: RemoteSql;
  /** What reaches it where nothing else is said. */
  readonly command: string;
  /** Whether it reads folders of Parquet files as well as tables. */
  readonly readsFiles: boolean;
  /** Throws `ENGINE_UNAVAILABLE`. */
  readonly open: (options: RemoteOptions) => Promise<OpenedRemote>;
}

/** Adding one is one file with its SQL, one with its dialect, and one entry. */
export const REMOTE_ENGINES: Readonly<Record<string, RemoteEngine>> = {
  spark: {
    sql: SPARK_SQL,
    command: "python3",
    readsFiles: true,
    open: async (options) => {
      const engine = await openSpark(options);
      return { engine, close: engine.close };
    },
  },
  trino: { sql: TRINO_SQL, command: "trino", readsFiles: false, open: byProgram(TRINO_CLIENT) },
  bigquery: { sql: BIGQUERY_SQL, command: "bq", readsFiles: false, open: byProgram(BIGQUERY_CLIENT) },
};

function byProgram(protocol: ClientProtocol): RemoteEngine["open"] {
  return ({ command, env }) =>
    Promise.resolve({ engine: openClient({ protocol, command, env }), close: () => Promise.resolve() });
}

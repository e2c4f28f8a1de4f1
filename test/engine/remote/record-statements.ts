import { columnValue } from "../../../src/engine/data/column-value.ts";
import { DUCKDB_DIALECT } from "../../../src/engine/dialects/duckdb-dialect.ts";
import type { Row, SqlEngine } from "../../../src/engine/engine.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import type { RemoteSql, RemoteTable } from "../../../src/engine/remote/remote-sql.ts";

const { keep: _, binCounts: __, differentWhole: ___, sideBySide: ____, ...PLAIN } = DUCKDB_DIALECT;

/** DuckDB as if it were elsewhere: without what only an engine on this machine has, so it is asked what the others are asked. */
export const DUCKDB_ELSEWHERE: RemoteSql = {
  label: "DuckDB",
  dialect: PLAIN,
  relation,
  listColumns: (table) => ({
    sql: `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation(table)})`,
    name: "column_name",
    type: "column_type",
  }),
  typeOf: (native) => native,
  value: columnValue,
  bytes: (x) => `strlen(${x})`,
  moment: (iso) => `CAST(${quoteLiteral(iso)} AS TIMESTAMP)`,
};

function relation(table: RemoteTable): string {
  return "parquet" in table ? `read_parquet(${quoteLiteral(table.parquet)})` : table.name.join(".");
}

export interface Recording {
  readonly engine: SqlEngine;
  readonly statements: readonly string[];
  readonly answers: readonly (readonly Row[])[];
}

/** The same engine, which remembers what it was asked and what it said. */
export function recordAnswers(engine: SqlEngine): Recording {
  const statements: string[] = [];
  const answers: (readonly Row[])[] = [];
  return {
    statements,
    answers,
    engine: {
      execute: engine.execute,
      query: async (sql) => {
        const rows = await engine.query(sql);
        statements.push(sql);
        answers.push(rows);
        return rows;
      },
    },
  };
}

/** An engine that gives the answers of another one, asked in the same order. */
export function replayAnswers(answers: readonly (readonly Row[])[]): Omit<Recording, "answers"> {
  const statements: string[] = [];
  return {
    statements,
    engine: {
      execute: () => Promise.reject(new Error("nothing is kept here")),
      query: (sql) => {
        const answer = answers[statements.length];
        statements.push(sql);
        return answer === undefined ? Promise.reject(new Error(`not asked before: ${sql}`)) : Promise.resolve(answer);
      },
    },
  };
}

import { SPARK_DIALECT } from "../dialects/spark-dialect.ts";
import { commonType } from "./common-type.ts";
import type { RemoteSql, RemoteTable } from "./remote-sql.ts";

const { identifier, literal, toDouble } = SPARK_DIALECT;

/** Tables and Parquet files as Spark sees them. Decimals of more than 15 digits may become a neighbouring double. */
export const SPARK_SQL: RemoteSql = {
  label: "Spark",
  dialect: SPARK_DIALECT,
  relation,
  listColumns: (table) => ({
    sql: `DESCRIBE QUERY SELECT * FROM ${relation(table)}`,
    name: "col_name",
    type: "data_type",
  }),
  typeOf: (native) => {
    // What Spark writes into Parquet as a timestamp, DuckDB reads as one with a zone.
    if (native === "timestamp") return "TIMESTAMP WITH TIME ZONE";
    return native === "timestamp_ntz" ? "TIMESTAMP" : commonType(native);
  },
  value: (raw, native, kind) => {
    switch (kind) {
      case "integer":
        return native.startsWith("decimal") ? `CAST(${raw} AS DECIMAL(38, 0))` : `CAST(${raw} AS BIGINT)`;
      case "numeric":
        return native === "double" ? raw : toDouble(raw);
      case "timestamp":
        return native === "date"
          ? `unix_date(${raw}) * ${SPARK_DIALECT.double(86_400)}`
          : `unix_micros(CAST(${raw} AS TIMESTAMP)) / ${SPARK_DIALECT.double(1e6)}`;
      case "boolean":
        return raw;
      case "categorical":
      case "text":
        return native === "string" ? raw : `CAST(${raw} AS STRING)`;
      case "other":
        // A map has no hash, wherever in the value it is.
        return native.includes("map<") || native === "variant" ? `to_json(${raw})` : raw;
    }
  },
  bytes: (x) => `octet_length(${x})`,
  moment: (iso, native) =>
    native === "date" ? `CAST(${literal(iso)} AS TIMESTAMP)` : `CAST(${literal(iso)} AS ${native.toUpperCase()})`,
};

function relation(table: RemoteTable): string {
  return "parquet" in table ? `parquet.${identifier(table.parquet)}` : table.name.map(identifier).join(".");
}

import { BIGQUERY_DIALECT } from "../dialects/bigquery-dialect.ts";
import { commonType } from "./common-type.ts";
import { fullName, listSchemaColumns } from "./information-schema.ts";
import type { RemoteSql } from "./remote-sql.ts";

const { identifier, literal, toDouble, double } = BIGQUERY_DIALECT;
const FORM = "project.dataset.table";

/** Tables as BigQuery sees them. */
export const BIGQUERY_SQL: RemoteSql = {
  label: "BigQuery",
  dialect: BIGQUERY_DIALECT,
  relation: (table) => fullName(table, FORM).map(identifier).join("."),
  listColumns: (table) => {
    const [project, dataset, name] = fullName(table, FORM);
    const schemas = `${identifier(project)}.${identifier(dataset)}.INFORMATION_SCHEMA.COLUMNS`;
    return listSchemaColumns(BIGQUERY_DIALECT, schemas, { table_name: name });
  },
  typeOf: (native) => {
    if (native === "TIMESTAMP") return "TIMESTAMP WITH TIME ZONE";
    if (native === "DATETIME") return "TIMESTAMP";
    if (/^(BIG)?NUMERIC/.test(native)) {
      return isWhole(native) ? "DECIMAL(38,0)" : "DECIMAL(38,9)";
    }
    return commonType(native);
  },
  value: (raw, native, kind) => {
    switch (kind) {
      case "integer":
      case "boolean":
        return raw;
      case "numeric":
        return native === "FLOAT64" ? raw : toDouble(raw);
      case "timestamp":
        if (native === "DATE") return `UNIX_DATE(${raw}) * ${double(86_400)}`;
        return `UNIX_MICROS(${native === "DATETIME" ? `TIMESTAMP(${raw}, 'UTC')` : raw}) / ${double(1e6)}`;
      case "categorical":
      case "text":
        return raw;
      case "other":
        return native === "BYTES" ? `TO_HEX(${raw})` : `TO_JSON_STRING(${raw})`;
    }
  },
  bytes: (x) => `BYTE_LENGTH(${x})`,
  moment: (iso, native) => {
    const moment = `TIMESTAMP(${literal(iso)})`;
    if (native === "DATE") return `DATE(${moment}, 'UTC')`;
    return native === "DATETIME" ? `DATETIME(${moment}, 'UTC')` : moment;
  },
};

/** `NUMERIC(20)`, without digits after the point. */
function isWhole(native: string): boolean {
  return /^(BIG)?NUMERIC\(\d+(, ?0)?\)$/.test(native);
}

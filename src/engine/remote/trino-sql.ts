import { TRINO_DIALECT } from "../dialects/trino-dialect.ts";
import { commonType } from "./common-type.ts";
import { fullName, listSchemaColumns } from "./information-schema.ts";
import type { RemoteSql } from "./remote-sql.ts";

const { identifier, literal, toDouble, double } = TRINO_DIALECT;
const FORM = "catalog.schema.table";

/** Tables as Trino sees them. Names of columns are in lower case. */
export const TRINO_SQL: RemoteSql = {
  label: "Trino",
  dialect: TRINO_DIALECT,
  relation: (table) => fullName(table, FORM).map(identifier).join("."),
  listColumns: (table) => {
    const [catalog, schema, name] = fullName(table, FORM);
    return listSchemaColumns(TRINO_DIALECT, `${identifier(catalog)}.information_schema.columns`, {
      table_schema: schema.toLowerCase(),
      table_name: name.toLowerCase(),
    });
  },
  typeOf: (native) => {
    if (/^timestamp(\(\d+\))? with time zone$/.test(native)) return "TIMESTAMP WITH TIME ZONE";
    return /^timestamp(\(\d+\))?$/.test(native) ? "TIMESTAMP" : commonType(native);
  },
  value: (raw, native, kind) => {
    switch (kind) {
      case "integer":
        return native.startsWith("decimal") ? `CAST(${raw} AS decimal(38, 0))` : `CAST(${raw} AS bigint)`;
      case "numeric":
        return native === "double" ? raw : toDouble(raw);
      case "timestamp":
        if (native === "date") return `date_diff('day', DATE '1970-01-01', ${raw}) * ${double(86_400)}`;
        return `to_unixtime(${native.includes("zone") ? raw : `with_timezone(${raw}, 'UTC')`})`;
      case "boolean":
        return raw;
      case "categorical":
      case "text":
        return native === "varchar" ? raw : `CAST(${raw} AS varchar)`;
      case "other":
        if (native === "varbinary") return `to_hex(${raw})`;
        return /^(array|map|row|json)\b/.test(native) ? `json_format(CAST(${raw} AS json))` : `CAST(${raw} AS varchar)`;
    }
  },
  bytes: (x) => `length(to_utf8(${x}))`,
  moment: (iso, native) => {
    const zoned = `from_iso8601_timestamp(${literal(iso)})`;
    return native.includes("zone") ? zoned : `CAST(${zoned} AT TIME ZONE 'UTC' AS timestamp(6))`;
  },
};

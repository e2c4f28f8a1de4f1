import { PawlError } from "../../core/errors.ts";
import type { Dialect } from "../dialect.ts";
import type { RemoteTable } from "./remote-sql.ts";

/** Parts of a table's name in full. Throws `INPUT_INVALID` where it has more or fewer than `form` says, or is none. */
export function fullName(table: RemoteTable, form: string): readonly [catalog: string, schema: string, name: string] {
  const [catalog, schema, name, ...more] = "name" in table ? table.name : [];
  if (catalog !== undefined && schema !== undefined && name !== undefined && more.length === 0) {
    return [catalog, schema, name];
  }
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${"name" in table ? `"${table.name.join(".").slice(0, 200)}"` : "a folder of files"} is not the full name of a table`,
    hint: `Write it as ${form}.`,
  });
}

/** Statement that gives `column_name` and `data_type` of a table's columns in their order. `schemas` goes behind FROM. */
export function listSchemaColumns(
  { literal }: Dialect,
  schemas: string,
  filters: Readonly<Record<string, string>>,
): { readonly sql: string; readonly name: string; readonly type: string } {
  const conditions = Object.entries(filters).map(([column, value]) => `${column} = ${literal(value)}`);
  return {
    sql: `SELECT column_name, data_type FROM ${schemas} WHERE ${conditions.join(" AND ")} ORDER BY ordinal_position`,
    name: "column_name",
    type: "data_type",
  };
}

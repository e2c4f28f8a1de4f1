const TYPES: Readonly<Record<string, string>> = {
  bool: "BOOLEAN",
  boolean: "BOOLEAN",
  tinyint: "TINYINT",
  smallint: "SMALLINT",
  int: "INTEGER",
  integer: "INTEGER",
  bigint: "BIGINT",
  int64: "BIGINT",
  real: "FLOAT",
  float: "FLOAT",
  double: "DOUBLE",
  float64: "DOUBLE",
  string: "VARCHAR",
  varchar: "VARCHAR",
  char: "VARCHAR",
  uuid: "UUID",
  date: "DATE",
};

/**
 * What DuckDB calls a type that every engine has, without the length of a text: `varchar(20)` → `VARCHAR`; others in upper
 * case as they are.
 */
export function commonType(native: string): string {
  const type = native.trim().toLowerCase();
  const known = TYPES[type.replace(/^(varchar|char|string)\(.*\)$/, "$1")];
  return known ?? (/^decimal\(\d+, ?\d+\)$/.test(type) ? type.toUpperCase().replace(" ", "") : native.toUpperCase());
}

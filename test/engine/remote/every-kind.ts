/** Names that mean something to somebody: to SQL, to Spark's own substitution, to a shell. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is what Spark would replace.
export const ODD_NAME = "odd `name\" ${env:HOME} 'q' \\ \u00e9";

/** A table with everything that a profile has a kind for, in ten days, as DuckDB makes it. */
export const EVERY_KIND = `SELECT
  (i % 10)::INTEGER AS day,
  CASE WHEN i % 11 = 0 THEN NULL WHEN i % 13 = 0 THEN 'NaN' WHEN i % 17 = 0 THEN 'Infinity'
    WHEN i % 19 = 0 THEN '-Infinity' WHEN i % 23 = 0 THEN -0.0 WHEN i % 29 = 0 THEN 0.0
    ELSE (hash(i) % 1000003) / 7 - 60000 END::DOUBLE AS x,
  CASE WHEN i % 3 = 0 THEN 0 ELSE round((hash(i + 1) % 100000) / 100, 2) END::DOUBLE AS price,
  ((hash(i + 2) % 100000) / 100)::DECIMAL(10, 2) AS amount,
  (hash(i + 3) % 1000 / 8)::FLOAT AS single,
  9007199254740993 + (hash(i + 4) % 1000)::BIGINT * 7919 AS big,
  (170141183460469231731687303715884105::HUGEINT + i)::DECIMAL(38, 0) AS huge,
  (hash(i + 5) % 40)::SMALLINT AS code,
  CASE WHEN i % 31 = 0 THEN NULL ELSE i % 7 = 0 END AS flag,
  TIMESTAMP '1969-12-01' + to_microseconds((hash(i + 6) % 9000000000000)::BIGINT) AS at,
  (TIMESTAMP '2024-02-28' + to_microseconds((hash(i + 7) % 9000000000)::BIGINT))::TIMESTAMPTZ AS zoned,
  DATE '2024-01-01' + (hash(i + 8) % 50)::INTEGER AS date,
  ['red', 'green', ' Blue', 'blue ', '', NULL, 'Škoda', 'škoda', 'ΟΔΟΣ', 'οδοσ', 'İzmir', 'a"b\`c\\d''e', '\${env:HOME}',
    chr(160) || 'red'][1 + (hash(i + 9) % 14)::INTEGER] AS colour,
  CASE WHEN i % 41 = 0 THEN NULL WHEN i % 43 = 0 THEN '' ELSE 'Text ' || (hash(i + 10) % 100000) ||
    [' é', chr(9) || 'x', '!', '🦆 ΩΣ', ''][1 + (i % 5)] END AS words,
  [i % 3] AS list,
  {'a': i % 3} AS pair,
  'x' || (i % 9) AS "${ODD_NAME.replaceAll('"', '""')}"
  FROM (SELECT CASE WHEN i % 50 = 0 THEN 7 ELSE i END AS i FROM range(1, 3001) numbers(i))`;

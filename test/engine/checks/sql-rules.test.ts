import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CountBound } from "../../../src/core/dataset/contract.ts";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import { vetStatement } from "../../../src/engine/checks/sql/vet-statement.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import type { Sandbox } from "../../../src/engine/engine.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { contractOf, csvOf, parquetOf } from "./open-test-data.ts";

const opened: TestEngine = await openTestEngine();
const { engine, folder } = opened;
const secret = join(folder, "secret.csv");
writeFileSync(secret, "password\nhunter2\n");
let parquet: DataSource;
const csv = csvOf(
  folder,
  {
    id: ["1", "2", "3"],
    delay: ["5", "-3", null],
    day: ["2024-01-01", "2024-01-02", "2024-01-02"],
    name: ["a", "b|c", '"'],
  },
  { id: "integer", delay: "integer", day: "timestamp" },
);
beforeAll(async () => {
  parquet = await parquetOf(
    engine,
    folder,
    "SELECT * FROM (VALUES (1, 5, DATE '2024-01-01', 'a'), (2, -3, '2024-01-02', 'b|c'), (3, NULL, '2024-01-02', '\"')) t(id, delay, day, name)",
  );
});
afterAll(() => opened.close());

const ZERO: CountBound = { operator: "mustBe", values: [0], unit: "rows" };

async function ask(source: DataSource, query: string, bound = ZERO) {
  const schema = contractOf([{ kind: "sql", column: undefined, query, bound }]);
  const { checks } = await checkContract(engine, source, schema, { now: "2026-11-25T12:00:00Z" });
  const [check] = checks;
  if (check === undefined) throw new Error("no check");
  return check;
}

describe.each(["parquet", "csv"])("a rule in SQL, over %s", (format) => {
  it.each`
    query                                                                                                 | actual
    ${"SELECT count(*) FROM flights"}                                                                     | ${"3"}
    ${"select COUNT(*) from Flights where delay < 0"}                                                     | ${"1"}
    ${'SELECT count(*) FROM "flights" AS f WHERE f.delay IS NULL;'}                                       | ${"1"}
    ${"SELECT avg(delay) FROM flights"}                                                                   | ${"1"}
    ${"SELECT count(DISTINCT day) FROM flights -- a comment"}                                             | ${"2"}
    ${"SELECT date_diff('day', min(day), max(day)) FROM flights"}                                         | ${"1"}
    ${"WITH late AS (SELECT * FROM flights WHERE delay > 0) SELECT count(*) FROM late"}                   | ${"1"}
    ${"SELECT count(*) FROM flights a JOIN flights b ON a.id = b.id + 1"}                                 | ${"2"}
    ${"SELECT count(*) FROM flights WHERE id NOT IN (SELECT id FROM flights WHERE delay > 0)"}            | ${"2"}
    ${"SELECT max(n) FROM (SELECT count(*) AS n FROM flights GROUP BY day HAVING count(*) > 1)"}          | ${"2"}
    ${"SELECT sum(CASE WHEN name LIKE '%|%' THEN 1 ELSE 0 END) FROM flights"}                             | ${"1"}
    ${"SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY day) AS n FROM flights) WHERE n > 1"} | ${"1"}
    ${"SELECT count(*) FROM (SELECT id FROM flights UNION SELECT id FROM flights)"}                       | ${"3"}
    ${"SELECT max(9007199254740993) - 9007199254740992 FROM flights"}                                     | ${"1"}
    ${"SELECT count(*) FROM flights WHERE replace(name, 'b|', '') = 'c'"}                                 | ${"1"}
    ${"SELECT count(*) FROM flights WHERE regexp_replace(name, '(.)[|](.)', '\\2', 'g') = 'c'"}           | ${"1"}
    ${"SELECT count(DISTINCT concat(id, '-', name, '-', day)) FROM flights"}                              | ${"3"}
    ${`SELECT count(*) FROM flights WHERE ${Array(40).fill("id").join(" + ")} > 40`}                      | ${"2"}
    ${"SELECT count(*) * 0.1 FROM flights"}                                                               | ${"0.3"}
    ${'SELECT count(*) FROM flights WHERE name = \'"query_location":1, "type":"SHOW_REF"\''}              | ${"0"}
    ${"SELECT count(*) FROM range(10) r(i) LEFT JOIN flights ON id = i WHERE id IS NULL"}                 | ${"7"}
  `("$query → $actual", async ({ query, actual }) => {
    const source = format === "parquet" ? parquet : csv;
    const found = await ask(source, query, { operator: "mustBeGreaterOrEqualTo", values: [0], unit: "rows" });
    expect([found.reason, found.actual, found.verdict]).toEqual([undefined, actual, "pass"]);
  });
});

describe("an answer that is no number says so", () => {
  it.each`
    query                                                                                                                                | reason
    ${"SELECT id FROM flights"}                                                                                                          | ${"gives more than one row"}
    ${"SELECT id FROM flights WHERE id > 99"}                                                                                            | ${"gives no row"}
    ${"SELECT 1, 2 FROM flights"}                                                                                                        | ${"gives 2 columns"}
    ${"SELECT max(name) FROM flights"}                                                                                                   | ${"gives a VARCHAR"}
    ${"SELECT max(day) FROM flights"}                                                                                                    | ${"gives a DATE"}
    ${"SELECT sum(delay) FROM flights WHERE id > 99"}                                                                                    | ${"gives NULL"}
    ${"SELECT count(*) FROM flights WHERE delai > 0"}                                                                                    | ${'Referenced column "delai" not found'}
    ${"SELEC count(*) FROM flights"}                                                                                                     | ${"it is not SQL that DuckDB knows"}
    ${"SELECT max(CAST(name AS INTEGER)) FROM flights"}                                                                                  | ${"A value cannot be converted"}
    ${"SELECT count(*) FROM flights a, flights b, range(1000000000) c, range(1000000000) d WHERE c.range + d.range + a.id = b.id * 3.5"} | ${"stopped after"}
  `("$query", async ({ query, reason }) => {
    const { runSqlRules } = await import("../../../src/engine/checks/sql/run-sql-rules.ts");
    const schema = contractOf([{ kind: "sql", column: undefined, query, bound: ZERO }]);
    const [rule] = schema.rules;
    if (rule?.demand.kind !== "sql") throw new Error("no rule");
    const plan = { kind: "sql", demand: rule.demand, expected: "none" } as const;
    const outcome = (await runSqlRules(engine, parquet, schema, [{ rule, plan }], 1)).get(rule);
    expect(outcome?.verdict).toBe("not-evaluated");
    expect(outcome?.reason).toContain(reason);
    expect(outcome?.reason).toContain(`Line 10: ${query.slice(0, 20)}`);
  });

  it.each([
    "SELECT max(epoch(timezone(name, TIMESTAMP '2024-01-01'))) FROM flights",
    "SELECT max(date_part(name, day)) FROM flights",
    "SELECT max(epoch(date_trunc(name, day))) FROM flights",
    "SELECT max(epoch(strptime(name, '%Y'))) FROM flights",
    "SELECT max(epoch(strptime('x', name))) FROM flights",
    "SELECT max(length(strftime(day, name))) FROM flights",
    "SELECT count(*) FROM flights WHERE regexp_matches('x', concat(name, '(['))",
    "SELECT count(*) FROM flights WHERE json_valid(json_extract('{}', concat('$', name)))",
    "SELECT max(json_extract(name, '$.x')::INTEGER) FROM flights",
    "SELECT max(CAST(name AS STRUCT(a INTEGER)).a) FROM flights",
    "SELECT max(CAST(name AS UUID)::VARCHAR)::INTEGER FROM flights",
    "SELECT (SELECT name FROM flights)",
    "SELECT max(length(list_sort([1, 2], name))) FROM flights",
  ])("an error while it runs does not quote the data: %s", async (query) => {
    const found = await ask(parquet, query);
    expect(found.verdict).toBe("not-evaluated");
    expect(found.reason).not.toMatch(/b\|c/);
  });

  it("an error of the data does not quote the data", async () => {
    const found = await ask(parquet, "SELECT max(CAST(name AS INTEGER)) FROM flights WHERE id = 2");
    expect(JSON.stringify(found)).not.toContain("b|c");
  });
});

/** Each would read, write or learn something that is not the data, if it were run. */
const ATTACKS: readonly (readonly [name: string, query: string])[] = [
  ["reads a file by its name", `SELECT count(*) FROM '${secret}'`],
  ["reads a file by its quoted name", `SELECT count(*) FROM "${secret}"`],
  ["reads a CSV file", `SELECT count(*) FROM read_csv('${secret}')`],
  ["reads a text file", `SELECT length(content) FROM read_text('${secret}')`],
  ["reads a blob", "SELECT count(*) FROM read_blob('/etc/passwd')"],
  ["reads a Parquet file", "SELECT count(*) FROM parquet_scan('/tmp/x.parquet')"],
  ["reads in a subquery", `SELECT count(*) FROM flights WHERE id IN (SELECT 1 FROM read_csv('${secret}'))`],
  ["reads behind WITH", `WITH x AS (SELECT * FROM read_csv('${secret}')) SELECT count(*) FROM x, flights`],
  [
    "reads behind a name that WITH gave elsewhere",
    `WITH a AS (WITH "${secret}" AS (SELECT 1) SELECT 1) SELECT count(*) FROM a, "${secret}"`,
  ],
  ["reads in ORDER BY", `SELECT count(*) FROM flights ORDER BY (SELECT count(*) FROM read_csv('${secret}'))`],
  ["reads in LIMIT", `SELECT 1 LIMIT (SELECT count(*) FROM read_csv('${secret}'))`],
  ["reads in a FILTER", `SELECT count(*) FILTER (WHERE EXISTS (FROM read_csv('${secret}'))) FROM flights`],
  [
    "reads in a window",
    `SELECT max(count(*)) OVER (ORDER BY (SELECT count(*) FROM read_csv('${secret}'))) FROM flights`,
  ],
  [
    "reads in a lambda",
    `SELECT list_sum(list_transform([1], x -> (SELECT count(*) FROM read_csv('${secret}')))) FROM flights`,
  ],
  [
    "reads in a JOIN's condition",
    `SELECT count(*) FROM flights a JOIN flights b ON EXISTS (FROM read_csv('${secret}'))`,
  ],
  ["reads in QUALIFY", `SELECT id FROM flights QUALIFY EXISTS (FROM read_csv('${secret}'))`],
  ["reads in VALUES", `SELECT * FROM (VALUES ((SELECT count(*) FROM read_csv('${secret}'))))`],
  ["reads behind UNION", `SELECT 1 UNION SELECT count(*) FROM read_csv('${secret}')`],
  ["reads in a macro of SQL", `SELECT count(*) FROM query('SELECT * FROM ''${secret}''')`],
  ["reads a table by a text", `SELECT count(*) FROM query_table('${secret}')`],
  ["reads over the network", "SELECT count(*) FROM 'https://example.com/x.parquet'"],
  ["reads a store", "SELECT count(*) FROM read_parquet('s3://bucket/x.parquet')"],
  ["lists files", "SELECT count(*) FROM glob('/etc/*')"],
  ["sniffs a file", `SELECT count(*) FROM sniff_csv('${secret}')`],
  ["lists settings", "SELECT count(*) FROM duckdb_settings()"],
  ["lists settings as a table", "SELECT count(*) FROM duckdb_settings"],
  ["lists tables", "SELECT count(*) FROM information_schema.tables"],
  ["lists tables in SQLite's way", "SELECT count(*) FROM sqlite_master"],
  ["reads a setting", "SELECT length(current_setting('temp_directory'))"],
  ["reads the environment", "SELECT length(getenv('GITHUB_TOKEN'))"],
  ["reads a variable", "SELECT getvariable('x')"],
  ["reads a secret", "SELECT count(*) FROM duckdb_secrets()"],
  ["shows tables", "SHOW TABLES"],
  ["describes a file", `DESCRIBE SELECT * FROM '${secret}'`],
  ["summarizes", "SUMMARIZE flights"],
  ["explains", "EXPLAIN ANALYZE SELECT 1"],
  ["writes a file", `COPY (SELECT * FROM flights) TO '${join(folder, "stolen.csv")}'`],
  ["exports the database", `EXPORT DATABASE '${join(folder, "stolen")}'`],
  ["attaches a database", `ATTACH '${join(folder, "stolen.db")}'`],
  ["installs an extension", "INSTALL httpfs"],
  ["loads an extension", "LOAD '/tmp/evil.duckdb_extension'"],
  ["changes a setting", "SET enable_external_access = true"],
  ["resets a setting", "RESET allowed_paths"],
  ["uses a pragma", "PRAGMA database_list"],
  ["calls a function", "CALL pragma_version()"],
  ["creates a table", "CREATE TABLE x AS SELECT 1"],
  ["creates a macro", "CREATE MACRO count(x) AS 0"],
  ["drops the table", "DROP VIEW flights"],
  ["deletes rows", "DELETE FROM flights"],
  ["updates rows", "UPDATE flights SET delay = 0"],
  ["inserts rows", "INSERT INTO flights VALUES (1)"],
  ["writes behind WITH", "WITH x AS (SELECT 1) INSERT INTO flights SELECT * FROM x"],
  ["begins a transaction", "BEGIN"],
  ["prepares a statement", "PREPARE x AS SELECT 1"],
  ["runs two statements", "SELECT 1; SELECT 2"],
  ["hides a statement behind a comment", "SELECT 1 /* */; COPY flights TO 'x' --"],
  ["takes a parameter", "SELECT $1"],
  ["raises an error with a value", "SELECT error(name) FROM flights"],
  ["writes to the log", "SELECT write_log('x')"],
  ["makes a text of a gigabyte", "SELECT length(repeat('x', 1000000000))"],
  ["makes a list of a billion", "SELECT len(range(1000000000))"],
  ["pads to a gigabyte", "SELECT length(lpad('x', 1000000000, 'x'))"],
  ["calls a function of another schema", "SELECT pg_catalog.current_setting('home_directory')"],
  ["looks back in time", "SELECT count(*) FROM flights AT (VERSION => 1)"],
  ["is nothing", ""],
  ["is a comment", "-- SELECT 1"],
  ["is longer than a rule", `SELECT ${"1 + ".repeat(6000)}1`],
  ["is as deep as a well", `SELECT ${"abs(".repeat(3000)}1${")".repeat(3000)}`],
  ["reads another table", "SELECT count(*) FROM planes"],
  ["reads a table of another schema", "SELECT count(*) FROM main.planes"],
  [
    "grows a text by replacing every place of it",
    `SELECT max(length(${"regexp_replace(".repeat(5)}name${`, '', '${"x".repeat(40)}', 'g')`.repeat(5)})) FROM flights`,
  ],
  ["grows a text by what it matched", "SELECT length(regexp_replace(name, '.+', '\\0\\0')) FROM flights"],
  ["grows a text by options of the data", "SELECT length(regexp_replace(name, '', 'xx', name)) FROM flights"],
  ["grows a text by replacing letters by words", "SELECT length(replace(name, 'a', 'aaaaaaaa')) FROM flights"],
  ["grows a text by itself", "SELECT length(replace(name, 'a', name)) FROM flights"],
  [
    "doubles a text level by level",
    `SELECT length(s) FROM ${"(SELECT s || s AS s FROM ".repeat(27)}(SELECT name AS s FROM flights)${")".repeat(27)}`,
  ],
  [
    "doubles a list level by level",
    `SELECT len(s) FROM ${"(SELECT [s, s] AS s FROM ".repeat(27)}(SELECT id AS s FROM flights)${")".repeat(27)}`,
  ],
  [
    "doubles a row level by level",
    `SELECT count(s) FROM ${"(SELECT row(s, s) AS s FROM ".repeat(20)}(SELECT id AS s FROM flights)${")".repeat(20)}`,
  ],
  [
    "doubles a text as digits level by level",
    `SELECT length(s) FROM ${"(SELECT hex(s) AS s FROM ".repeat(27)}(SELECT name AS s FROM flights)${")".repeat(27)}`,
  ],
  [
    "repeats a list in a list for each of its values",
    "SELECT list_sum(list_transform([1, 2], a -> list_sum(list_transform([1, 2], b -> a + b)))) FROM flights",
  ],
  ["takes the square of a length", "SELECT max(levenshtein(name, reverse(name))) FROM flights"],
  [
    "groups by every set of columns",
    `SELECT count(*) FROM (SELECT 1 FROM flights GROUP BY CUBE(${Array.from({ length: 15 }, (_, i) => `id + ${i}`).join(", ")}))`,
  ],
  ["takes long to be planned", `SELECT ${"CASE WHEN true THEN ".repeat(500)}1${" END".repeat(500)}`],
  ["pivots", "PIVOT flights ON day USING count(*)"],
];

describe("a statement that is no rule is refused", () => {
  it.each(ATTACKS)("%s", async (_, query) => {
    expect(await vetStatement(engine, query, new Set(["flights"]))).toEqual({ refusal: expect.any(String) });
    const found = await ask(csv, query);
    expect(found.verdict).toBe("not-evaluated");
    expect(found.reason).toContain("refused");
  });

  it("and nothing was written", () => {
    expect(readdirSync(folder).filter((name) => name.startsWith("stolen"))).toEqual([]);
    expect(existsSync(join(folder, "spill", "rule-table.parquet"))).toBe(false);
  });
});

describe("the sandbox holds where the reading of the statement would not", () => {
  async function inSandbox<Result>(work: (sandbox: Sandbox) => Promise<Result>): Promise<Result> {
    const [file] = parquet.files;
    const sandbox = await engine.openSandbox({
      files: [file?.path ?? ""],
      setup: `CREATE VIEW data AS SELECT * FROM ${parquet.relation}`,
    });
    try {
      return await work(sandbox);
    } finally {
      sandbox.close();
    }
  }

  it("the data can be read", async () => {
    const { rows } = await inSandbox((sandbox) => sandbox.query("SELECT count(*) FROM data", { rows: 1, seconds: 5 }));
    expect(rows).toEqual([["3"]]);
  });

  it.each([
    `SELECT * FROM '${secret}'`,
    `SELECT * FROM read_csv('${secret}')`,
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('https://example.com/x.parquet')",
    `COPY data TO ${quoteLiteral(join(folder, "stolen.csv"))}`,
    `EXPORT DATABASE ${quoteLiteral(join(folder, "stolen"))}`,
    `ATTACH ${quoteLiteral(join(folder, "stolen.db"))}`,
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_paths = ['/etc/passwd']",
    "SET memory_limit = '100GB'",
    "SELECT getenv('HOME')",
  ])("%s", async (sql) => {
    await expect(inSandbox((sandbox) => sandbox.query(sql, { rows: 1, seconds: 5 }))).rejects.toThrow(
      /Permission|disabled|locked|Cannot|does not exist/,
    );
  });
});

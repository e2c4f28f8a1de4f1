import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../../src/engine/engine.ts";
import { profileTable, type TableRequest } from "../../src/engine/remote/profile-table.ts";
import { ProfileFile } from "../../src/runner/datasets/profile-document.ts";
import { openTestEngine, type TestEngine } from "../engine/open-test-engine.ts";
import { writeParquet } from "../engine/profile/parquet-source.ts";
import { DUCKDB_ELSEWHERE, recordAnswers } from "../engine/remote/record-statements.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

/** Twenty days of the past, and one day that is like them or three times as slow. */
const DAYS = `SELECT 'day ' || lpad((i // 1000)::VARCHAR, 2, '0') AS day, (hash(i) % 1000)::DOUBLE / 10 AS delay,
  ['JFK', 'HNL', 'SFO'][1 + (hash(i + 5) % 3)::INTEGER] AS origin FROM range(20000) rows(i)`;
const TODAY = (factor: number) =>
  `SELECT (hash(i) % 1000)::DOUBLE * ${String(factor)} / 10 AS delay, ['JFK', 'HNL', 'SFO'][1 + (hash(i + 5) % 3)::INTEGER] AS origin
   FROM range(20000, 21000) rows(i)`;

/** In place of Trino's program: gives the next of the answers that were written down for it. */
const PROGRAM = `import { readFileSync, writeFileSync } from "node:fs";
const path = new URL("answers.json", import.meta.url);
const answers = JSON.parse(readFileSync(path, "utf8"));
for (const row of answers[0]) console.log(JSON.stringify(row));
writeFileSync(path, JSON.stringify(answers.slice(1)));`;

let test: TestEngine;

beforeAll(async () => {
  test = await openTestEngine();
});

afterAll(() => test.close());

/** Puts what DuckDB says of the rows where the program finds it, with the types as Trino calls them. */
async function answerWith(folder: string, query: string, wanted: Partial<TableRequest>): Promise<void> {
  const path = await writeParquet(test.engine, test.folder, "rows.parquet", query);
  const { engine, answers } = recordAnswers(test.engine);
  await profileTable(engine, DUCKDB_ELSEWHERE, { table: { parquet: path }, name: "rows", shown: "all", ...wanted });
  const [columns = [], ...others] = answers;
  const listed = columns.map(
    ({ column_name: name, column_type: type }): Row => ({
      column_name: name ?? "",
      data_type: typeof type === "string" ? type.toLowerCase() : "",
    }),
  );
  writeFileSync(join(folder, "answers.json"), JSON.stringify([listed, ...others]));
}

describe("pawl profile of another engine", () => {
  it("writes a profile for each batch, and drift is judged by profiles alone", async () => {
    const { folder, pawl, write } = localFolder({ "program.mjs": PROGRAM });
    const client = ["--client", `${process.execPath} ${join(folder, "program.mjs")}`];
    const profile = (...args: string[]) =>
      pawl("profile", "--engine", "trino", "--table", "lake.ops.flights", ...client, ...args);
    await answerWith(folder, DAYS, { cut: { column: "day" } });
    const batches = ["--batch-column", "day", "--out", "reference"];
    const made = await profile(...batches, "--sql", join(folder, "statements.sql"));
    expect(made.told).toBe("");
    expect(made).toMatchObject({ code: 0, printed: "20 batches of lake.ops.flights are profiled in reference" });
    const files = readdirSync(join(folder, "reference")).toSorted();
    expect(files).toHaveLength(20);
    expect(files[0]).toBe("01-day-00.json");
    const first = readDocument(join(folder, "reference", "01-day-00.json"));
    expect(first).toMatchObject({ name: "day 00", source: { format: "table", path: "lake.ops.flights" } });
    expect(first.profile.columns.map(({ name }) => name)).toEqual(["delay", "origin"]);
    expect(readFileSync(join(folder, "statements.sql"), "utf8")).toContain('"lake"."ops"."flights"');

    const again = await profile(...batches);
    expect(again.code).toBe(2);
    expect(again.told).toContain("reference is not empty");

    for (const [factor, verdict, code] of [
      [1, "stable", 0],
      [3, "drift", 1],
    ] as const) {
      await answerWith(folder, TODAY(factor), { frame: first.profile });
      const current = await profile("--reference", "reference", "--json");
      expect(current.told).toBe("");
      write("current.json", current.printed);
      const judged = await pawl("drift", "--reference", "reference", "--current", "current.json", "--json");
      expect(judged.told).toBe("");
      expect(JSON.parse(judged.printed)).toMatchObject({ verdict });
      expect(judged.code).toBe(code);
    }
    write("yesterday.csv", "delay,origin\n1,JFK\n");
    const mixed = await pawl("drift", "--reference", "yesterday.csv", "--current", "current.json");
    expect(mixed.code).toBe(2);
    expect(mixed.told).toContain("current.json is a profile, and what it is to be compared with are data");
  });
});

describe("arguments of pawl profile that make no sense are errors before anything is asked:", () => {
  it.each`
    args                                                                              | said
    ${["--engine", "sparc", "--table", "t"]}                                          | ${"Did you mean spark?"}
    ${["--engine", "toString", "--table", "t"]}                                       | ${"is not an engine"}
    ${["data.csv", "--table", "t"]}                                                   | ${"--table is for data that another engine counts"}
    ${["--engine", "spark"]}                                                          | ${"one table or one folder of Parquet files is needed"}
    ${["--engine", "trino", "data/"]}                                                 | ${"one table is needed"}
    ${["--engine", "trino", "--table", "flights", "--client", "/no/such"]}            | ${"Write it as catalog.schema.table"}
    ${["--engine", "spark", "--table", "a..b"]}                                       | ${"is not a table's name"}
    ${["--engine", "spark", "--table", "a", "--batch-column", "day"]}                 | ${"Give --batch-column or --cut together with --out."}
    ${["--engine", "spark", "--table", "a", "--out", "x"]}                            | ${"--out is for batches"}
    ${["--engine", "spark", "--table", "a", "--cut", "1d", "--out", "x"]}             | ${"Name it with --time-column."}
    ${["--engine", "spark", "--table", "a", "--from", "2026-11-01T00:00:00Z"]}        | ${"Name it with --time-column."}
    ${["--engine", "spark", "--table", "a", "--time-column", "at", "--from", "1; x"]} | ${"is not a time"}
  `("$args", async ({ args, said }: { args: readonly string[]; said: string }) => {
    const { pawl, folder } = localFolder();
    const { code, told } = await pawl("profile", ...args);
    expect(code).toBe(2);
    expect(told).toContain(said);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
});

function readDocument(path: string): ProfileFile {
  return ProfileFile.parse(JSON.parse(readFileSync(path, "utf8")));
}

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { checkContract } from "../../src/engine/checks/check-contract.ts";
import { checkDataset } from "../../src/engine/checks/check-dataset.ts";
import type { DataSource } from "../../src/engine/data/data-source.ts";
import { openData } from "../../src/engine/data/open-data.ts";
import { profileData } from "../../src/engine/profile/profile-data.ts";
import { quoteLiteral } from "../../src/engine/quote-sql.ts";
import { contractOf } from "./checks/open-test-data.ts";
import { writeFiles } from "./data/open-test-data.ts";
import { openTestEngine } from "./open-test-engine.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const KINDS = new Map([
  ["a", "integer"],
  ["b", "numeric"],
] as const);
const ROWS = 200_000;
const lines = Array.from({ length: ROWS }, (_, row) => `${String(row)},${String(row % 7)}.5`);
const broken = (line: string) => `a,b\n${lines.toSpliced(ROWS - 1000, 1, line).join("\n")}\n`;
const LINE = String(ROWS - 1000 + 2);
const zipped = gzipSync(broken("1,2"), { level: 1 });

const contract = contractOf([
  { kind: "not-null", column: "a" },
  { kind: "unique", columns: ["b"], primaryKey: false },
]);

/** Everything that reads a source after it was opened. */
const READERS: Readonly<Record<string, (source: DataSource) => Promise<unknown>>> = {
  "the profile": (source) => profileData(opened.engine, source),
  "the contract's rules": (source) => checkContract(opened.engine, source, contract, { now: "2026-01-01T00:00:00Z" }),
};

describe.each(Object.entries(READERS))("%s on data that were opened and cannot be read to their end", (_, read) => {
  it.each`
    case                      | name          | content                                       | message
    ${"a row cut short"}      | ${"a.csv"}    | ${broken("1")}                                | ${`a.csv: line ${LINE} has 1 columns, the header has 2`}
    ${"a row too long"}       | ${"a.csv"}    | ${broken("1,2,3")}                            | ${`a.csv: line ${LINE} has 3 columns, the header has 2`}
    ${"Latin-1"}              | ${"a.csv"}    | ${Buffer.from(broken("1,\xe9"), "latin1")}    | ${`a.csv: line ${LINE} is not UTF-8`}
    ${"gzip that is cut off"} | ${"a.csv.gz"} | ${zipped.subarray(0, zipped.length - 20_000)} | ${"a.csv.gz"}
  `("$case", async ({ name, content, message }) => {
    const folder = writeFiles(opened, { [name]: content });
    const source = await openData(opened.engine, { name: "data", paths: [name], folder, kinds: KINDS });
    await expect(read(source)).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/\w/),
    });
    await expect(read(source)).rejects.not.toMatchObject({ message: expect.stringContaining(folder) });
  });

  it.each(["a.csv", "a.parquet"])("%s was removed in the middle", async (name) => {
    const folder = writeFiles(opened, { "a.csv": broken("1,2") });
    const path = join(folder, name);
    if (name === "a.parquet") {
      await opened.engine.execute(`COPY (SELECT 1 AS a, 2.5 AS b) TO ${quoteLiteral(path)} (FORMAT parquet)`);
    }
    const source = await openData(opened.engine, { name: "data", paths: [name], folder, kinds: KINDS });
    rmSync(path);
    await expect(read(source)).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: `${name} was removed while it was being read`,
      hint: expect.stringContaining("rename it when it is complete"),
    });
  });
});

it.each`
  case                   | damage                                                                                                          | message
  ${"bytes overwritten"} | ${(whole: Buffer) => Buffer.from(whole).fill(255, whole.length / 2, whole.length / 2 + 5000)}                   | ${"a.parquet: is damaged: Snappy decompression failure"}
  ${"a part missing"}    | ${(whole: Buffer) => Buffer.concat([whole.subarray(0, whole.length / 2), whole.subarray(whole.length - 3000)])} | ${"a.parquet: is damaged: Could not read enough bytes"}
`("a Parquet file with $case is damaged, and says so", async ({ damage, message }) => {
  const folder = writeFiles(opened, { "whole.txt": "" });
  const whole = join(folder, "whole.parquet");
  const select = "SELECT i AS a, 'k' || hash(i) AS b FROM range(300000) t(i)";
  await opened.engine.execute(`COPY (${select}) TO ${quoteLiteral(whole)} (FORMAT parquet)`);
  writeFileSync(join(folder, "a.parquet"), damage(readFileSync(whole)));
  const kinds = new Map([["b", "text"]] as const);
  const source = await openData(opened.engine, { name: "data", paths: ["a.parquet"], folder, kinds });
  for (const read of Object.values(READERS)) {
    await expect(read(source)).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message,
      hint: expect.stringContaining("again"),
    });
  }
});

it("the checks of the configuration say so as well", async () => {
  const folder = writeFiles(opened, { "a.csv": broken("1") });
  const source = await openData(opened.engine, { name: "data", paths: ["a.csv"], folder, kinds: KINDS });
  const plan = {
    key: "data",
    name: "data",
    path: "a.csv",
    label: "a",
    id: [],
    checks: { "conflicting-labels": { "max-share": 0, severity: "error" } },
  };
  const request = { source, plan: plan as never, profile: { rows: 0, duplicateRows: null, columns: [], pairs: [] } };
  await expect(
    checkDataset(opened.engine, { ...request, open: () => Promise.reject(new Error("nothing else")) }),
  ).rejects.toMatchObject({ code: "DATA_UNREADABLE", message: `a.csv: line ${LINE} has 1 columns, the header has 2` });
});

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { createDataJob, flights } from "../support/data-job.ts";

const bundle = builtBundle();

/** Numbers alone: a text file whose columns are all known is not read before it is counted. */
const NUMBERS = `apiVersion: v3.1.0
kind: DataContract
id: numbers
version: 1.0.0
status: active
schema:
  - name: numbers
    properties:
      - { name: a, logicalType: number }
      - { name: b, logicalType: number }
`;
const ROWS = 150_000;
const numbers = (last: string) =>
  `a,b\n${Array.from({ length: ROWS }, (_, row) => `${String(row)},${String(row % 7)}.5\n`).join("")}${last}\n1,2\n`;

function logTailOf({ outputs, printed }: EndedAction): string {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = JSON.parse(readFileSync(file, "utf8")) as { predicate: { outcome: { logTail?: string[] } } };
  return predicate.outcome.logTail?.join("\n") ?? "";
}

describe("data whose end cannot be read", () => {
  it.each`
    case                      | name                 | content                                     | said
    ${"a row cut short"}      | ${"data/all.csv"}    | ${numbers("1")}                             | ${`DATA_UNREADABLE: data/all.csv: line ${String(ROWS + 2)} has 1 columns, the header has 2`}
    ${"a quote left open"}    | ${"data/all.csv"}    | ${numbers('1,"2')}                          | ${`DATA_UNREADABLE: data/all.csv: line ${String(ROWS + 2)} opens a double quote that is never closed`}
    ${"gzip that is cut off"} | ${"data/all.csv.gz"} | ${gzipSync(numbers("1,2")).subarray(0, -9)} | ${"DATA_UNREADABLE: data/all.csv.gz"}
  `("$case leaves evidence that says where", async ({ name, content, said }) => {
    const { run, write } = createDataJob(bundle(), { "numbers.odcs.yaml": NUMBERS });
    write(name, content);
    const ended = await run("validate-data", {
      model: "late-flights",
      "github-token": "",
      data: name,
      contract: "numbers.odcs.yaml",
    });
    expect([ended.code, ended.outputs["outcome"]]).toEqual([1, "failed"]);
    expect(logTailOf(ended)).toContain(said);
    expect(logTailOf(ended).split("\n").length).toBeGreaterThan(1);
  });
});

describe("data at an address that cannot be reached", () => {
  const address = "https://user:hidden-password@127.0.0.1:9/flights.parquet?signature=hidden-signature";

  it.each`
    door               | given
    ${"validate-data"} | ${{ data: address, contract: "none" }}
    ${"drift"}         | ${{ current: address, reference: "data/flights.csv" }}
    ${"drift"}         | ${{ current: "data/flights.csv", reference: address }}
  `("$door says so, and shows none of its keys", async ({ door, given }) => {
    const { run } = createDataJob(bundle(), { "data/flights.csv": flights(50) });
    const ended = await run(door, { model: "late-flights", "github-token": "", ...given });
    expect([ended.code, ended.outputs["outcome"]]).toEqual([1, "failed"]);
    // Where the engine's extension can be had, nothing answers; where it cannot, that is what is said.
    expect(logTailOf(ended)).toMatch(/^DATA_UNREADABLE: https:\/\/127\.0\.0\.1:9\/flights\.parquet.* cannot be read/);
    const evidence = readFileSync(ended.outputs["evidence"] ?? "", "utf8");
    for (const text of [evidence, ended.printed, ended.summary]) expect(text).not.toContain("hidden");
    expect(evidence).toContain("https://127.0.0.1:9/flights.parquet");
  });
});

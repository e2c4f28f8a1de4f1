import { afterAll, describe, expect, it } from "vitest";
import { parseContract } from "../../src/core/dataset/contract/parse-contract.ts";
import type { ContractSchema } from "../../src/core/dataset/contract.ts";
import { checkContract } from "../../src/engine/checks/check-contract.ts";
import { openKnownData } from "../../src/engine/open-known-data.ts";
import { profileData } from "../../src/engine/profile/profile-data.ts";
import { kindsOf, openFiles, writeFiles } from "./data/open-test-data.ts";
import { openTestEngine } from "./open-test-engine.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const csvOf = (values: readonly string[]) => `x\n${values.join("\n")}\n`;
const mixed = (good: readonly string[], bad: readonly string[]) =>
  csvOf(Array.from({ length: 100 }, (_, row) => (row % 5 === 0 ? bad : good)[row % bad.length] ?? ""));

function schemaOf(logicalType: string): ContractSchema {
  const parsed = parseContract(`apiVersion: v3.1.0
kind: DataContract
id: a
version: 1.0.0
status: active
schema: [{ name: a, properties: [{ name: x, logicalType: ${logicalType} }] }]
`);
  const schema = "contract" in parsed ? parsed.contract.schemas[0] : undefined;
  if (schema === undefined) throw new Error("no contract");
  return schema;
}

async function openFile(text: string, known: Parameters<typeof openKnownData>[2], name = "a.csv") {
  const folder = writeFiles(opened, { [name]: text });
  return openKnownData(opened.engine, { name: "a", paths: [name], folder }, known);
}

describe("columns of a text file whose type a contract gives", () => {
  it.each`
    logicalType    | text                               | kind             | what
    ${"string"}    | ${csvOf(["007", "008", "007"])}    | ${"categorical"} | ${"digits that are names"}
    ${"string"}    | ${csvOf(["2020-01-01", "x"])}      | ${"categorical"} | ${"texts, one of them like a day"}
    ${"number"}    | ${csvOf(["1", "2"])}               | ${"numeric"}     | ${"whole numbers that need not be"}
    ${"number"}    | ${mixed(["1.5", "2"], ["?", "n"])} | ${"numeric"}     | ${"numbers, a fifth of them unreadable"}
    ${"integer"}   | ${mixed(["1", "2"], ["?", "n"])}   | ${"integer"}     | ${"whole numbers, a fifth unreadable"}
    ${"integer"}   | ${mixed(["1", "2"], ["?", "2.5"])} | ${"numeric"}     | ${"whole numbers with a fraction"}
    ${"integer"}   | ${csvOf(["1", "2", "3.5"])}        | ${"numeric"}     | ${"a fraction after whole numbers"}
    ${"integer"}   | ${csvOf(["a", "b"])}               | ${"integer"}     | ${"no number at all"}
    ${"boolean"}   | ${csvOf(["0", "1"])}               | ${"boolean"}     | ${"truth values written as digits"}
    ${"timestamp"} | ${csvOf(["2020-01-01", "soon"])}   | ${"categorical"} | ${"a type whose format is its own"}
  `("$logicalType: $what are $kind", async ({ logicalType, text, kind }) => {
    expect(kindsOf(await openFile(text, { contract: schemaOf(logicalType) }))).toEqual({ x: kind });
  });

  it("are counted as invalid where they are something else, and the rule about the type finds the same rows", async () => {
    const contract = schemaOf("integer");
    const source = await openFile(mixed(["1", "2"], ["?", "n"]), { contract });
    const profile = await profileData(opened.engine, source);
    expect(profile.columns).toMatchObject([{ name: "x", kind: "integer", nulls: 0, invalid: 20 }]);
    const { checks } = await checkContract(opened.engine, source, contract, { now: "2026-01-01T00:00:00Z" });
    expect(checks.find(({ rule }) => rule === "type")).toMatchObject({
      verdict: "fail",
      failing: { rows: 20, of: 100 },
    });
  });
});

describe("columns that an earlier profile knows", () => {
  const good = ["1", "2"];
  const earlierProfile = async (values: readonly string[]) =>
    profileData(opened.engine, await openFiles(opened, { "before.csv": csvOf(values) }));

  it.each`
    earlier                         | later                            | kind             | what
    ${["1", "2", "3"]}              | ${mixed(good, ["?", "n"])}       | ${"integer"}     | ${"whole numbers, a fifth unreadable"}
    ${["1", "2", "3"]}              | ${mixed(good, ["0.5", "2"])}     | ${"numeric"}     | ${"whole numbers that got a fraction"}
    ${["1.5", "2", "3"]}            | ${csvOf(good)}                   | ${"numeric"}     | ${"numbers that are all whole now"}
    ${["1.5", "2", "3"]}            | ${mixed(good, ["?", "n"])}       | ${"numeric"}     | ${"numbers, a fifth unreadable"}
    ${["2020-01-01", "2020-01-02"]} | ${csvOf(["2020-01-01", "soon"])} | ${"timestamp"}   | ${"moments, half of them unreadable"}
    ${["true", "false"]}            | ${csvOf(["true", "maybe"])}      | ${"boolean"}     | ${"truth values, half of them unreadable"}
    ${["a", "b"]}                   | ${csvOf(["1", "2"])}             | ${"categorical"} | ${"names that are digits now"}
  `("$what are $kind", async ({ earlier, later, kind }) => {
    expect(kindsOf(await openFile(later, { reference: await earlierProfile(earlier) }))).toEqual({ x: kind });
  });

  it("have the reference's bins, and the unreadable values beside them", async () => {
    const reference = await earlierProfile(["1", "2", "3"]);
    const source = await openFile(mixed(good, ["?", "n"]), { reference });
    const { columns } = await profileData(opened.engine, source, { frame: reference });
    const [earlier] = reference.columns;
    expect(columns).toMatchObject([{ kind: "integer", invalid: 20 }]);
    expect(columns[0]).toHaveProperty("frame", earlier !== undefined && "frame" in earlier ? earlier.frame : undefined);
  });

  it("keep the type that a format with types gives them", async () => {
    const reference = await earlierProfile(["1", "2", "3"]);
    const source = await openFile('{"x":1}\n{"x":"n"}\n', { reference }, "a.jsonl");
    expect(kindsOf(source)).toEqual({ x: "integer" });
    expect(kindsOf(await openFile('{"x":true}\n', { reference }, "a.jsonl"))).toEqual({ x: "boolean" });
  });
});

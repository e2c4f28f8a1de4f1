import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";
import { checkContract } from "../../../../src/engine/checks/check-contract.ts";
import { openKnownData } from "../../../../src/engine/open-known-data.ts";
import { openTestEngine } from "../../../engine/open-test-engine.ts";

// The same contracts and files went through datacontract-cli; cases/record-verdicts.py did that and wrote verdicts.json.

const FOLDER = resolve(import.meta.dirname, "cases");
const NOW = "2026-11-25T12:00:00Z";

interface Recorded {
  readonly version: string;
  readonly cases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Difference {
  readonly case: string;
  readonly rule: string;
  readonly pawl: string;
  readonly cli: string;
}

const recorded: Recorded = JSON.parse(readFileSync(resolve(FOLDER, "verdicts.json"), "utf8"));
const explained: readonly { readonly why: string; readonly differences: readonly Difference[] }[] = JSON.parse(
  readFileSync(resolve(FOLDER, "differences.json"), "utf8"),
);

const opened = await openTestEngine();
afterAll(() => opened.close());

async function judge(name: string): Promise<ReadonlyMap<string, string>> {
  const folder = resolve(FOLDER, name);
  const parsed = parseContract(readFileSync(resolve(folder, "contract.odcs.yaml")));
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  const [schema] = parsed.contract.schemas;
  if (schema === undefined) throw new Error("no table");
  const paths = readdirSync(folder).filter((file) => file.startsWith("data."));
  const source = await openKnownData(opened.engine, { name, paths, folder }, { contract: schema });
  const { checks } = await checkContract(opened.engine, source, schema, { now: NOW });
  return new Map(checks.map(({ id, verdict }) => [id, verdict] as const));
}

const SAME: Readonly<Record<string, string>> = { pass: "passed", fail: "failed", "not-evaluated": "not run" };

function compare(name: string, verdicts: ReadonlyMap<string, string>): Difference[] {
  const theirs = recorded.cases[name] ?? {};
  const rules = new Set([...verdicts.keys(), ...Object.keys(theirs)]);
  return [...rules].flatMap((rule): Difference[] => {
    const [pawl, cli] = [verdicts.get(rule) ?? "no rule", theirs[rule] ?? "no check"];
    // What keeps to a rule that the other tool does not know, or that neither evaluates, is no other verdict.
    const silent = cli === "no check" && pawl !== "fail";
    return SAME[pawl] === cli || silent ? [] : [{ case: name, rule, pawl, cli }];
  });
}

describe(`verdicts beside those of datacontract-cli ${recorded.version}`, () => {
  it.each(Object.keys(recorded.cases))("%s: the same, but for what is explained", async (name) => {
    const found = compare(name, await judge(name));
    const expected = explained.flatMap(({ differences }) => differences).filter((one) => one.case === name);
    const byRule = (a: Difference, b: Difference) => (a.rule < b.rule ? -1 : 1);
    expect(found.toSorted(byRule)).toEqual(expected.toSorted(byRule));
  });

  it("every reason stands in the documentation", () => {
    const text = readFileSync(resolve(import.meta.dirname, "../../../../docs/contracts.md"), "utf8").replace(
      /\s+/g,
      " ",
    );
    expect(explained.filter(({ why }) => !text.includes(why)).map(({ why }) => why)).toEqual([]);
  });
});

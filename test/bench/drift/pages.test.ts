import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderTables } from "../../../bench/drift/render-tables.ts";
import { readAllVerdicts, readCases } from "../../../bench/drift/verdict-file.ts";
import { replaceMarkedPart } from "../../../tools/marked-part.ts";

const page = readFileSync(new URL("../../../docs/drift.md", import.meta.url), "utf8");

it("docs/drift.md has the tables of the verdicts that are in the repository", () => {
  const cases = readCases();
  const tables = renderTables(cases, readAllVerdicts(cases));
  for (const [name, table] of Object.entries(tables)) expect(replaceMarkedPart(page, name, table)).toBe(page);
});

it("Pawl and every peer have verdicts of a fair part of the cases, and no verdict is of another case", () => {
  const cases = readCases();
  const ids = new Set(cases.map(({ id }) => id));
  const verdicts = readAllVerdicts(cases);
  expect([...verdicts.keys()]).toEqual(
    expect.arrayContaining(["pawl", "evidently", "nannyml", "whylogs", "deepchecks", "alibi-detect"]),
  );
  for (const ofTool of verdicts.values()) {
    expect(ofTool.size).toBeGreaterThan(cases.length / 20);
    expect([...ofTool.keys()].filter((id) => !ids.has(id))).toEqual([]);
  }
});

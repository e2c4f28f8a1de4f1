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

it("Pawl has a verdict of every case, and every peer one of some", () => {
  const cases = readCases();
  const verdicts = readAllVerdicts(cases);
  expect(verdicts.get("pawl")?.size).toBe(cases.length);
  expect([...verdicts.keys()]).toEqual(
    expect.arrayContaining(["evidently", "nannyml", "whylogs", "deepchecks", "alibi-detect"]),
  );
});

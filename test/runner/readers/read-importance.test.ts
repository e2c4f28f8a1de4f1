import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readImportance } from "../../../src/runner/readers/read-importance.ts";

let folder = "";
const since = new Date(Date.now() - 60_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pawl-importance-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const EXPECTED = [
  { column: "delay", value: 0.75 },
  { column: "origin", value: 0.25 },
];

describe("readImportance", () => {
  it.each([
    ["an object", "importance.json", '{"delay": 0.75, "origin": 0.25}'],
    [
      "a list of objects",
      "feature_importance.json",
      '[{"feature": "delay", "gain": 0.75}, {"feature": "origin", "gain": 0.25}]',
    ],
    ["a table", "feature-importances.csv", "feature,importance\ndelay,0.75\norigin,0.25\n"],
    ["a series that pandas wrote", "importances.csv", ",importance\ndelay,0.75\norigin,0.25\n"],
    ["CatBoost's table", "importance.csv", "Feature Id,Importances\ndelay,0.75\norigin,0.25\n"],
  ])("reads %s", async (_, name, text) => {
    writeFileSync(join(folder, name), text);
    expect(await readImportance(folder, since)).toEqual({ importance: EXPECTED, problems: [] });
  });

  it.each([
    ["no column with a number", "importance.json", '{"delay": "much"}', "says of no column"],
    ["half a document", "importance.json", '{"delay": ', "importance.json: "],
  ])("says what is wrong with %s", async (_, name, text, problem) => {
    writeFileSync(join(folder, name), text);
    const { importance, problems } = await readImportance(folder, since);
    expect(importance).toBeUndefined();
    expect(problems.join()).toContain(problem);
  });

  it("leaves out a file that was there before, and makes a hostile name one line", async () => {
    writeFileSync(join(folder, "importance.json"), '{"delay": 1}');
    utimesSync(join(folder, "importance.json"), new Date(0), new Date(0));
    expect(await readImportance(folder, since)).toEqual({ problems: [] });
    writeFileSync(join(folder, "feature_importance.json"), JSON.stringify({ "a\n::error::b": 1 }));
    expect((await readImportance(folder, since)).importance).toEqual([{ column: "a ::error::b", value: 1 }]);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";

// The standard's examples (docs/examples of github.com/bitol-io/open-data-contract-standard) are not part of this repository.
// Set PAWL_ODCS_EXAMPLES to a folder that holds them all, and every one has to be read.
const FOLDER = resolve(process.env["PAWL_ODCS_EXAMPLES"] ?? "odcs-examples");
const EXAMPLES = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")) : [];

describe.skipIf(EXAMPLES.length === 0)("the standard's own examples (PAWL_ODCS_EXAMPLES)", () => {
  it.each(EXAMPLES)("%s is read without complaint", (name) => {
    const text = readFileSync(resolve(FOLDER, name), "utf8");
    const parsed = parseContract(text);
    if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
    const { notes, schemas } = parsed.contract;
    expect(notes).toEqual([]);
    for (const schema of schemas) {
      const ids = schema.rules.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => id.endsWith(".present"))).toHaveLength(schema.columns.length);
      expect(
        schema.rules.every(({ line }) => line > schema.line || line > text.split("\n").indexOf("slaProperties:")),
      ).toBe(true);
    }
  });

  it("the full example makes these rules beside presence and type", () => {
    const parsed = parseContract(readFileSync(resolve(FOLDER, "full-example.odcs.yaml")));
    if ("issues" in parsed) throw new Error("not valid");
    const rules = parsed.contract.schemas.flatMap((schema) => schema.rules);
    const told = rules
      .filter(({ demand }) => !["column-present", "type", "not-evaluated"].includes(demand.kind))
      .map(({ line, title }) => `${String(line)} ${title}`);
    expect(told).toEqual([
      "136 Nulls in rcvr_cntry_code: none",
      "94 rcvr_id is unique and never null: the primary key",
      "153 Rows: more than 1,000,000 rows",
      "185 id is never null",
      "187 id is unique",
      "196 country_code is never null",
      "204 receiver_name is never null",
      "180 id, country_code together are unique and never null: the primary key",
    ]);
    const listed = rules.filter(({ demand }) => demand.kind === "not-evaluated");
    expect(listed.every(({ severity }) => severity !== "error")).toBe(true);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";

const FOLDER = resolve(import.meta.dirname, "../../../../../shared/specs/odcs/examples");
const EXAMPLES = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")) : [];

describe.skipIf(EXAMPLES.length === 0)("the standard's own examples", () => {
  it.each(EXAMPLES)("%s is read without complaint", (name) => {
    const parsed = parseContract(readFileSync(resolve(FOLDER, name)));
    expect("issues" in parsed ? parsed.issues : parsed.contract.notes).toEqual([]);
  });
});

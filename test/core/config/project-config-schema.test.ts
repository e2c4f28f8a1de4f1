import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { configKeysAt, formatProjectConfigSchema } from "../../../src/core/config/project-config-schema.ts";
import { SCHEMA_FILE } from "../../../tools/generate-schema.ts";

const schema: unknown = JSON.parse(formatProjectConfigSchema());

describe("templates/pawl.schema.json", () => {
  it("is current (npm run docs writes it)", async () => {
    expect(await readFile(SCHEMA_FILE, "utf8")).toBe(formatProjectConfigSchema());
  });

  it.each([
    [true, { models: { a: { paths: ["x"], "primary-metric": "f1" } } }],
    [
      true,
      {
        models: { a: { paths: ["x"], "primary-metric": { name: "f1", margin: 0.1 } } },
        report: { "stale-after-days": 3 },
      },
    ],
    [false, { models: { a: { paths: ["x"] } } }],
    [false, { models: { a: { paths: ["x"], "primay-metric": "f1" } } }],
    [false, { models: { A: { paths: ["x"], "primary-metric": "f1" } } }],
  ])("is valid draft 2020-12 and says %s to %j", (valid, value) => {
    expect(new Ajv2020({ strict: false }).compile(schema as object)(value)).toBe(valid);
  });

  it("explains every key", () => {
    expect(findUnexplained(schema, "")).toEqual([]);
  });

  it.each([
    [[], ["models", "report", "promotion"]],
    [
      ["promotion", "environments", "x", "rollback"],
      ["gate", "by"],
    ],
    [
      ["promotion", "environments", "x", "gate", "all", 0, "not", "label"],
      ["present", "absent"],
    ],
    [["report"], ["stale-after-days"]],
    [
      ["models", "x", "evaluation"],
      ["paths", "data"],
    ],
    [
      ["models", "x", "metrics", 0],
      ["name", "direction", "margin"],
    ],
    [["models", "x", "paths"], []],
  ])("knows the keys at %j", (path, keys) => {
    expect(configKeysAt(path)).toEqual(keys);
  });
});

/** Paths of properties without a description. */
function findUnexplained(node: unknown, path: string): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key !== "properties" || typeof value !== "object" || value === null)
      return findUnexplained(value, `${path}/${key}`);
    return Object.entries(value).flatMap(([name, property]: [string, unknown]) => {
      const explained = typeof property === "object" && property !== null && "description" in property;
      return [...(explained ? [] : [`${path}/${name}`]), ...findUnexplained(property, `${path}/${name}`)];
    });
  });
}

import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";

const RICH = `apiVersion: v3.1.0
kind: DataContract
id: rich
version: 1.0.0
status: active
slaDefaultElement: t.at
schema:
  - name: t
    physicalName: t_1
    relationships: [{ from: t.x, to: o.x }]
    quality:
      - { id: q, metric: duplicateValues, mustBe: 0, unit: rows, severity: info, arguments: { properties: [x] } }
      - { type: sql, query: SELECT 1, mustBeBetween: [0, 1] }
      - { type: custom, engine: soda, implementation: a }
    properties:
      - name: x
        physicalName: x_1
        logicalType: string
        physicalType: VARCHAR
        required: true
        unique: true
        primaryKey: true
        primaryKeyPosition: 1
        enum: [a, { value: b }]
        customProperties: [{ property: enum, value: [a] }]
        relationships: [{ to: o.x }]
        logicalTypeOptions: { minLength: 1, maxLength: 2, pattern: a, format: email, enum: [a] }
        quality:
          - { metric: missingValues, mustBeLessThan: 5, arguments: { missingValues: [null, a] } }
          - { metric: invalidValues, mustBeLessThan: 5, arguments: { validValues: [a], pattern: a } }
          - { rule: validValues, validValues: [a] }
      - name: at
        logicalType: timestamp
        logicalTypeOptions: { minimum: "2020-01-01", exclusiveMaximum: "2021-01-01" }
      - { name: n, logicalType: number, logicalTypeOptions: { multipleOf: 2, format: f32 } }
      - { name: o, logicalType: object, properties: [{ name: i }] }
slaProperties:
  - { id: s, property: latency, value: 4, unit: d, element: t.at }
  - { property: volume, value: 4, valueExt: 5 }
`;

type Path = readonly (string | number)[];

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [path, ...steps.flatMap((step) => listPaths(Reflect.get(value, step), [...path, step]))];
}

/** The contract with something else at the path. */
function replace(path: Path, by: unknown): string {
  const root: unknown = { contract: parse(RICH) };
  const full = ["contract", ...path];
  let parent: unknown = root;
  for (const step of full.slice(0, -1))
    parent = typeof parent === "object" && parent !== null ? Reflect.get(parent, step) : {};
  if (typeof parent === "object" && parent !== null) Reflect.set(parent, full.at(-1) ?? "", by);
  return stringify(typeof root === "object" && root !== null ? Reflect.get(root, "contract") : root);
}

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e300,
  "",
  "\u0000\u202e",
  "x".repeat(1000),
  [],
  [[1]],
  [null],
  {},
  { a: { b: 1 } },
];

describe("anybody who can open a pull request can write a contract", () => {
  const paths = listPaths(parse(RICH));

  it.each(ODD.map((odd, index) => [JSON.stringify(odd).slice(0, 30), odd, index % 4] as const))(
    "%s in any place is read, or refused with a place in the file",
    (_, odd, turn) => {
      // Every place has its turn with three of them.
      for (const path of paths.filter((_, index) => index % 4 === turn)) {
        const parsed = parseContract(replace(path, odd));
        if ("issues" in parsed) {
          expect(parsed.issues.length, path.join(".")).toBeGreaterThan(0);
          for (const issue of parsed.issues) expect(issue.line * issue.column).toBeGreaterThan(0);
          continue;
        }
        for (const { id, title, line } of parsed.contract.schemas.flatMap((schema) => schema.rules)) {
          expect(id.length, path.join(".")).toBeLessThanOrEqual(300);
          expect(title.length, path.join(".")).toBeLessThanOrEqual(500);
          expect(`${id}${title}`).not.toMatch(/\p{Cc}|\u202e/u);
          expect(line).toBeGreaterThan(0);
        }
      }
    },
  );

  it("a thousand rules of one name have ids of their own", () => {
    const rules = Array(1000).fill("{ metric: rowCount, mustBe: 1 }").join(", ");
    const parsed = parseContract(`apiVersion: v3.1.0\nschema:\n  - { name: t, quality: [${rules}] }\n`);
    if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
    const ids =
      "contract" in parsed ? parsed.contract.schemas.flatMap((schema) => schema.rules.map(({ id }) => id)) : [];
    expect(new Set(ids).size).toBe(1000);
    expect(ids.at(-1)).toBe("t.rowCount-1000");
  });
});

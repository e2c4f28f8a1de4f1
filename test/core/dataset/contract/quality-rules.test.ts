import { describe, expect, it } from "vitest";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";
import type { ContractRule } from "../../../../src/core/dataset/contract.ts";

/** Quality rules of the column `x` (in the file `x_1`) and of the table `t` (physically `t_1`), which also has `y`. */
function quality(ofColumn: string, ofTable = "[]"): readonly ContractRule[] {
  const parsed = parseContract(`apiVersion: v3.1.0
schema:
  - name: t
    physicalName: t_1
    properties:
      - name: x
        physicalName: x_1
        quality: ${ofColumn}
      - name: y
    quality: ${ofTable}
`);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return (parsed.contract.schemas[0]?.rules ?? []).filter(({ demand }) => demand.kind !== "column-present");
}

const bound = (operator: string, values: readonly number[], unit = "rows") => ({ operator, values, unit });

describe("library metrics of a column", () => {
  it.each([
    [
      "metric: nullValues, mustBe: 0",
      "Nulls in x_1: none",
      { kind: "null-count", column: "x_1", bound: bound("mustBe", [0]) },
    ],
    [
      "metric: nullValues, mustBeLessThan: 5, unit: percent",
      "Nulls in x_1: less than 5 %",
      { kind: "null-count", column: "x_1", bound: bound("mustBeLessThan", [5], "percent") },
    ],
    [
      "metric: missingValues, mustBeLessOrEqualTo: 1, arguments: { missingValues: [null, '', N/A] }",
      "Missing values of x_1: at most 1 row",
      {
        kind: "missing-count",
        column: "x_1",
        missing: ["", "N/A", null],
        bound: bound("mustBeLessOrEqualTo", [1]),
      },
    ],
    [
      "metric: invalidValues, mustBe: 0, arguments: { validValues: [a, 1, true, null] }",
      "Invalid values of x_1: none",
      {
        kind: "invalid-count",
        column: "x_1",
        allowed: ["a", "1", "true"],
        pattern: undefined,
        bound: bound("mustBe", [0]),
      },
    ],
    [
      "metric: invalidValues, mustBeLessThan: 2.5, unit: '%', arguments: { pattern: '^[A-Z]+$' }",
      "Invalid values of x_1: less than 2.5 %",
      {
        kind: "invalid-count",
        column: "x_1",
        allowed: undefined,
        pattern: "^[A-Z]+$",
        bound: bound("mustBeLessThan", [2.5], "percent"),
      },
    ],
    [
      "metric: duplicateValues, mustBeBetween: [0, 10]",
      "Duplicates of x_1: between 0 and 10 rows",
      { kind: "duplicate-count", columns: ["x_1"], bound: bound("mustBeBetween", [0, 10]) },
    ],
    [
      "type: library, metric: rowCount, mustBeGreaterThan: 1000000",
      "Rows: more than 1,000,000 rows",
      { kind: "row-count", bound: bound("mustBeGreaterThan", [1_000_000]) },
    ],
  ])("%s", (rule, title, demand) => {
    const [found, ...others] = quality(`[{ ${rule} }]`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ title, demand, severity: "error", line: 8 });
  });

  it.each([
    ["rule: nullCheck", "null-count", bound("mustBe", [0])],
    ["rule: duplicateCount, mustBeLessThan: 10, unit: rows", "duplicate-count", bound("mustBeLessThan", [10])],
    ["rule: validValues, validValues: [a]", "invalid-count", bound("mustBe", [0])],
    ["rule: countCheck, mustBeGreaterThan: 5", "row-count", bound("mustBeGreaterThan", [5])],
    ["rule: rowCount, mustBe: 5", "row-count", bound("mustBe", [5])],
  ])("of v3.0: %s", (rule, kind, expected) => {
    expect(quality(`[{ type: library, ${rule} }]`)[0]?.demand).toMatchObject({ kind, bound: expected });
  });

  it.each([
    "mustBe",
    "mustNotBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
  ])("the operator %s", (operator) => {
    expect(quality(`[{ metric: nullValues, ${operator}: 3 }]`)[0]?.demand).toMatchObject({
      bound: bound(operator, [3]),
    });
  });

  it("with two operators has to keep both, under ids that stay apart", () => {
    const found = quality("[{ id: few, metric: nullValues, mustBeGreaterThan: 1, mustNotBeBetween: [4, 5] }]");
    expect(found.map(({ id, title }) => [id, title])).toEqual([
      ["t.x_1.few", "Nulls in x_1: more than 1 row"],
      ["t.x_1.few-2", "Nulls in x_1: not between 4 and 5 rows"],
    ]);
  });
});

describe("library metrics of a table", () => {
  it("duplicates are those of columns together, by the names that the contract has for them", () => {
    const rule = "[{ metric: duplicateValues, mustBe: 0, arguments: { properties: [x, y] } }]";
    expect(quality("[]", rule)).toEqual([
      {
        id: "t.duplicateValues",
        title: "Duplicates of x_1, y: none",
        severity: "error",
        dimension: undefined,
        line: 10,
        demand: { kind: "duplicate-count", columns: ["x_1", "y"], bound: bound("mustBe", [0]) },
      },
    ]);
  });

  it.each([
    ["metric: nullValues, mustBe: 0", "nullValues is about one property, and this rule stands outside of them."],
    ["metric: duplicateValues, mustBe: 0", "It names no columns: arguments.properties does."],
    [
      "metric: duplicateValues, mustBe: 0, arguments: { properties: [x_2] }",
      "arguments.properties names x_2, which is not a property here. Did you mean x_1?",
    ],
    ["metric: rowCount, mustBe: 1, unit: percent", "A number of rows has no percentage."],
    ["metric: rowCount", "It has no operator that says what is allowed, such as mustBe: 0 or mustBeLessThan: 5."],
    ["metric: rowCount, mustBe: many", 'mustBe has to be a number, but is "many".'],
    ["metric: rowCount, mustBe: 1, unit: furlongs", 'The unit "furlongs" is not known: rows and percent are.'],
    ["metric: rowCounts, mustBe: 1", "The metric rowCounts is not known. Did you mean rowCount?"],
    ["description: nothing else", expect.stringMatching(/^It has no metric: nullValues/)],
    ["type: sql, mustBe: 0", "It has no query."],
    ["query: SELECT 1", expect.stringMatching(/^It has no operator/)],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the standard
    ["query: 'SELECT count(*) FROM ${warehouse}', mustBe: 0", "It is not known what ${warehouse} stands for."],
  ])("%s could be corrected, so it counts as its author says", (rule, reason) => {
    expect(quality("[]", `[{ ${rule} }]`)).toEqual([
      expect.objectContaining({ severity: "error", demand: { kind: "not-evaluated", column: undefined, reason } }),
    ]);
  });

  it("an invalidValues without a list or a pattern says nothing", () => {
    expect(quality("[{ metric: invalidValues, mustBe: 0 }]")[0]?.demand).toEqual({
      kind: "not-evaluated",
      column: "x_1",
      reason: "It does not say what is valid: arguments.validValues or arguments.pattern does.",
    });
  });
});

describe("what is not ours to evaluate is listed as information", () => {
  it.each([
    ["type: text, description: Fares are plausible", "Fares are plausible", "It is written in words."],
    ["type: custom, engine: soda, implementation: 'x'", "A rule of another engine on x_1", "It is written for soda."],
    [
      "engine: greatExpectations, severity: error, implementation: { type: expect }, name: Known carriers",
      "Known carriers",
      "It is written for greatExpectations.",
    ],
  ])("%s", (rule, title, reason) => {
    expect(quality(`[{ ${rule} }]`)).toEqual([
      expect.objectContaining({ title, severity: "info", demand: { kind: "not-evaluated", column: "x_1", reason } }),
    ]);
  });
});

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of the standard */
describe("SQL", () => {
  it.each([
    ["SELECT count(*) FROM ${table} WHERE ${column} < 0", 'SELECT count(*) FROM "t_1" WHERE "x_1" < 0'],
    ["SELECT count(*) FROM ${object} WHERE ${property} < 0", 'SELECT count(*) FROM "t_1" WHERE "x_1" < 0'],
    ["SELECT count(*) FROM {model} WHERE {field} < 0", 'SELECT count(*) FROM "t_1" WHERE "x_1" < 0'],
    ['SELECT "${column}", `${column}` FROM ${table}', 'SELECT "x_1", "x_1" FROM "t_1"'],
    ["SELECT '${column}' FROM ${table}", "SELECT 'x_1' FROM \"t_1\""],
    ["SELECT {'a': 1} FROM t_1", "SELECT {'a': 1} FROM t_1"],
  ])("%s", (query, filled) => {
    const [rule] = quality(`[{ type: sql, query: ${JSON.stringify(query)}, mustBe: 0 }]`);
    expect(rule?.demand).toEqual({ kind: "sql", column: "x_1", query: filled, bound: bound("mustBe", [0]) });
  });

  it("attack: a name with a quote cannot leave its identifier", () => {
    const parsed = parseContract(
      `apiVersion: v3.1.0\nschema: [{ name: 't" WHERE 1=1 --', quality: [{ query: 'SELECT 1 FROM \${table}', mustBe: 1 }] }]\n`,
    );
    const demand = "contract" in parsed ? parsed.contract.schemas[0]?.rules[0]?.demand : undefined;
    expect(demand).toMatchObject({ query: 'SELECT 1 FROM "t"" WHERE 1=1 --"' });
  });

  it("is called by its name, else by its description, else by what it has to give", () => {
    const titles = quality(
      "[{ name: N, description: D, query: SELECT 1, mustBe: 1 }, { description: D, query: SELECT 1, mustBe: 1 }, { query: SELECT 1, mustBeLessThan: 1.5 }]",
    ).map(({ id, title }) => [id, title]);
    expect(titles).toEqual([
      ["t.x_1.sql", "N"],
      ["t.x_1.sql-2", "D"],
      ["t.x_1.sql-3", "A query on x_1 gives less than 1.5"],
    ]);
  });
});
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of the standard */

describe("severity", () => {
  it.each([
    ["error", "error"],
    ["CRITICAL", "error"],
    ["high", "error"],
    ["medium", "warning"],
    ["Warn", "warning"],
    ["low", "warning"],
    ["info", "info"],
    ["purple", "error"],
    ["''", "error"],
  ])("%s is %s", (word, severity) => {
    expect(quality(`[{ metric: nullValues, mustBe: 0, severity: ${word} }]`)[0]?.severity).toBe(severity);
  });
});

it("the dimension comes along, and a title from the contract is one line", () => {
  const [rule] = quality('[{ metric: nullValues, mustBe: 0, dimension: completeness, name: "a\\n b\\u202e" }]');
  expect(rule).toMatchObject({ dimension: "completeness", title: "a b\uFFFD" });
});

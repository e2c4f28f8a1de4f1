import { describe, expect, it } from "vitest";
import { formatConfigIssue } from "../../../../src/core/config/config-issue.ts";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";
import type { ContractRule } from "../../../../src/core/dataset/contract.ts";

const HEAD = "apiVersion: v3.1.0\nkind: DataContract\nid: t\nversion: 1.0.0\nstatus: active\n";

function indent(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(by) + line))
    .join("\n");
}

/** A contract with one table `t`, one property `x` with these further lines, and these further lines of the table. */
function withProperty(lines: string, table = ""): string {
  const property = `properties:\n  - name: x\n${indent(lines, 4)}`;
  return `${HEAD.replace("status: active\n", "")}schema:\n  - name: t\n${indent(`${property}\n${table}`, 4)}\n`;
}

function contract(source: string | Uint8Array) {
  const parsed = parseContract(source);
  if ("issues" in parsed) throw new Error(parsed.issues.map((issue) => formatConfigIssue(issue, "c")).join("\n"));
  return parsed.contract;
}

function mistakes(source: string | Uint8Array): string[] {
  const parsed = parseContract(source);
  if (!("issues" in parsed)) throw new Error("the contract is valid");
  return parsed.issues.map(
    (issue) =>
      `${String(issue.line)}:${String(issue.column)} ${formatConfigIssue(issue, "c").replace(/^c is not valid: line \d+, /, "")}`,
  );
}

/** The rules of the first table, but for those that every column has. */
function rules(source: string): readonly ContractRule[] {
  const all = contract(source).schemas[0]?.rules ?? [];
  return all.filter(({ demand }) => demand.kind !== "column-present" && demand.kind !== "type");
}

describe("a property makes rules", () => {
  it.each([
    ["required: true", "t.x.required", "x is never null", { kind: "not-null", column: "x" }],
    ["unique: true", "t.x.unique", "x is unique", { kind: "unique", columns: ["x"], primaryKey: false }],
    [
      "primaryKey: true",
      "t.x.primary-key",
      "x is unique and never null: the primary key",
      { kind: "unique", columns: ["x"], primaryKey: true },
    ],
    [
      "enum: [a, { value: b, description: second }, 1, null, a]",
      "t.x.values",
      "x is one of a, b, 1",
      { kind: "values", column: "x", allowed: ["a", "b", "1"] },
    ],
    [
      "customProperties: [{ property: enum, value: [yes, no] }]",
      "t.x.values",
      "x is one of yes, no",
      { kind: "values", column: "x", allowed: ["yes", "no"] },
    ],
  ])("%s", (lines, id, title, demand) => {
    expect(rules(withProperty(lines))).toEqual([
      { id, title, demand, severity: "error", dimension: undefined, line: 9 },
    ]);
  });

  it("is found in the file under its physical name, and has a type", () => {
    const [present, type] = contract(withProperty("physicalName: X_1\nlogicalType: integer")).schemas[0]?.rules ?? [];
    expect(present).toMatchObject({ id: "t.X_1.present", line: 9, demand: { kind: "column-present", column: "X_1" } });
    expect(type).toMatchObject({
      id: "t.X_1.type",
      title: "X_1 is a whole number",
      line: 10,
      demand: { kind: "type", column: "X_1", logicalType: "integer", physicalType: undefined },
    });
  });

  it("belongs to the primary key in the contract's order", () => {
    const text = `${HEAD}schema:
  - name: t
    properties:
      - { name: a, primaryKey: true, primaryKeyPosition: 2 }
      - { name: b, primaryKey: true, primaryKeyPosition: 1 }
      - { name: c, primaryKey: false, primaryKeyPosition: -1 }
`;
    expect(rules(text).map(({ id, demand }) => ({ id, demand }))).toEqual([
      { id: "t.primary-key", demand: { kind: "unique", columns: ["b", "a"], primaryKey: true } },
    ]);
    expect(contract(text).schemas[0]?.columns.map(({ required }) => required)).toEqual([true, true, false]);
  });
});

describe("options of the logical type", () => {
  const limit = (value: number | string, exclusive = false) => ({ value, exclusive });
  it.each([
    [
      "integer",
      "minimum: 18\nexclusiveMaximum: 100",
      "x is at least 18 and less than 100",
      limit(18),
      limit(100, true),
    ],
    ["number", "minimum: 0\nexclusiveMinimum: 0", "x is more than 0", limit(0, true), undefined],
    ["number", "minimum: 5\nexclusiveMinimum: 0", "x is at least 5", limit(5), undefined],
    ["date", "maximum: 2021-01-01", "x is at most 2021-01-01", undefined, limit("2021-01-01")],
    [
      "timestamp",
      'minimum: "2020-01-01 00:00:00+10:00"',
      "x is at least 2020-01-01 00:00:00+10:00",
      limit("2020-01-01 00:00:00+10:00"),
      undefined,
    ],
    ["time", 'minimum: "08:00"', "x is at least 08:00", limit("08:00"), undefined],
    ["integer", "format: u8", "x fits into u8: between 0 and 255", limit(0), limit(255)],
    [
      "integer",
      "format: i64",
      "x fits into i64: between -9223372036854775808 and 9223372036854775807",
      limit("-9223372036854775808"),
      limit("9223372036854775807"),
    ],
  ])("a range: %s, %s", (type, options, title, min, max) => {
    const [rule, ...others] = rules(withProperty(`logicalType: ${type}\nlogicalTypeOptions:\n${indent(options, 2)}`));
    expect(others).toEqual([]);
    expect(rule).toMatchObject({ title, line: 11 });
    expect(rule?.demand).toEqual({ kind: "range", column: "x", min, max });
  });

  it.each([
    ["string", "minLength: 3\n  maxLength: 3", { kind: "length", column: "x", min: 3, max: 3 }, "x has 3 characters"],
    ["string", "maxLength: 1", { kind: "length", column: "x", min: undefined, max: 1 }, "x has at most 1 character"],
    ["array", "minItems: 2", { kind: "length", column: "x", min: 2, max: undefined }, "x has at least 2 items"],
    ["string", "pattern: ^A+$", { kind: "pattern", column: "x", pattern: "^A+$" }, "x matches ^A+$"],
    ["string", "format: EMAIL", { kind: "format", column: "x", format: "email" }, "x is a valid email"],
    ["date", "format: yyyy-MM-dd", { kind: "format", column: "x", format: "yyyy-MM-dd" }, "x is written as yyyy-MM-dd"],
    ["number", "multipleOf: 0.5", { kind: "multiple-of", column: "x", divisor: 0.5 }, "x is a multiple of 0.5"],
    ["string", "enum: [a]", { kind: "values", column: "x", allowed: ["a"] }, "x is one of a"],
  ])("%s, %s", (type, options, demand, title) => {
    const [rule] = rules(withProperty(`logicalType: ${type}\nlogicalTypeOptions:\n  ${options}`));
    expect(rule).toMatchObject({ demand, title, severity: "error", line: 11 });
  });

  it.each([
    [
      "date",
      "minimum: 2021-02-30",
      "error",
      'minimum has to be an ISO date or timestamp such as 2021-01-31, but is "2021-02-30".',
    ],
    ["integer", "maximum: many", "error", 'maximum has to be a number, but is "many".'],
    ["string", "minimum: 1", "error", "minimum has to be left out for a column of logicalType string, but is 1."],
    ["string", "format: password", "warning", expect.stringMatching(/^The format password is not known; email, uuid/)],
    ["array", "uniqueItems: true", "warning", "Items of lists are not evaluated."],
    ["object", "required: [a]", "warning", "Properties of objects are not evaluated."],
    ["timestamp", "timezone: true", "warning", "Time zones of columns are not evaluated."],
  ])("%s, %s is not evaluated", (type, option, severity, reason) => {
    const found = rules(withProperty(`logicalType: ${type}\nlogicalTypeOptions:\n  ${option}`));
    expect(found).toEqual([
      expect.objectContaining({ severity, demand: { kind: "not-evaluated", column: "x", reason } }),
    ]);
  });

  it("a format that every number has, and an option that is off, are no rules", () => {
    expect(rules(withProperty("logicalType: number\nlogicalTypeOptions: { format: f64 }"))).toEqual([]);
    expect(rules(withProperty("logicalType: array\nlogicalTypeOptions: { uniqueItems: false }"))).toEqual([]);
  });
});

describe("service levels", () => {
  const levels = (text: string) =>
    rules(
      `${HEAD}schema:\n  - name: orders\n    properties: [{ name: at, physicalName: updated_at }]\nslaProperties:\n${indent(text, 2)}\n`,
    );
  const DAY = 86_400;

  it.each([
    ["{ property: latency, value: 4, unit: d, element: orders.at }", 4 * DAY],
    ["{ property: freshness, value: 90, unit: minutes, element: updated_at }", 5400],
    ["{ property: freshness, value: 2, element: orders.updated_at }", 2 * DAY],
    ["{ property: freshness, value: PT36H, element: orders.at }", 1.5 * DAY],
    ["{ property: freshness, value: 25h, element: orders.at }", 25 * 3600],
    ["{ property: frequency, value: 1, unit: d, element: orders.at }", DAY],
    ["{ property: latency, value: 1, unit: y, element: orders.at }", 366 * DAY],
  ])("%s is freshness", (line, maxAgeSeconds) => {
    const [rule] = levels(`- ${line}`);
    expect(rule?.demand).toEqual({ kind: "freshness", column: "updated_at", maxAgeSeconds });
  });

  it("what is renewed daily and arrives four days later is at most five days old", () => {
    const ages = levels(
      "- { property: latency, value: 4, unit: d, element: orders.at }\n- { property: frequency, value: 1, unit: d, element: orders.at }",
    ).map(({ title }) => title);
    expect(ages).toEqual(["The newest updated_at is at most 4 d old", "The newest updated_at is at most 5 d old"]);
  });

  it.each([
    ["{ property: volume, value: 1000 }", { operator: "mustBeGreaterOrEqualTo", values: [1000], unit: "rows" }],
    [
      "{ property: rowCount, value: 1000, valueExt: 2000, unit: rows }",
      { operator: "mustBeBetween", values: [1000, 2000], unit: "rows" },
    ],
  ])("%s is a number of rows", (line, bound) => {
    expect(levels(`- ${line}`)[0]?.demand).toEqual({ kind: "row-count", bound });
  });

  it.each([
    [
      "{ property: latency, value: 4, unit: d }",
      "warning",
      "It names no column: element does, such as orders.updated_at.",
    ],
    [
      "{ property: latency, value: 4, unit: d, element: orders.gone }",
      "warning",
      "orders has no property that is called orders.gone.",
    ],
    [
      "{ property: latency, value: 4, unit: fortnights, element: orders.at }",
      "error",
      "Its value and unit are not a duration: 4 with the unit d is, or PT12H.",
    ],
    ["{ property: volume, value: much }", "error", "It is not a number of rows."],
    [
      "{ property: retention, value: 3, unit: y, element: orders.at }",
      "info",
      "It is about the service, not about the content of the data.",
    ],
    ["{ property: availability, value: 99.9 }", "info", "It is about the service, not about the content of the data."],
  ])("%s is listed as not evaluated", (line, severity, reason) => {
    expect(levels(`- ${line}`)).toEqual([
      expect.objectContaining({ severity, demand: { kind: "not-evaluated", column: undefined, reason } }),
    ]);
  });

  it("are listed with the table that they name, and with every table when they name none", () => {
    const { schemas } = contract(`${HEAD}schema:
  - { name: a, properties: [{ name: at }] }
  - { name: b, properties: [{ name: at }] }
slaProperties:
  - { property: freshness, value: 1, element: a.at }
  - { property: endOfLife, value: "2042-05-12" }
`);
    const ids = schemas.map((schema) => schema.rules.map(({ id }) => id));
    expect(ids).toEqual([
      ["a.at.present", "a.at.freshness", "a.endOfLife"],
      ["b.at.present", "b.endOfLife"],
    ]);
  });
});

describe("a contract that cannot be read", () => {
  it.each([
    ["nothing in it", "", ["1:1 the file is empty. `pawl infer` writes a contract from data."]],
    ["a list", "- a\n", ["1:1 the file must be a mapping of keys. It begins with apiVersion: v3.1.0."]],
    [
      "no version",
      "id: x\n",
      ["1:1 apiVersion is missing. An Open Data Contract Standard document says apiVersion: v3.1.0."],
    ],
    [
      "version 2",
      "apiVersion: v2.2.2\n",
      ['1:13 apiVersion is "v2.2.2"; contracts of version 3 of the standard are read. Write apiVersion: v3.1.0.'],
    ],
    [
      "another standard",
      "dataContractSpecification: 1.1.0\nid: x\n",
      [
        expect.stringMatching(
          /^1:1 dataContractSpecification belongs to the older .* datacontract export --format odcs\.$/,
        ),
      ],
    ],
    [
      "another kind",
      `${HEAD.replace("DataContract", "Table")}`,
      ['2:7 kind must be DataContract, but is the text "Table".'],
    ],
    ["a table without a name", `${HEAD}schema:\n  - physicalName: t\n`, ["7:5 schema[0].name is missing."]],
    [
      "a mapping of properties",
      `${HEAD}schema:\n  - name: t\n    properties: { x: 1 }\n`,
      ["8:17 schema[0].properties must be a list, but is a mapping of keys."],
    ],
    [
      "a type of a database",
      withProperty("logicalType: varchar(20)"),
      [
        expect.stringMatching(
          /^9:22 schema\[0\]\.properties\[0\]\.logicalType must be string or .* Did you mean string\?$/,
        ),
      ],
    ],
    [
      "a type that nobody knows",
      withProperty("logicalType: spam"),
      [expect.stringMatching(/ What the database calls it is the physicalType\.$/)],
    ],
    [
      "yes for true",
      withProperty("required: yes"),
      ['9:19 schema[0].properties[0].required must be true or false, but is the text "yes".'],
    ],
    [
      "a name that is a number",
      `${HEAD}schema:\n  - name: 2024\n`,
      ["7:11 schema[0].name must be text, but is 2024. Put it in quotes."],
    ],
    [
      "an operator without a number",
      withProperty("quality: [{ metric: nullValues, mustBeLessThan: few }]"),
      ['9:57 schema[0].properties[0].quality[0].mustBeLessThan must be a number, but is the text "few".'],
    ],
    [
      "limits in the wrong order",
      withProperty("quality: [{ metric: nullValues, mustBeBetween: [5, 1] }]"),
      ["9:56 schema[0].properties[0].quality[0].mustBeBetween must be two numbers, the smaller one first."],
    ],
    [
      "a negative length",
      withProperty("logicalTypeOptions: { minLength: -1 }"),
      ["9:42 schema[0].properties[0].logicalTypeOptions.minLength must be at least 0, but is -1."],
    ],
    [
      "two columns of one name",
      `${HEAD}schema:\n  - name: t\n    properties: [{ name: a }, { name: b, physicalName: a }]\n`,
      [
        '8:56 schema[0].properties[1].physicalName is "a", which another property here is called already. Keep one of the two.',
      ],
    ],
    ["tabs", `${HEAD}schema:\n\t- name: t\n`, [expect.stringMatching(/^7:1 a tab is used/)]],
    ["two documents", `${HEAD}---\n${HEAD}`, [expect.stringMatching(/a second document begins here/)]],
    ["a doubled key", `${HEAD}id: y\n`, ["6:1 id is there twice. Keep one of the two."]],
    ["no UTF-8", new Uint8Array([0x61, 0x3a, 0xff]), ["1:1 the file is not UTF-8. Save it as UTF-8."]],
  ])("has %s", (_, source, expected) => {
    expect(mistakes(source)).toEqual(expected);
  });

  it("attack: a name with a line break cannot forge a line of a log", () => {
    expect(mistakes(`${HEAD}schema:\n  - name: "t\\n::error::"\n`)).toEqual([
      "7:11 schema[0].name must be one non-empty line.",
    ]);
  });

  it("attack: a billion laughs are not expanded", () => {
    const laughs = Array.from(
      { length: 12 },
      (_, n) => `l${n}: &l${n} [${n === 0 ? "ha" : Array(10).fill(`*l${n - 1}`)}]`,
    );
    expect(mistakes(`${HEAD}${laughs.join("\n")}\n`)).toEqual([
      "1:1 the file repeats itself through too many aliases. Write the values out.",
    ]);
  });

  it("attack: nesting without end is refused before it is parsed", () => {
    expect(mistakes(`${HEAD}schema: ${"[".repeat(100_000)}`)).toEqual([expect.stringMatching(/nested too deeply/)]);
  });
});

describe("what the standard does not have", () => {
  it("is no refusal: a misspelled key of a property is among the rules, with what was meant", () => {
    const { notes, schemas } = contract(withProperty("requried: true"));
    expect(notes).toEqual([]);
    expect(schemas[0]?.rules.at(-1)).toEqual({
      id: "t.x.requried",
      title: "requried of x",
      severity: "warning",
      dimension: undefined,
      line: 9,
      demand: {
        kind: "not-evaluated",
        column: "x",
        reason: "requried is not a key of the standard, and has no effect. Did you mean required?",
      },
    });
  });

  it.each([
    [withProperty("notNull: true"), "notNull is not a key of the standard, and has no effect. Did you mean required?"],
    [
      withProperty("logicalTypeOptions: { maxlength: 3 }"),
      "maxlength is not a key of the standard, and has no effect. Did you mean maxLength?",
    ],
    [
      withProperty("quality: [{ metric: nullValues, mustbe: 0 }]"),
      "mustbe is not a key of the standard, and has no effect. Did you mean mustBe?",
    ],
    [withProperty("", "qualty: []"), "qualty is not a key of the standard, and has no effect. Did you mean quality?"],
  ])("a misspelled key further in (%#)", (source, reason) => {
    expect(rules(source).at(-1)?.demand).toMatchObject({ kind: "not-evaluated", reason });
  });

  it("is noted where there would be no rule", () => {
    const { notes } = contract(`${withProperty("colour: red")}slaPropreties: []\nx-team: a\n`);
    expect(notes.map((issue) => formatConfigIssue(issue, "c"))).toEqual([
      "c is not valid: line 9, schema[0].properties[0].colour is not a key of the standard, and has no effect. What is your own stands under customProperties.",
      "c is not valid: line 11, slaPropreties is not a key of the standard, and has no effect. Did you mean slaProperties?",
    ]);
  });

  it("a key without a value is a key that is not there", () => {
    expect(rules(withProperty("required:\nquality:\nlogicalTypeOptions:\ntags:"))).toEqual([]);
  });
});

it("the contract says who it is", () => {
  expect(contract(`${HEAD}schema: []\n`)).toEqual({
    id: "t",
    version: "1.0.0",
    status: "active",
    schemas: [],
    notes: [],
  });
  expect(contract("apiVersion: v3.0.2\nversion: 1.1\n")).toMatchObject({ id: undefined, version: "1.1", schemas: [] });
});

it("nested fields and references are listed, never passed", () => {
  const text = withProperty(
    "logicalType: object\nproperties: [{ name: inner, required: true }]\nrelationships: [{ to: other.id }]",
    "relationships: [{ from: t.x, to: other.id }]",
  );
  expect(rules(text).map(({ id, demand: { kind }, severity, line }) => ({ id, kind, severity, line }))).toEqual([
    { id: "t.x.nested", kind: "not-evaluated", severity: "warning", line: 10 },
    { id: "t.x.reference", kind: "not-evaluated", severity: "warning", line: 11 },
    { id: "t.reference", kind: "not-evaluated", severity: "warning", line: 12 },
  ]);
});

it("allowed values are known for each column, so that their names may be shown", () => {
  const text = withProperty("quality: [{ metric: invalidValues, mustBe: 0, arguments: { validValues: [a, b] } }]");
  expect(contract(text).schemas[0]?.columns[0]?.allowed).toEqual(["a", "b"]);
  expect(contract(withProperty("")).schemas[0]?.columns[0]?.allowed).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { inferContract } from "../../../../src/core/dataset/contract/infer-contract.ts";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";
import type {
  CategoricalProfile,
  ColumnProfile,
  NumericProfile,
  Profile,
} from "../../../../src/core/dataset/profile.ts";

const ROWS = 1000;

function numeric(name: string, min: number, max: number, more: Partial<NumericProfile> = {}): NumericProfile {
  return {
    name,
    type: more.kind === "integer" ? "BIGINT" : "DOUBLE",
    nulls: 0,
    invalid: 0,
    kind: "numeric",
    frame: { edges: [], values: [] },
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    bins: [ROWS],
    min,
    max,
    distinct: 500,
    spikes: [],
    ...more,
  };
}

function categorical(
  name: string,
  counts: Readonly<Record<string, number>>,
  more: Partial<CategoricalProfile> = {},
): CategoricalProfile {
  const names = Object.keys(counts);
  return {
    name,
    type: "VARCHAR",
    nulls: 0,
    invalid: 0,
    kind: "categorical",
    frame: { categories: names.map((category, n) => ({ hash: String(n).padStart(16, "0"), name: category })) },
    counts: Object.values(counts),
    unseen: [],
    unseenRest: { categories: 0, rows: 0 },
    distinct: names.length,
    singletons: Object.values(counts).filter((count) => count === 1).length,
    empty: counts[""] ?? 0,
    ...more,
  };
}

function profile(columns: readonly ColumnProfile[], rows = ROWS): Profile {
  return { rows, duplicateRows: null, columns: [...columns], pairs: [] };
}

/** What is promised about one column: the lines below its name. */
function infer(column: ColumnProfile, rows = ROWS): string[] {
  const yaml = inferContract(profile([column], rows), { name: "t" });
  const parsed = parseContract(yaml);
  expect("issues" in parsed ? parsed.issues : parsed.contract.notes).toEqual([]);
  const body = /\n {4}properties:\n {6}- name: .*\n((?: {8}.*\n)*)/.exec(yaml)?.[1] ?? "";
  return body
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(8));
}

describe("numbers", () => {
  it.each([
    [
      "a delay",
      numeric("delay", -60, 1435),
      "Seen: −60 to 1435. Rounded outwards: write what is possible.",
      -150,
      2500,
    ],
    [
      "what is never negative",
      numeric("fare", 1, 4962),
      "Seen: 1 to 4962. Rounded outwards: write what is possible.",
      0,
      7500,
    ],
    [
      "what is never positive",
      numeric("debt", -90, -1),
      "Seen: −90 to −1. Rounded outwards: write what is possible.",
      -135,
      0,
    ],
    [
      "a temperature",
      numeric("kelvin", 250, 310),
      "Seen: 250 to 310. Rounded outwards: write what is possible.",
      220,
      340,
    ],
    [
      "something tiny",
      numeric("mass", 0.001, 0.002),
      "Seen: 0.001 to 0.002. Rounded outwards: write what is possible.",
      0.0005,
      0.0025,
    ],
    ["a probability", numeric("late_probability", 0.1, 0.7), "A share. Seen: 0.1 to 0.7.", 0, 1],
    ["a share without such a name", numeric("x", 0, 1), "A share. Seen: 0 to 1.", 0, 1],
    ["a percentage", numeric("cloud_pct", 3, 88), "A percentage. Seen: 3 to 88.", 0, 100],
    ["a latitude", numeric("lat", 7.4, 71.3), "Degrees. Seen: 7.4 to 71.3.", -90, 90],
    ["a longitude", numeric("pickup_longitude", -176.6, 145.6), "Degrees. Seen: −176.6 to 145.6.", -180, 180],
    ["a label", numeric("y", 0, 1, { kind: "integer", distinct: 2 }), "Each of these whole numbers was seen.", 0, 1],
    [
      "a month",
      numeric("month", 1, 12, { kind: "integer", distinct: 12 }),
      "Each of these whole numbers was seen.",
      1,
      12,
    ],
  ])("%s", (_, column, comment, minimum, maximum) => {
    expect(infer(column)).toEqual([
      `logicalType: ${column.kind === "integer" ? "integer" : "number"}`,
      "required: true",
      "logicalTypeOptions:",
      `  # ${comment}`,
      `  minimum: ${String(minimum)}`,
      `  maximum: ${String(maximum)}`,
    ]);
  });

  it.each([
    ["NaN, which is in no range", numeric("x", 0, 9, { nan: 1 })],
    ["an infinity", numeric("x", 0, 9, { positiveInfinity: 1 })],
    ["whole numbers beyond 2^53", { ...numeric("x", 0, 9, { kind: "integer" }), max: "9223372036854775807" }],
    ["a single value", numeric("x", 7, 7, { distinct: 1 })],
    ["identifiers", numeric("customer_id", 1, 99_999, { kind: "integer" })],
    ["the largest doubles", numeric("x", -1.7e308, 1.7e308)],
  ])("no range for %s", (_, column) => {
    expect(infer(column)).toEqual([
      `logicalType: ${column.kind === "integer" ? "integer" : "number"}`,
      "required: true",
    ]);
  });
});

describe("what a column has to have", () => {
  it.each([
    ["a key", numeric("order_id", 1, ROWS, { kind: "integer", distinct: ROWS }), ["required: true", "unique: true"]],
    [
      "a camel-case key",
      numeric("orderId", 1, ROWS, { kind: "integer", distinct: ROWS }),
      ["required: true", "unique: true"],
    ],
    ["no key: not called so", numeric("amount", 1, 1, { kind: "integer", distinct: ROWS }), ["required: true"]],
    [
      "no key: a value is there twice",
      numeric("order_id", 1, ROWS, { kind: "integer", distinct: ROWS - 1 }),
      ["required: true"],
    ],
    ["no key: not counted", numeric("order_id", 1, ROWS, { kind: "integer", distinct: null }), ["required: true"]],
    ["nulls", numeric("order_id", 1, ROWS, { kind: "integer", distinct: ROWS - 1, nulls: 1 }), []],
  ])("%s", (_, column, expected) => {
    expect(infer(column)).toEqual(["logicalType: integer", ...expected]);
  });

  it("too few rows promise nothing but types", () => {
    expect(infer(numeric("order_id", 1, 99, { kind: "integer", distinct: 99 }), 99)).toEqual(["logicalType: integer"]);
  });

  it("a column of nulls is known by its name", () => {
    expect(infer(numeric("x", 0, 0, { nulls: ROWS, min: null, max: null, distinct: 0 }))).toEqual([
      "# Only nulls were seen, so nothing is known about it.",
    ]);
  });

  it("values that could not be read leave the type to a person", () => {
    expect(infer(numeric("x", 0, 5, { invalid: 12 }))).toEqual([
      "# 12 values could not be read as numeric: decide on a logicalType.",
    ]);
  });

  const common = { name: "x", nulls: 0, invalid: 0 } as const;
  it.each<[string, ColumnProfile, string | undefined]>([
    ["DATE", { ...numeric("x", 0, 1, { kind: "timestamp" }), type: "DATE" }, "date"],
    [
      "TIMESTAMP WITH TIME ZONE",
      { ...numeric("x", 0, 1, { kind: "timestamp" }), type: "TIMESTAMP WITH TIME ZONE" },
      "timestamp",
    ],
    ["BOOLEAN", { ...common, type: "BOOLEAN", kind: "boolean", falses: 1, trues: ROWS - 1 }, "boolean"],
    ["VARCHAR[]", { ...common, type: "VARCHAR[]", kind: "other" }, "array"],
    ["STRUCT(a INTEGER)", { ...common, type: "STRUCT(a INTEGER)", kind: "other" }, "object"],
    ["BLOB", { ...common, type: "BLOB", kind: "other" }, undefined],
  ])("%s", (_, column, logicalType) => {
    expect(infer(column)).toEqual([
      ...(logicalType === undefined ? [] : [`logicalType: ${logicalType}`]),
      "required: true",
    ]);
  });
});

describe("categories", () => {
  const list = (...values: string[]) => [
    "quality:",
    "  - metric: invalidValues",
    "    mustBe: 0",
    "    arguments:",
    "      validValues:",
    ...values.map((value) => `        - ${value}`),
  ];
  const airports = Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`A${String.fromCharCode(65 + n)}X`, 38]));

  it.each([
    ["few, often", categorical("carrier", { UA: 600, DL: 400 }), list("DL", "UA")],
    [
      "words that YAML would take for something else",
      categorical("answer", { no: 300, yes: 200, "1": 100, "": 100, null: 100, "2020-01-01": 100, "a: b # c": 100 }),
      list('""', '"1"', '"2020-01-01"', '"a: b # c"', '"no"', '"null"', '"yes"'),
    ],
    [
      "codes",
      categorical("origin", airports),
      ["logicalTypeOptions:", "  # All 26 values are 3 capital letters.", '  pattern: "^[A-Z]{3}$"'],
    ],
  ])("%s", (_, column, expected) => {
    expect(infer(column)).toEqual(["logicalType: string", "required: true", ...expected]);
  });

  it.each([
    ["one was seen once, so others exist", categorical("c", { UA: 999, DL: 1 })],
    [
      "too few rows for each",
      categorical("c", Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`v ${String(n)}`, 2])), {}),
      100,
    ],
    [
      "names are hidden",
      categorical(
        "c",
        {},
        {
          distinct: 2,
          counts: [600, 400],
          frame: { categories: [{ hash: "0".repeat(16) }, { hash: "1".repeat(16) }] },
        },
      ),
    ],
    [
      "there are more than the profile has",
      categorical("c", { UA: 500, DL: 400 }, { distinct: 50, unseenRest: { categories: 48, rows: 100 } }),
    ],
    ["they are prose", categorical("c", { ["x".repeat(61)]: 500, b: 500 })],
  ])("no list: %s", (_, column, rows = ROWS) => {
    expect(infer(column, rows)).toEqual(["logicalType: string", "required: true"]);
  });
});

describe("the document", () => {
  it("is short, and says what it is", async () => {
    const yaml = inferContract(
      profile([
        numeric("flight_id", 1, ROWS, { kind: "integer", distinct: ROWS }),
        categorical("carrier", { UA: 600, DL: 400 }),
        numeric("delay", -60, 1435, { nulls: 3 }),
      ]),
      { name: "flights" },
    );
    await expect(yaml).toMatchFileSnapshot("fixtures/inferred.odcs.yaml");
  });

  it("of no rows promises none", () => {
    const yaml = inferContract(profile([], 0), { name: "t" });
    expect(parseContract(yaml)).toMatchObject({ contract: { schemas: [{ name: "t", rules: [], columns: [] }] } });
  });

  it("attack: names cannot leave their line", () => {
    const names = ["x: 1", "a # b", '"q"', "- y", "*z", "&z", "{a}", "no", "🙂|pipe", "0x1F", "~", "'s'"];
    const yaml = inferContract(profile(names.map((name) => numeric(name, 0, 5))), { name: "t\nschema: []" });
    const parsed = parseContract(yaml);
    if ("issues" in parsed) throw new Error(yaml);
    expect(parsed.contract.schemas[0]?.columns.map(({ name }) => name)).toEqual(names);
    expect(yaml.split("\n").filter((line) => line.startsWith("schema:"))).toHaveLength(1);
  });
});

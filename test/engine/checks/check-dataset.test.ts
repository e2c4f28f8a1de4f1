import { afterAll, describe, expect, it } from "vitest";
import { DatasetChecks, type DatasetPlan } from "../../../src/core/config/project-config.ts";
import { Check } from "../../../src/core/dataset/check.ts";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { checkDataset } from "../../../src/engine/checks/check-dataset.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { csvOf, parquetOf } from "./open-test-data.ts";

const opened: TestEngine = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

const NO_PROFILE: Profile = { rows: 0, duplicateRows: null, columns: [], pairs: [] };

const select = (sql: string): Promise<DataSource> => parquetOf(engine, folder, sql);

interface Given {
  readonly data: DataSource;
  readonly checks: unknown;
  readonly reference?: DataSource;
  readonly other?: DataSource;
  readonly plan?: Partial<DatasetPlan>;
}

async function check({ data, checks, reference, other, plan }: Given) {
  const before = reference === undefined ? undefined : await profileData(engine, reference);
  const asked = Object.keys(Object(checks));
  const profiled = asked.some((name) => ["predictive-column", "class-balance", "new-categories"].includes(name));
  const profile = profiled ? await profileData(engine, data, { frame: before }) : NO_PROFILE;
  const result = await checkDataset(engine, {
    source: data,
    profile,
    reference: before,
    plan: {
      name: "train",
      path: "train.parquet",
      key: "train",
      contract: undefined,
      workflow: "data.yml",
      label: "y",
      id: ["id"],
      time: undefined,
      showCategories: [],
      ...plan,
      checks: DatasetChecks.parse(checks),
    },
    open: () => (other === undefined ? Promise.reject(new Error("no other data")) : Promise.resolve(other)),
  });
  for (const one of result.checks) Check.parse(one);
  return result;
}

const short = ({ checks }: { checks: readonly Check[] }) =>
  checks.map(({ id, verdict, actual, reason }) => `${id} ${verdict}: ${reason ?? actual}`);

describe("train-test", () => {
  const train = () =>
    select(
      "SELECT i AS id, i * 1.5 AS x, 'c' || i % 3 AS c, DATE '2024-01-01' + i::INTEGER AS day FROM range(100) t(i)",
    );
  const options = { "train-test": { test: "test.parquet" } };
  const plan = { time: "day" };

  it.each<[title: string, test: string, expected: readonly string[]]>([
    [
      "nothing in common",
      "SELECT i AS id, i * 1.5 AS x, 'c' || i % 3 AS c, DATE '2024-01-01' + i::INTEGER AS day FROM range(100, 120) t(i)",
      [
        "train-test-rows pass: none of 20 test rows",
        "train-test-ids pass: none of 20 test ids",
        "train-test-time pass: all of 20 test rows",
      ],
    ],
    [
      "rows, ids and times of the training data",
      "SELECT i AS id, i * 1.5 AS x, 'c' || i % 3 AS c, DATE '2024-01-01' + i::INTEGER AS day FROM range(95, 115) t(i)",
      [
        "train-test-rows fail: 5 of 20 test rows (25 %)",
        "train-test-ids fail: 5 of 20 test ids (25 %)",
        "train-test-time fail: not later: 5 of 20 rows (25 %)",
      ],
    ],
    [
      "the same rows under new ids",
      "SELECT i + 1000 AS id, i * 1.5 AS x, 'c' || i % 3 AS c, DATE '2024-01-01' + i::INTEGER AS day FROM range(98, 118) t(i)",
      [
        "train-test-rows fail: 2 of 20 test rows (10 %)",
        "train-test-ids pass: none of 20 test ids",
        "train-test-time fail: not later: 2 of 20 rows (10 %)",
      ],
    ],
    [
      "other types of the same values",
      "SELECT i::DOUBLE AS id, (i * 1.5)::FLOAT AS x, 'c' || i % 3 AS c, (DATE '2024-01-01' + i::INTEGER)::TIMESTAMP AS day FROM range(99, 119) t(i)",
      [
        "train-test-rows fail: 1 of 20 test rows (5 %)",
        "train-test-ids fail: 1 of 20 test ids (5 %)",
        "train-test-time fail: not later: 1 of 20 rows (5 %)",
      ],
    ],
    [
      "a test row twice",
      "SELECT 7 AS id, 10.5 AS x, 'c1' AS c, DATE '2024-01-08' AS day FROM range(2)",
      [
        "train-test-rows fail: 2 of 2 test rows (100 %)",
        "train-test-ids fail: 1 of 1 test ids (100 %)",
        "train-test-time fail: not later: 2 of 2 rows (100 %)",
      ],
    ],
    [
      "other columns",
      "SELECT 1 AS other",
      [
        "train-test-rows not-evaluated: data has no column that the training data has.",
        'train-test-ids not-evaluated: data has no column "id".',
        'train-test-time not-evaluated: "day" is not a column of dates in both.',
      ],
    ],
    [
      "no rows",
      "SELECT i AS id, i * 1.5 AS x, 'c' AS c, DATE '2024-01-01' AS day FROM range(0) t(i)",
      [
        "train-test-rows pass: none of 0 test rows",
        "train-test-ids pass: none of 0 test ids",
        "train-test-time pass: all of 0 test rows",
      ],
    ],
  ])("%s", async (_, test, expected) => {
    expect(short(await check({ data: await train(), other: await select(test), checks: options, plan }))).toEqual(
      expected,
    );
  });

  it("shares that are allowed, and rows to look at where they are not", async () => {
    const other = await select(
      "SELECT i AS id, i * 1.5 AS x, 'c' || i % 3 AS c, DATE '2024-01-01' + i::INTEGER AS day FROM range(95, 115) t(i)",
    );
    const allowed = { test: "t", "max-row-overlap": 0.25, "max-id-overlap": 0.3, "in-time-order": false };
    const result = await check({ data: await train(), other, checks: { "train-test": allowed }, plan });
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    const strict = await check({ data: await train(), other, checks: options, plan });
    expect(strict.badRows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5]);
  });

  it("training data as CSV, test data as Parquet", async () => {
    const data = csvOf(folder, { id: ["1", "2"], x: ["1.50", "3"], c: ["a", null] }, { id: "integer", x: "numeric" });
    const other = await select("SELECT * FROM (VALUES (1, 1.5::DOUBLE, 'a'), (9, 3, NULL), (3, 3, 'b')) t(id, x, c)");
    expect(short(await check({ data, other, checks: options }))).toEqual([
      "train-test-rows fail: 2 of 3 test rows (66.7 %)",
      "train-test-ids fail: 1 of 3 test ids (33.3 %)",
    ]);
  });
});

describe("predictive-column", () => {
  const options = { "predictive-column": {} };
  const rows = (columns: string, n = 4000) =>
    select(`SELECT i AS id, i % 2 AS y, hash(i) AS h, ${columns} FROM range(${String(n)}) t(i)`);

  it.each<[title: string, columns: string, actual: string]>([
    ["noise", "hash(i * 7 + 1) % 1000 AS x", "pass"],
    ["the label itself", "i % 2 AS x", "fail x 1"],
    ["the opposite of the label", "1 - i % 2 AS x", "fail x 1"],
    ["the label with a little noise", "(i % 2) * 10 + (hash(i) % 1000) / 100.0 AS x", "fail x 1"],
    ["a text that tells the label", "CASE WHEN i % 2 = 1 THEN 'paid' ELSE 'open' END AS x", "fail x 1"],
    [
      "codes in no order",
      "CASE WHEN i % 2 = 1 THEN [3, 17, 40][1 + i % 3] ELSE [1, 9, 60][1 + i % 3] END AS x",
      "fail x 1",
    ],
    ["that it is missing tells", "CASE WHEN i % 2 = 1 THEN hash(i) % 1000 END AS x", "fail x 1"],
    ["an id as text tells nothing", "'user-' || i AS x", "pass"],
    ["a truth value", "i % 2 = 0 AS x", "fail x 1"],
    ["a time", "TIMESTAMP '2024-01-01' + INTERVAL (i % 2) DAY AS x", "fail x 1"],
    ["a weak column", "(i % 2) + (hash(i) % 1000) / 100.0 AS x", "pass"],
  ])("%s", async (_, columns, expected) => {
    const { checks } = await check({ data: await rows(columns), checks: options });
    const [first] = checks;
    expect(
      `${first?.verdict} ${first?.verdict === "fail" ? first.actual.replace("AUC of the label: ", "") : ""}`.trim(),
    ).toBe(expected);
    expect(first?.column).toBe(expected.startsWith("fail") ? "x" : undefined);
  });

  it("the area is that of Mann and Whitney, with ties", async () => {
    // By hand: positives 3, 3, 1; negatives 1, 2, 0: (2 · 3 + 0.5 + 0 + 1) / 9.
    const data = await select(
      "SELECT * FROM (VALUES (1, 1, 3), (2, 1, 3), (3, 1, 1), (4, 0, 1), (5, 0, 2), (6, 0, 0)) t(id, y, x)",
    );
    const { rankAuc } = await import("../../../src/engine/checks/dataset/single-column-auc.ts");
    const { findColumn } = await import("../../../src/engine/checks/column-view.ts");
    const [column, label] = [findColumn(data, "x"), findColumn(data, "y")];
    if (column === undefined || label === undefined) throw new Error("no column");
    expect(await rankAuc({ engine, source: data, column, label, classes: ["1"] })).toBeCloseTo(7.5 / 9, 12);
  });

  it("one of three classes is told", async () => {
    const data = await select(
      "SELECT i AS id, 'k' || i % 3 AS y, CASE WHEN i % 3 = 1 THEN 5 ELSE hash(i) % 5 END AS x FROM range(3000) t(i)",
    );
    expect(short(await check({ data, checks: options }))).toEqual(["predictive-column fail: AUC of the label: x 1"]);
  });

  it.each<[title: string, sql: string, plan: Partial<DatasetPlan>, reason: string]>([
    ["no label", "SELECT 1 AS x", { label: undefined }, "does not say which column is the label"],
    ["a label that is not there", "SELECT 1 AS x", {}, 'no column "y"'],
    ["a label that is a quantity", "SELECT i AS y, i AS x FROM range(50) t(i)", {}, "it is a quantity"],
    ["a label of one class", "SELECT 1 AS y, i AS x FROM range(50) t(i)", {}, "fewer than two classes"],
    ["no rows", "SELECT 1 AS y, i AS x FROM range(0) t(i)", {}, "fewer than two classes"],
    ["no other column", "SELECT i % 2 AS y FROM range(9) t(i)", {}, "no column that could be judged"],
  ])("%s is not evaluated", async (_, sql, plan, reason) => {
    const { checks } = await check({ data: await select(sql), checks: options, plan });
    expect(checks).toMatchObject([{ verdict: "not-evaluated", reason: expect.stringContaining(reason) }]);
  });

  it("columns that may know the label", async () => {
    const data = await rows("i % 2 AS x, i % 2 AS z");
    const { checks } = await check({ data, checks: { "predictive-column": { except: ["x"] } } });
    expect(checks[0]?.actual).toBe("AUC of the label: z 1");
  });
});

describe("conflicting-labels", () => {
  it.each<[title: string, rows: string, options: object, expected: string]>([
    ["none", "(1, 0, 'a', 1.5), (2, 0, 'a', 1.5), (3, 1, 'b', 1.5)", {}, "pass: none"],
    [
      "twins of another label",
      "(1, 0, 'a', 1.5), (2, 1, 'a', 1.5), (3, 1, 'b', 1.5), (4, 1, 'a', 1.5)",
      {},
      "fail: 3 of 4 rows (75 %), in 1 group of equal rows",
    ],
    [
      "as many as are allowed",
      "(1, 0, 'a', 1.5), (2, 1, 'a', 1.5), (3, 1, 'b', 1.5)",
      { "max-share": 0.7 },
      "pass: 2 of 3 rows (66.7 %), in 1 group of equal rows",
    ],
    [
      "nulls are equal, and no label is none",
      "(1, 0, NULL, 1.5), (2, 1, NULL, 1.5), (3, NULL, 'b', 1.5), (4, 1, 'b', 1.5)",
      {},
      "fail: 2 of 3 rows (66.7 %), in 1 group of equal rows",
    ],
  ])("%s", async (_, rows, options, expected) => {
    const data = await select(`SELECT * FROM (VALUES ${rows}) t(id, y, c, x)`);
    expect(short(await check({ data, checks: { "conflicting-labels": options } }))).toEqual([
      `conflicting-labels ${expected}`,
    ]);
  });
});

describe("class-balance", () => {
  const labels = (sql: string) => select(`SELECT ${sql} AS y, i AS x FROM range(1000) t(i)`);

  it.each<[title: string, now: string, before: string | undefined, options: object, expected: string]>([
    ["the same", "i % 2", "i % 2", {}, "pass: 0: 50 %, was 50 %; 1: 50 %, was 50 %"],
    ["a shift", "(i % 10 = 0)::INTEGER", "i % 2", {}, "fail: 0: 90 %, was 50 %; 1: 10 %, was 50 %"],
    ["truth values", "i % 10 = 0", "i % 2 = 0", {}, "fail: false: 90 %, was 50 %; true: 10 %, was 50 %"],
    ["a class that is gone", "0", "i % 2", {}, "fail: 0: 100 %, was 50 %; 1: 0 %, was 50 %"],
    ["no reference", "i % 2", undefined, {}, "pass: 0: 50 %; 1: 50 %"],
    ["a rare class", "(i % 100 = 0)::INTEGER", undefined, { "min-share": 0.05 }, "fail: 1: 1 %"],
  ])("%s", async (_, now, before, options, expected) => {
    const reference = before === undefined ? {} : { reference: await labels(before) };
    const result = await check({ data: await labels(now), ...reference, checks: { "class-balance": options } });
    expect(short(result)).toEqual([`class-balance ${expected}`]);
  });

  it("names of classes are hashes where the project does not show them", async () => {
    const [now, before] = [
      "CASE WHEN i % 10 = 0 THEN 'secret' ELSE 'public' END",
      "CASE WHEN i % 2 = 0 THEN 'secret' ELSE 'public' END",
    ];
    const result = await check({
      data: await labels(now),
      reference: await labels(before),
      checks: { "class-balance": {} },
    });
    expect(result.checks).toMatchObject([
      { verdict: "fail", actual: expect.stringMatching(/^#[0-9a-f]{8}: \d+ %, was 50 %; #/) },
    ]);
    expect(JSON.stringify(result)).not.toContain("secret");
  });
});

describe("new-categories", () => {
  const known = () => select("SELECT 'c' || i % 3 AS c, 'd' || i % 2 AS d FROM range(999) t(i)");
  const after = (c: string) => select(`SELECT ${c} AS c, 'd' || i % 2 AS d FROM range(1000) t(i)`);

  it.each<[title: string, c: string, options: object, expected: string]>([
    ["none", "'c' || i % 3", {}, "new-categories pass: 2 columns of categories compared"],
    [
      "as few as are allowed",
      "CASE WHEN i < 5 THEN 'new' ELSE 'c1' END",
      {},
      "new-categories pass: 2 columns of categories compared",
    ],
    [
      "too many rows",
      "CASE WHEN i < 6 THEN 'new' ELSE 'c1' END",
      {},
      "new-categories.c fail: 1 new category in 6 of 1,000 rows (0.6 %)",
    ],
    [
      "another case",
      "CASE WHEN i < 6 THEN ' C1' ELSE 'c1' END",
      {},
      "new-categories.c fail: 1 new category in 6 of 1,000 rows (0.6 %); 1 known in other case or with blanks",
    ],
    ["a column that may", "'new'", { except: ["c"] }, "new-categories pass: 1 column of categories compared"],
  ])("%s", async (_, c, options, expected) => {
    expect(
      short(await check({ data: await after(c), reference: await known(), checks: { "new-categories": options } })),
    ).toEqual([expected]);
  });

  it("without a reference it is not evaluated", async () => {
    expect(short(await check({ data: await known(), checks: { "new-categories": {} } }))).toEqual([
      "new-categories not-evaluated: There is no reference yet to compare with.",
    ]);
  });
});

describe("skew", () => {
  const offline = () =>
    select("SELECT i AS id, i * 0.1 AS x, CASE WHEN i % 10 <> 0 THEN 'c' || i % 3 END AS c FROM range(1000) t(i)");

  it.each<[title: string, other: string, options: object, expected: readonly string[]]>([
    [
      "the same",
      "SELECT i AS id, i * 0.1 AS x, CASE WHEN i % 10 <> 0 THEN 'c' || i % 3 END AS c FROM range(1000) t(i)",
      {},
      [
        "skew pass: 1,000 rows joined; 0 only in this data, 0 only in the other",
        "skew.x pass: no difference",
        "skew.c pass: no difference",
      ],
    ],
    [
      "a unit, and nulls that were filled",
      "SELECT i AS id, i * 1.0 AS x, coalesce(CASE WHEN i % 10 <> 0 THEN 'c' || i % 3 END, 'c0') AS c FROM range(1000) t(i)",
      {},
      [
        "skew pass: 1,000 rows joined; 0 only in this data, 0 only in the other",
        "skew.x fail: different in 999 of 1,000 rows (99.9 %)",
        "skew.c fail: different in 100 of 1,000 rows (10 %)",
      ],
    ],
    [
      "rounding, tolerated",
      "SELECT i AS id, (i * 0.1)::FLOAT::DOUBLE AS x, CASE WHEN i % 10 <> 0 THEN 'c' || i % 3 END AS c FROM range(1000) t(i)",
      { tolerance: 1e-6 },
      [
        "skew pass: 1,000 rows joined; 0 only in this data, 0 only in the other",
        "skew.x pass: no difference",
        "skew.c pass: no difference",
      ],
    ],
    [
      "rows that are missing",
      "SELECT i AS id, i * 0.1 AS x FROM range(500, 1200) t(i)",
      { columns: ["x"] },
      ["skew pass: 500 rows joined; 500 only in this data, 200 only in the other", "skew.x pass: no difference"],
    ],
    [
      "no id in common",
      "SELECT i + 5000 AS id, i * 0.1 AS x FROM range(9) t(i)",
      {},
      ["skew fail: 0 rows joined; 1,000 only in this data, 9 only in the other"],
    ],
    [
      "an id twice",
      "SELECT 1 AS id, 0.1 AS x FROM range(2) t(i)",
      {},
      ["skew not-evaluated: 1 id of data in more than one row: add a column to `id`."],
    ],
    [
      "a column that is not there",
      "SELECT i AS id, i * 0.1 AS x FROM range(9) t(i)",
      { columns: ["c"] },
      ['skew not-evaluated: "c" is not a column of both files.'],
    ],
  ])("%s", async (_, other, options, expected) => {
    const checks = { skew: { with: "online.parquet", ...options } };
    expect(short(await check({ data: await offline(), other: await select(other), checks }))).toEqual(expected);
  });

  it.each<[title: string, left: string, right: string, verdict: string]>([
    ["1e308 and its opposite", "1e308::DOUBLE", "-1e308::DOUBLE", "fail"],
    ["infinity", "'inf'::DOUBLE", "'inf'::DOUBLE", "pass"],
    ["NaN", "'nan'::DOUBLE", "'nan'::DOUBLE", "pass"],
    ["NaN and a number", "'nan'::DOUBLE", "1.0::DOUBLE", "fail"],
    ["neighbours beyond 2^53 are as near as doubles are", "9007199254740993", "9007199254740992", "pass"],
    ["a whole number and a double", "3", "3.0::DOUBLE", "pass"],
    ["0 and almost 0", "0.0::DOUBLE", "1e-12::DOUBLE", "fail"],
  ])("%s", async (_, left, right, verdict) => {
    const [data, other] = [await select(`SELECT 1 AS id, ${left} AS x`), await select(`SELECT 1 AS id, ${right} AS x`)];
    const { checks } = await check({ data, other, checks: { skew: { with: "o" } } });
    expect(checks[1]?.verdict).toBe(verdict);
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { ColumnChoice } from "../../src/engine/choose-columns.ts";
import { type EvaluationRequest, evaluatePredictions, HERE } from "../../src/engine/evaluate-predictions.ts";
import { quoteIdentifier, quoteList, quoteLiteral } from "../../src/engine/quote-sql.ts";
import { openTestEngine, type TestEngine } from "./open-test-engine.ts";

const opened: TestEngine = await openTestEngine();
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.engine.execute(`DROP VIEW IF EXISTS ${HERE.rows}; DROP TABLE IF EXISTS ${HERE.table}`);
});

async function evaluate(
  name: string,
  content: string | Buffer,
  { columns, ...request }: Partial<Omit<EvaluationRequest, "columns">> & { columns?: Partial<ColumnChoice> } = {},
) {
  const path = join(opened.folder, name);
  writeFileSync(path, content);
  return evaluatePredictions(opened.engine, { ...request, path, name, columns: { slices: [], ...columns } });
}

const GOOD = "id,label,score\n1,0,0.2\n2,1,0.7\n3,0,0.6\n";

describe("a file that cannot be used says what is wrong and what to do", () => {
  it.each`
    case                                  | name           | content                                     | message
    ${"nothing in it"}                    | ${"p.csv"}     | ${""}                                       | ${"p.csv is empty"}
    ${"a header alone"}                   | ${"p.csv"}     | ${"id,label,score\n"}                       | ${"p.csv has no rows"}
    ${"no label column"}                  | ${"p.csv"}     | ${"id,lable,score\n1,0,1\n"}                | ${'no column "label"; it has "id", "lable", "score"'}
    ${"neither prediction nor score"}     | ${"p.csv"}     | ${"id,label\n1,0\n"}                        | ${'neither a column "prediction" nor a column "score"'}
    ${"a column twice"}                   | ${"p.csv"}     | ${"label,score,label\n1,0,1\n"}             | ${'names the column "label" twice'}
    ${"too few fields"}                   | ${"p.csv"}     | ${"id,label,score\n1,0,0.5\n2,1\n3,0,1\n"}  | ${"line 3 has 2 columns, the header has 3"}
    ${"too many fields"}                  | ${"p.csv"}     | ${"id,label,score\n1,0,0.5\n2,1,0.5,7\n"}   | ${"line 3 has 4 columns, the header has 3"}
    ${"an open quote"}                    | ${"p.csv"}     | ${'id,label,score\n1,0,"0.5\n2,1,0.3'}      | ${"never closed"}
    ${"a word for a number"}              | ${"p.csv"}     | ${"id,label,score\n1,0,0.5\n2,1,high\n"}    | ${'column "score" holds "high" in row 2'}
    ${"a comma for a point"}              | ${"p.csv"}     | ${"id;label;score\n1;0;0,5\n"}              | ${'column "score" holds "0,5" in row 1'}
    ${"no label in any row"}              | ${"p.csv"}     | ${"id,label,score\n1,,0.5\n2,NaN,0.4\n"}    | ${"no row that can be judged (2: no label)"}
    ${"only scores that are not finite"}  | ${"p.csv"}     | ${"label,score\n1,NaN\n0,inf\n"}            | ${"missing or not a finite number"}
    ${"two classes of unknown meaning"}   | ${"p.csv"}     | ${"label,score\nham,0.5\nspam,0.4\n"}       | ${"the positive class cannot be told"}
    ${"a score column and three classes"} | ${"p.csv"}     | ${"label,score\na,0.5\nb,0.4\nc,0.1\n"}     | ${"neither a column"}
    ${"no JSON"}                          | ${"p.jsonl"}   | ${'{"label":1,"score":0.5}\n{"label":1,\n'} | ${"is not JSON"}
    ${"no Parquet"}                       | ${"p.parquet"} | ${"PAR1 and then nothing of the kind"}      | ${"not a complete Parquet file"}
    ${"another kind of file"}             | ${"p.pkl"}     | ${"x"}                                      | ${"not a kind of file"}
  `("$case", async ({ case: title, name, content, message }) => {
    const request = title === "a score column and three classes" ? { columns: { score: "score" } } : {};
    const expected =
      title === "a score column and three classes" ? "one score column cannot rank 3 different labels" : message;
    await expect(evaluate(name, content, request)).rejects.toMatchObject({
      code: "PREDICTIONS_INVALID",
      message: expect.stringContaining(expected),
    });
  });

  it("a Parquet file that was cut off", async () => {
    const whole = join(opened.folder, "whole.parquet");
    await opened.engine.execute(
      `COPY (SELECT i AS label, i / 9 AS score FROM range(5000) t(i)) TO ${quoteLiteral(whole)}`,
    );
    const { readFileSync } = await import("node:fs");
    await expect(evaluate("cut.parquet", readFileSync(whole).subarray(0, 3000))).rejects.toMatchObject({
      code: "PREDICTIONS_INVALID",
      message: expect.stringContaining("cut.parquet: is not a complete Parquet file"),
    });
  });

  it("a gzip file that was cut off", async () => {
    const zipped = gzipSync(GOOD.repeat(1));
    await expect(evaluate("p.csv.gz", zipped.subarray(0, 15))).rejects.toMatchObject({ code: "PREDICTIONS_INVALID" });
    expect((await evaluate("p.csv.gz", zipped)).rows).toBe(3);
  });

  it("a column of the inputs that does not exist, with the nearest one that does", async () => {
    await expect(evaluate("p.csv", GOOD, { columns: { score: "scores" } })).rejects.toMatchObject({
      message: expect.stringContaining('no column "scores"'),
      hint: 'Set `score-column` to "score".',
    });
    await expect(evaluate("p.csv", GOOD, { columns: { slices: ["airport"] } })).rejects.toMatchObject({
      hint: "Set `slices` to one of them.",
    });
  });
});

describe("attack", () => {
  const EVIL = ['"; DROP TABLE loaded_here; --', "'); SELECT 1; --", "a|b`c", "🦆\u202e", "x') OR ('1'='1", "co\\'l"];

  it.each(EVIL)("a column named %s is read like any other", async (column) => {
    const quoted = `"${column.replaceAll('"', '""')}"`;
    const csv = `id,label,score,${quoted}\n1,0,0.2,u\n2,1,0.7,v\n3,0,0.6,u\n`;
    const { slices } = await evaluate("p.csv", csv, { columns: { slices: [column] } });
    expect(slices.map(({ rows }) => rows)).toEqual([2, 1]);
  });

  it.each(EVIL)("a slice value and a label %s stay text", async (value) => {
    const quoted = `"${value.replaceAll('"', '""')}"`;
    const csv = `id,label,score,place\n1,no,0.2,${quoted}\n2,${quoted},0.7,${quoted}\n`;
    const { slices, plan } = await evaluate("p.csv", csv, { columns: { slices: ["place"] }, positiveLabel: value });
    expect(plan.classes).toEqual(["no", value]);
    expect(slices).toHaveLength(1);
    expect(slices[0]?.slice.value).not.toContain("\u202e");
  });

  it("a file whose name is a pattern reads itself and no other", async () => {
    await evaluate("other-a.csv", `${GOOD}4,1,0.9\n`);
    await opened.engine.execute(`DROP VIEW ${HERE.rows}; DROP TABLE ${HERE.table}`);
    expect((await evaluate("other-[a]*?.csv", GOOD)).rows).toBe(3);
  });

  it("a statement cannot change the engine's settings or install an extension", async () => {
    await expect(opened.engine.execute("SET autoinstall_known_extensions = true")).rejects.toThrow(/locked/);
    await expect(opened.engine.query("SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')")).rejects.toThrow();
  });

  it("quoting leaves nothing to end early", () => {
    expect(quoteIdentifier('a"b\0c')).toBe('"a""b\uFFFDc"');
    expect(quoteLiteral("it's\0")).toBe("'it''s\uFFFD'");
    expect(quoteList([])).toBe("NULL");
  });
});

describe("rows that are left out are counted", () => {
  it("by their first fault", async () => {
    const { rows, leftOut } = await evaluate(
      "p.csv",
      "label,prediction,score\n1,1,0.9\n,1,0.9\n0,,0.1\n0,0,NaN\n0,0,\n1,0,0.3\n",
    );
    expect(rows).toBe(2);
    expect(leftOut).toEqual([
      { reason: "no label", rows: 1 },
      { reason: "no prediction", rows: 1 },
      { reason: "the score is missing or not a finite number", rows: 2 },
    ]);
  });
});

describe("slices", () => {
  it("with more values than are shown keep the largest and say so", async () => {
    const lines = Array.from(
      { length: 120 },
      (_, index) => `${String(index % 2)},0.${String(index % 9)},v${String(index % 60)}`,
    );
    const { slices, notes } = await evaluate("p.csv", `label,score,place\n${lines.join("\n")}\n`, {
      columns: { slices: ["place"] },
    });
    expect(slices).toHaveLength(50);
    expect(notes).toEqual(["The slice column place has 60 values; the 50 with most rows are shown."]);
    expect(slices[0]?.metrics[0]?.reason).toBeDefined();
  });
});

describe("the digest of the test data", () => {
  const digest = async (name: string, content: string) => (await evaluate(name, content)).testData;

  it("is the same for the same pairs, whatever their order, format and predictions", async () => {
    const first = await digest("a.csv", "id,label,score\n1,0,0.2\n2,1,0.7\n");
    await opened.engine.execute(`DROP VIEW ${HERE.rows}; DROP TABLE ${HERE.table}`);
    const second = await digest(
      "b.jsonl",
      '{"score":0.9,"label":true,"id":"2"}\n{"score":0.1,"id":1.0,"label":false}\n'
        .replaceAll("true", "1")
        .replaceAll("false", "0"),
    );
    expect(second).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ["another label", "id,label,score\n1,1,0.2\n2,1,0.7\n"],
    ["another id", "id,label,score\n1,0,0.2\n3,1,0.7\n"],
    ["a row more", "id,label,score\n1,0,0.2\n2,1,0.7\n2,1,0.7\n"],
    ["labels exchanged", "id,label,score\n1,1,0.2\n2,0,0.7\n"],
  ])("differs with %s", async (_, content) => {
    const first = await digest("a.csv", "id,label,score\n1,0,0.2\n2,1,0.7\n");
    await opened.engine.execute(`DROP VIEW ${HERE.rows}; DROP TABLE ${HERE.table}`);
    expect(await digest("c.csv", content)).not.toBe(first);
  });
});

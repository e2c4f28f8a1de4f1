import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/performance/create-random.ts";
import { openTestEngine } from "../engine/open-test-engine.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const DAYS = 12;
const ROWS = 300;
const FORMATS = { csv: "FORMAT csv", parquet: "FORMAT parquet", jsonl: "FORMAT json" } as const;
const HEADER = "day,at,delay,fare,origin";

/** Rows of a day; `late` minutes are added to their delay. */
function linesOf(day: number, late = 0): string[] {
  const random = createRandom(700 + day);
  const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
  return Array.from({ length: ROWS }, () => {
    const time = `${date}T${String(Math.floor(random() * 24)).padStart(2, "0")}:30:00Z`;
    const delay = Math.round(40 * (random() + random() + random() - 1.5)) + late;
    const origin = ["ATL", "ORD", "JFK", "LAX"][Math.floor(random() ** 2 * 4)];
    return [date, time, delay, (20 + 80 * random()).toFixed(2), origin].join(",");
  });
}

const csv = (lines: readonly string[]) => `${[HEADER, ...lines].join("\n")}\n`;
const days = Array.from({ length: DAYS }, (_, day) => day);
const late = csv(linesOf(DAYS, 25));
const usual = csv(linesOf(DAYS));

/** The same data as a folder of days, and as one file. */
const past = () =>
  localFolder({
    ...Object.fromEntries(days.map((day) => [`days/${String(day + 1)}.csv`, csv(linesOf(day))])),
    "days/.DS_Store": "bookkeeping",
    "days/_SUCCESS": "",
    "all.csv": csv(days.flatMap((day) => linesOf(day))),
    "single/part-00000.csv": csv(days.flatMap((day) => linesOf(day))),
    "late.csv": late,
    "usual.csv": usual,
  });

interface Found {
  readonly verdict: string;
  readonly columns: readonly { readonly name: string; readonly verdict: string; readonly explanation: string }[];
  readonly reference: readonly { readonly name: string; readonly rows: number }[];
}

async function judge(pawl: ReturnType<typeof past>["pawl"], ...args: readonly string[]) {
  const { code, printed } = await pawl("drift", ...args, "--json");
  const found: Found = JSON.parse(printed);
  return { code, found, drifted: found.columns.filter(({ verdict }) => verdict === "drift").map(({ name }) => name) };
}

describe("the past of pawl drift", () => {
  it.each([
    ["a folder with a file for each batch", ["days"], ["1.csv", "12.csv"]],
    ["one file that a column cuts", ["all.csv", "--batch-column", "day"], ["2026-01-01", "2026-01-12"]],
    ["one file that is cut by time", ["all.csv", "--cut", "1d", "--time", "at"], ["2026-01-01", "2026-01-12"]],
    ["one file that is cut into so many rows each", ["all.csv", "--cut", "300"], ["part-01", "part-12"]],
    ["one file that is cut into 20 parts", ["all.csv"], ["part-01", "part-20"]],
    ["a folder with one file, which is cut like it", ["single"], ["part-01", "part-20"]],
    ["a glob", ["days/*.csv"], ["1.csv", "12.csv"]],
  ])("may be %s", async (_, reference, [first, last]) => {
    const { pawl } = past();
    const options = ["--reference", ...reference];
    const drift = await judge(pawl, ...options, "--current", "late.csv");
    expect(drift.code).toBe(1);
    expect(drift.found.verdict).toBe("drift");
    expect(drift.drifted).toContain("delay");
    expect(drift.drifted).not.toContain("fare");
    const { reference: batches } = drift.found;
    expect(batches.at(0)?.name.endsWith(first ?? "")).toBe(true);
    expect(batches.at(-1)?.name.endsWith(last ?? "")).toBe(true);
    expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(DAYS * ROWS);
    const stable = await judge(pawl, ...options, "--current", "usual.csv");
    expect(stable.drifted.filter((name) => name === "delay" || name === "fare" || name === "origin")).toEqual([]);
  });

  it("leaves out the column that the batches come from", async () => {
    const { pawl } = past();
    const { found } = await judge(pawl, "all.csv", "usual.csv", "--batch-column", "day");
    expect(found.columns.map(({ name }) => name).sort()).toEqual(["at", "delay", "fare", "origin"]);
    expect(found.reference.length).toBe(DAYS);
    expect(found.verdict).not.toBe("drift");
  });

  it("names every compared column once, those that drifted first", async () => {
    const { pawl } = past();
    const { found } = await judge(pawl, "--reference", "all.csv", "--batch-column", "day", "--current", "late.csv");
    const [first] = found.columns;
    expect(first).toMatchObject({ name: "delay", verdict: "drift" });
    expect(first?.explanation).toContain("delay");
    expect(new Set(found.columns.map(({ name }) => name)).size).toBe(found.columns.length);
    expect(found.columns).toHaveLength(4);
  });

  it("gives the same numbers of the same rows in any format, in shards and in any order", async () => {
    const { folder, pawl, write } = past();
    write("now.csv", csv(linesOf(DAYS)));
    const documents: string[] = [];
    const kinds = "{'day': 'DATE', 'at': 'TIMESTAMP', 'delay': 'BIGINT', 'fare': 'DOUBLE', 'origin': 'VARCHAR'}";
    const copy = async (day: number, path: string, format: keyof typeof FORMATS, where: string) => {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      const source = `read_csv('${join(folder, `days/${String(day + 1)}.csv`)}', header = true, columns = ${kinds})`;
      await opened.engine.execute(
        `COPY (SELECT * FROM ${source} ${where} ORDER BY hash(fare)) TO '${join(folder, path)}' (${FORMATS[format]})`,
      );
    };
    for (const format of ["parquet", "jsonl"] as const) {
      for (const day of days) await copy(day, `${format}/${String(day + 1)}.${format}`, format, "");
    }
    for (const day of days) {
      for (const shard of [0, 1, 2]) {
        const path = `shards/${String(day + 1)}/${String(shard)}.parquet`;
        await copy(day, path, "parquet", `WHERE hash(delay) % 3 = ${String(shard)}`);
      }
    }
    for (const reference of ["days", "parquet", "jsonl", "shards"]) {
      const { printed } = await pawl("drift", "--reference", reference, "--current", "now.csv", "--json");
      const { reference: batches, profile, calibration, ...found } = JSON.parse(printed);
      const columns = profile.columns.map(({ type: _, ...column }: { readonly type: string }) => column);
      const rows = batches.map((batch: { readonly rows: number }) => batch.rows);
      const bar = calibration.batches.map((batch: { readonly surprise: number }) => batch.surprise);
      documents.push(JSON.stringify({ ...found, rows, bar, columns, pairs: profile.pairs }));
    }
    expect(new Set(documents).size).toBe(1);
  }, 120_000);

  it("is of one kind with the current data where one of the files is empty in a column, or looks like whole numbers", async () => {
    const { pawl, write } = localFolder();
    const values = [(row: number) => row / 4, () => "", (row: number) => row, (row: number) => row / 4];
    for (const [batch, value] of [...values, ...values, ...values].entries()) {
      const lines = Array.from({ length: 200 }, (_, row) => `${String(row % 7)},${String(value(row % 40))}`);
      write(`b/${String(batch)}.csv`, `code,x\n${lines.join("\n")}\n`);
    }
    write("now.csv", `code,x\n${Array.from({ length: 200 }, (_, row) => `${String(row % 7)},`).join("\n")}\n`);
    const { found } = await judge(pawl, "b", "now.csv");
    const text = JSON.stringify(found);
    expect(text).not.toContain('"aspect":"kind"');
    expect(text).not.toContain("categor");
  });
});

describe("what pawl drift refuses", () => {
  it.each([
    ["a path that is not there", ["gone.csv", "usual.csv"], "gone.csv"],
    ["a current path that is not there", ["days", "gone.csv"], "gone.csv"],
    ["an empty folder", ["empty", "usual.csv"], "the folder empty has no data in it"],
    ["a folder without data", ["other", "usual.csv"], "the folder other has no data in it"],
    ["a glob that nothing matches", ["days/*.parquet", "usual.csv"], "nothing matches days/*.parquet"],
    ["a file that cannot be read among others", ["broken", "usual.csv"], "broken/2.parquet"],
    ["a column that there is not", ["all.csv", "usual.csv", "--batch-column", "dya"], 'no column "dya"'],
    ["a column with a value in every row", ["all.csv", "usual.csv", "--batch-column", "fare"], "more than 500 values"],
    [
      "a time that is none",
      ["all.csv", "usual.csv", "--cut", "1d", "--time", "fare"],
      'column "fare" of all.csv holds',
    ],
    ["no word on which of two times", ["all.csv", "usual.csv", "--cut", "1d"], "has 2 columns with times: day, at"],
    ["a length that is none", ["all.csv", "usual.csv", "--cut", "soon"], '"soon" is neither a length of time'],
    ["two ways to cut", ["all.csv", "usual.csv", "--cut", "1d", "--batch-column", "day"], "give one of them"],
    ["a time without a cut", ["all.csv", "usual.csv", "--time", "at"], "--time needs --cut"],
    ["batches too small to count", ["all.csv", "usual.csv", "--cut", "1m", "--time", "at"], "would be cut into"],
    ["no current data", ["--reference", "days"], "drift needs earlier data and the data to judge"],
    ["no past", ["--current", "usual.csv"], "drift needs earlier data and the data to judge"],
    ["a past that is said twice", ["days", "usual.csv", "--reference", "all.csv"], "is days of the past too?"],
    ["a role that no column has", ["days", "usual.csv", "--label", "dely"], 'no column "dely"'],
    ["a file without rows", ["none.csv", "usual.csv"], "none.csv has no rows"],
  ])("is %s, with exit code 2 and nothing on standard output", async (_, args, message) => {
    const { folder, pawl, write } = past();
    mkdirSync(join(folder, "empty"));
    write("other/readme.md", "# no data");
    write("none.csv", `${HEADER}\n`);
    write("broken/1.csv", csv(linesOf(0)));
    writeFileSync(join(folder, "broken/2.parquet"), "PAR1 and nothing else");
    const { code, printed, told } = await pawl("drift", ...args, "--json");
    expect([code, printed]).toEqual([2, ""]);
    expect(told).toContain(message);
    expect(told).not.toMatch(/TypeError|undefined|at .*\.ts:/);
  });
});

describe("a batch of the past that was itself broken", () => {
  it.each`
    case                | reference    | cut                       | name            | others
    ${"of a folder"}    | ${"days/"}   | ${[]}                     | ${"days/3.csv"} | ${11}
    ${"of one dataset"} | ${"all.csv"} | ${["--batch-column=day"]} | ${"2026-01-03"} | ${11}
  `("$case is taken out by its name", async ({ reference, cut, name, others }) => {
    const { pawl } = past();
    const given = ["drift", "--reference", reference, "--current", "usual.csv", ...cut, "--exclude", name, "--json"];
    const { code, printed } = await pawl(...given.map(String));
    expect(code).toBe(0);
    const names = (JSON.parse(printed) as Found).reference.map((batch) => batch.name);
    expect(names).toHaveLength(others as number);
    expect(names).not.toContain(name);
  });

  it("is named as the past names it, and not the last one", async () => {
    const { pawl } = past();
    const judged = ["--current", "usual.csv"];
    const unknown = await pawl("drift", "--reference", "days/", ...judged, "--exclude", "days/33.csv");
    expect([unknown.code, unknown.told]).toEqual([
      2,
      expect.stringContaining('no reference batch "days/33.csv" to exclude'),
    ]);
    const all = await pawl("drift", "--reference", "all.csv", "--cut", "9999", ...judged, "--exclude", "part-01");
    expect([all.code, all.told]).toEqual([2, expect.stringContaining("every reference batch is excluded")]);
  });
});

import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/performance/create-random.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

const DAYS = 24;
const LATE_FROM = 20;

/** A day of flights; from the 20th on they are later. */
function day(index: number, late: boolean): string {
  const random = createRandom(100 + index);
  const rows = Array.from({ length: 400 }, () => {
    const delay = Math.round(30 * (random() + random() + random() - 1.5)) + (late ? 25 : 0);
    return `${String(delay)},${["ATL", "ORD", "JFK"][Math.floor(3 * random())] ?? ""}`;
  });
  return `delay,origin\n${rows.join("\n")}\n`;
}

const nameOf = (index: number) => `2026-01-${String(index + 1).padStart(2, "0")}`;

/** A folder with a file for each day, and the same in one file. */
function past() {
  const days = Array.from({ length: DAYS }, (_, index) => [
    `days/${nameOf(index)}.csv`,
    day(index, index >= LATE_FROM),
  ]);
  const rows = Array.from({ length: DAYS }, (_, index) =>
    day(index, index >= LATE_FROM)
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => `${nameOf(index)},${row}`),
  );
  return localFolder({ ...Object.fromEntries(days), "all.csv": `day,delay,origin\n${rows.flat().join("\n")}\n` });
}

describe("pawl drift --history", () => {
  it("says what the checks of the past would have said", async () => {
    const { code, printed } = await past().pawl("drift", "--history", "days");
    expect(code).toBe(0);
    expect(printed).toMatch(/^8 batches to begin with: 2026-01-01 to 2026-01-08$/m);
    expect(printed).toMatch(/^✗ {2}2026-01-21 +400 .*alarm: .*delay.*\(new\)$/m);
    expect(printed).toMatch(/^✗ {2}2026-01-24 +400 .*, since 2026-01-21$/m);
    expect(printed).toMatch(/^✗ Last 16 batches: one alarm, 2026-01-21, because .*delay/m);
    expect(printed).toMatch(/^Level 0\.02: about one false alarm in \d+ checks, by simulation\.$/m);
  });

  it("is JSON for machines, also of one file that is cut by a column", async () => {
    const { pawl } = past();
    const folder = await pawl("drift", "--history", "days", "--json");
    const file = await pawl("drift", "--history", "all.csv", "--batch-column", "day", "--json");
    const of = ({ printed }: { readonly printed: string }) => JSON.parse(printed);
    expect(of(folder)).toMatchObject({
      schema: "pawl.drift-history/v1",
      reference: Array.from({ length: 8 }, (_, index) => nameOf(index)),
      episodes: [{ kind: "alarm", from: "2026-01-21", to: "2026-01-24", batches: 4, goesOn: true }],
      level: 0.02,
    });
    expect(of(folder).batches).toHaveLength(16);
    const verdicts = (document: ReturnType<typeof of>) =>
      document.batches.map(({ name, verdict }: { name: string; verdict: string }) => [name, verdict]);
    expect(verdicts(of(file))).toEqual(verdicts(of(folder)));
  });

  it("sets the level by a budget of false alarms", async () => {
    const budget = ["--false-alarms", "1 per 90d", "--schedule", "17 3 * * *"];
    const { code, printed } = await past().pawl("drift", "--history", "days", ...budget);
    expect(code).toBe(0);
    expect(printed).toMatch(/^Level 0\.0\d+: one false alarm in 90 days, with a check a day/m);
  });

  it("leaves out a batch that was itself broken, and one that is not there is no batch", async () => {
    const { pawl } = past();
    const folder = await pawl("drift", "--history", "days", "--exclude", "2026-01-03", "--json");
    const file = await pawl("drift", "--history", "all.csv", "--cut", "1d", "--exclude", "2026-01-03", "--json");
    for (const { printed } of [folder, file]) {
      expect(JSON.parse(printed).reference).not.toContain("2026-01-03");
      expect(JSON.parse(printed).reference).toContain("2026-01-09");
    }
    const unknown = await pawl("drift", "--history", "days", "--exclude", "2026-01-99");
    expect([unknown.code, unknown.told]).toEqual([2, expect.stringContaining('no reference batch "2026-01-99"')]);
  });

  it.each([
    ["no past", [], "which past?"],
    [
      "too short a past",
      ["days/2026-01-01.csv", "days/2026-01-02.csv"],
      "the past has 2 batches, and the first 8 are what the others are judged against",
    ],
    [
      "too few reference batches",
      ["days", "--reference-batches", "3"],
      '--reference-batches: "3" is no number from 8 to 60',
    ],
    [
      "an alarm that can never be",
      ["days", "--alarm", "3 of 2"],
      '--alarm: "3 of 2" is not so many of the last batches',
    ],
    [
      "a budget that is none",
      ["days", "--false-alarms", "few", "--schedule", "17 3 * * *"],
      '--false-alarms: "few" is no budget',
    ],
    [
      "a budget without a schedule",
      ["days", "--false-alarms", "1 per 90d"],
      "--false-alarms and --schedule belong together",
    ],
    [
      "what judges one batch",
      ["days", "--slice", "origin"],
      "--slice: with --history every batch of the past is judged against those before it",
    ],
    ["a rhythm that is none", ["days", "--weekly", "yes"], '--weekly: "yes" is not auto, on or off'],
    ["a prediction that no column is", ["days", "--prediction", "dely"], 'there is no column "dely"'],
    ["a schedule that is none", ["days", "--false-alarms", "1 per 90d", "--schedule", "daily"], "--schedule"],
  ])("refuses %s", async (_name, args, message) => {
    const { code, told } = await past().pawl("drift", "--history", ...args);
    expect(code).toBe(2);
    expect(told).toContain(message);
  });

  it.each(["--alarm", "--reference-batches", "--weekly"])("is what %s is for alone", async (option) => {
    const { code, told } = await past().pawl("drift", "days/2026-01-01.csv", "days/2026-01-02.csv", option, "2 of 3");
    expect(code).toBe(2);
    expect(told).toContain(`${option}: that is for a replay of the past, --history`);
  });
});

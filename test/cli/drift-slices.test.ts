import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DriftFinding } from "../../src/core/evidence/drift-evidence.ts";
import { createRandom } from "../../src/core/performance/create-random.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

const ORIGINS = ["ATL", "ATL", "ORD", "ORD", "ORD", "ORD", "JFK", "JFK", "JFK", "LIH"];

/** A day of 1,000 flights, of which those from ATL are later by some minutes. */
function day(seed: number, by: number): string {
  const random = createRandom(seed);
  const rows = Array.from({ length: 1000 }, (_, row) => {
    const origin = ORIGINS[row % ORIGINS.length] ?? "";
    const delay = Math.round(40 * (random() + random() + random() - 1.5)) + (origin === "ATL" ? by : 0);
    return `${String(delay)},${String(Math.floor(2000 * random()))},${origin}`;
  });
  return `delay,distance,origin\n${rows.join("\n")}\n`;
}

const days = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`days/${String(index)}.csv`, day(index, 0)]));
const Comparison = z.object({ verdict: z.string(), findings: z.array(DriftFinding) });
const COMPARED = ["drift", "--reference", "days", "--current", "now.csv"];

describe("pawl drift --slice", () => {
  it("finds what happened to the flights of one place", async () => {
    const { pawl } = localFolder({ ...days, "now.csv": day(99, 14) });
    const { code, printed: json } = await pawl(...COMPARED, "--slice", "origin", "--json");
    expect(code).toBe(1);
    const { verdict, findings } = Comparison.parse(JSON.parse(json));
    const sliced = findings.filter((finding) => finding.verdict === "drift" && finding.slice !== undefined);
    expect(verdict).toBe("drift");
    expect(sliced[0]).toMatchObject({ columns: ["delay"], slice: { column: "origin", value: "ATL" } });
    expect(new Set(sliced.map(({ slice }) => slice?.value))).toEqual(new Set(["ATL"]));
    const { printed } = await pawl(...COMPARED, "--slice", "origin");
    expect(printed).toContain("in origin=ATL: ");
  });

  it("says where there are no rows to be told apart", async () => {
    const { pawl } = localFolder({ "past.csv": day(1, 0), "now.csv": day(2, 0) });
    const { printed } = await pawl("drift", "-r", "past.csv", "-c", "now.csv", "--slice", "origin", "--json");
    expect(JSON.parse(printed).notes.join(" ")).toContain("Slices are not judged");
  });

  it.each([
    ["the current data", "days", "now.json", "now.json"],
    ["a batch of the past", "profiles", "now.csv", "profiles/0.json"],
    ["both", "profiles", "now.json", "now.json"],
  ])("refuses a profile of %s, of which the rows are gone, and says what to do", async (_, past, current, named) => {
    const { pawl, write } = localFolder({ ...days, "now.csv": day(99, 14) });
    const { printed: first } = await pawl("profile", "days/0.csv", "--json");
    write("profiles/0.json", first);
    const { printed: other } = await pawl("profile", "now.csv", "--reference", "profiles/0.json", "--json");
    write("now.json", other);
    const { code, told } = await pawl("drift", "-r", past, "-c", current, "--slice", "origin", "--json");
    expect(code).toBe(2);
    expect(told).toContain(`--slice origin: ${named} is a profile, of which the rows are gone`);
    expect(told).toContain("name the data that the profile was made of, or leave --slice out");
  });

  it("minds no profile that is excluded", async () => {
    const { pawl, write } = localFolder({ ...days, "now.csv": day(99, 14) });
    write("days/broken.json", (await pawl("profile", "days/0.csv", "--json")).printed);
    const { code, printed } = await pawl(...COMPARED, "--slice", "origin", "--exclude", "days/broken.json", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(printed).findings.some(({ slice }: { slice?: unknown }) => slice !== undefined)).toBe(true);
  });

  it.each([
    ["a column that there is not", ["--slice", "orign"], 'there is no column "orign", neither in the past nor now'],
    ["values that are to be hidden", ["--slice", "origin", "--hide-values"], "--slice and --hide-values"],
  ])("refuses %s", async (_name, more, message) => {
    const { pawl } = localFolder({ ...days, "now.csv": day(99, 0) });
    const { code, told } = await pawl(...COMPARED, ...more);
    expect(code).toBe(2);
    expect(told).toContain(message);
  });
});

import { describe, expect, it } from "vitest";
import { flights } from "../support/data-job.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

/** The same flights, the hub's share doubled and a new aircraft in the fleet. */
const shifted = flights(2000).replace(/^(\d+),JFK,(\w+),B737/gm, "$1,HNL,$2,E190");

const weeks = Object.fromEntries(
  Array.from({ length: 8 }, (_, week) => [`weeks/${String(week + 1)}.csv`, flights(2000)]),
);

interface Named {
  readonly name: string;
  readonly verdict: string;
}

describe("pawl drift", () => {
  it("of the same data says that nothing has changed", async () => {
    const { pawl } = localFolder({ ...weeks, "now.csv": flights(2000) });
    const { code, printed } = await pawl("drift", "weeks", "now.csv");
    expect(code).toBe(0);
    expect(printed).toMatch(
      /^✓ stable {2}now\.csv\. No change that matters in \d columns, 2,000 rows against 16,000 in 8 batches\.$/,
    );
  });

  it("says what has changed, in words, and exits with 1", async () => {
    const { pawl } = localFolder({ ...weeks, "now.csv": shifted });
    const { code, printed } = await pawl("drift", "weeks", "now.csv", "-m", "*: psi", "-m", "origin: psi >= 0.1");
    expect(code).toBe(1);
    await expect(`${printed}\n`).toMatchFileSnapshot("__tables__/drift.txt");
  });

  it("is good for whoever only wants to look", async () => {
    const { pawl } = localFolder({ ...weeks, "now.csv": shifted });
    expect((await pawl("drift", "weeks", "now.csv", "--fail-on", "never")).code).toBe(0);
  });

  it("is JSON for machines", async () => {
    const { pawl } = localFolder({ ...weeks, "now.csv": shifted });
    const { code, printed } = await pawl("drift", "weeks", "now.csv", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      schema: "pawl.comparison/v1",
      verdict: "drift",
      reference: Array.from({ length: 8 }, (_, week) => ({ name: `weeks/${String(week + 1)}.csv`, rows: 2000 })),
      current: { path: "now.csv", rows: 2000 },
      profile: { rows: 2000 },
    });
  });

  it("takes profiles for data that are gone, and comes to the same", async () => {
    const { pawl, write } = localFolder({ "now.csv": shifted });
    for (let week = 1; week <= 9; week += 1) {
      write(`weeks/${String(week)}.csv`, flights(300 + week));
      write(`profiles/.hidden`, "no profile");
      const frame = week === 1 ? [] : ["--reference", "profiles/1.json"];
      const { printed } = await pawl("profile", `weeks/${String(week)}.csv`, "--json", ...frame);
      write(`profiles/${String(week)}.json`, printed);
    }
    const drifted = async (reference: string) => {
      const { printed } = await pawl("drift", "--reference", reference, "--current", "now.csv", "--json");
      const { columns, reference: batches } = JSON.parse(printed);
      return [batches.length, columns.map(({ name, verdict }: Named) => `${name} ${verdict}`)];
    };
    expect(await drifted("profiles")).toEqual(await drifted("weeks"));
  });

  it("compares with several batches together", async () => {
    const { pawl } = localFolder({ "1.csv": flights(600), "2.csv": flights(700), "now.csv": flights(500) });
    const { printed } = await pawl("drift", "1.csv", "2.csv", "now.csv");
    expect(printed).toContain("500 rows against 1,300 of 2 batches");
  });

  it("hides the names of categories where that is asked for", async () => {
    const { pawl } = localFolder({ ...weeks, "now.csv": shifted });
    const { printed } = await pawl("drift", "weeks", "now.csv", "--hide-values");
    expect(printed).not.toMatch(/HNL|E190/);
  });

  it("exits with 1 where a threshold of one's own is reached", async () => {
    const { pawl } = localFolder({ ...weeks, "now.csv": flights(2000) });
    expect((await pawl("drift", "weeks", "now.csv", "-m", "delay: psi >= 0")).code).toBe(1);
    expect((await pawl("drift", "weeks", "now.csv", "-m", "delay: psi >= 1")).code).toBe(0);
  });

  it("refuses a method for a column that there is not", async () => {
    const { pawl } = localFolder({ "weeks/1.csv": flights(20), "now.csv": flights(20) });
    const { code, told } = await pawl("drift", "weeks", "now.csv", "-m", "dely: psi");
    expect(code).toBe(2);
    expect(told).toMatch(/^INPUT_INVALID: .*"dely"/);
  });
});

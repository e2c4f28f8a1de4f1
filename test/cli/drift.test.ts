import { describe, expect, it } from "vitest";
import { flights } from "../support/data-job.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

/** The same flights, the hub's share doubled and a new aircraft in the fleet. */
const shifted = flights(2000).replace(/^(\d+),JFK,(\w+),B737/gm, "$1,HNL,$2,E190");

describe("pawl drift", () => {
  it("of the same data says that nothing has changed", async () => {
    const { pawl } = localFolder({ "before.csv": flights(2000), "now.csv": flights(2000) });
    const { code, printed } = await pawl("drift", "before.csv", "now.csv");
    expect(code).toBe(0);
    expect(printed).toMatch(
      /^✓ stable {2}now\.csv\. No change that matters in \d columns, 2,000 rows against 2,000\.$/,
    );
  });

  it("says what has changed, in words, and exits with 1", async () => {
    const { pawl } = localFolder({ "before.csv": flights(2000), "now.csv": shifted });
    const { code, printed } = await pawl("drift", "before.csv", "now.csv", "-m", "*: psi", "-m", "origin: psi >= 0.1");
    expect(code).toBe(1);
    await expect(`${printed}\n`).toMatchFileSnapshot("__tables__/drift.txt");
  });

  it("is good for whoever only wants to look", async () => {
    const { pawl } = localFolder({ "before.csv": flights(2000), "now.csv": shifted });
    expect((await pawl("drift", "before.csv", "now.csv", "--fail-on", "never")).code).toBe(0);
  });

  it("is JSON for machines", async () => {
    const { pawl } = localFolder({ "before.csv": flights(2000), "now.csv": shifted });
    const { code, printed } = await pawl("drift", "before.csv", "now.csv", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      schema: "pawl.comparison/v1",
      verdict: "drift",
      reference: [{ name: "before.csv", rows: 2000 }],
      current: { path: "now.csv", rows: 2000 },
      profile: { rows: 2000 },
    });
  });

  it("takes a profile for the data that are gone, and comes to the same", async () => {
    const { pawl, write } = localFolder({ "before.csv": flights(2000), "now.csv": shifted });
    write("before.json", (await pawl("profile", "before.csv", "--json")).printed);
    const words = async (reference: string) => {
      const { findings } = JSON.parse((await pawl("drift", reference, "now.csv", "--json")).printed);
      return findings.map((finding: { words: string }) => finding.words);
    };
    expect(await words("before.json")).toEqual(await words("before.csv"));
  });

  it("compares with several batches together", async () => {
    const { pawl } = localFolder({ "1.csv": flights(600), "2.csv": flights(700), "now.csv": flights(500) });
    const { printed } = await pawl("drift", "1.csv", "2.csv", "now.csv");
    expect(printed).toContain("500 rows against 1,300 of 2 batches");
  });

  it("hides the names of categories where that is asked for", async () => {
    const { pawl } = localFolder({ "before.csv": flights(2000), "now.csv": shifted });
    const { printed } = await pawl("drift", "before.csv", "now.csv", "--hide-values");
    expect(printed).not.toMatch(/HNL|E190/);
  });

  it("exits with 1 where a threshold of one's own is reached", async () => {
    const { pawl } = localFolder({ "before.csv": flights(2000), "now.csv": flights(2000) });
    expect((await pawl("drift", "before.csv", "now.csv", "-m", "delay: psi >= 0")).code).toBe(1);
    expect((await pawl("drift", "before.csv", "now.csv", "-m", "delay: psi >= 1")).code).toBe(0);
  });

  it("refuses a method for a column that there is not", async () => {
    const { pawl } = localFolder({ "before.csv": flights(20), "now.csv": flights(20) });
    const { code, told } = await pawl("drift", "before.csv", "now.csv", "-m", "dely: psi");
    expect(code).toBe(2);
    expect(told).toMatch(/^INPUT_INVALID: .*"dely"/);
  });
});

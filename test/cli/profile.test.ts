import { describe, expect, it } from "vitest";
import { ProfileFile } from "../../src/runner/datasets/profile-document.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

const FLIGHTS = `delay,origin,late,note,day
${Array.from({ length: 60 }, (_, index) =>
  [
    index % 7 === 0 ? "" : index * 3 - 20,
    index % 3 === 0 ? "HNL" : "JFK",
    index % 4 === 0,
    `a remark number ${String(index)}`,
    `2024-01-${String((index % 28) + 1).padStart(2, "0")}`,
  ].join(","),
).join("\n")}
`;

describe("pawl profile", () => {
  it("is a table that a person can read", async () => {
    const { code, printed } = await localFolder({ "flights.csv": FLIGHTS }).pawl("profile", "flights.csv");
    expect(code).toBe(0);
    await expect(`${printed}\n`).toMatchFileSnapshot("__tables__/profile.txt");
  });

  it("hides the names of categories where that is asked for", async () => {
    const { pawl } = localFolder({ "flights.csv": FLIGHTS });
    const hidden = await pawl("profile", "flights.csv", "--hide-values");
    expect(hidden.printed).not.toContain("HNL");
    expect(hidden.printed).toMatch(/#[0-9a-f]{6} 66\.7 %/);
    expect((await pawl("profile", "flights.csv", "--hide-values", "--json")).printed).not.toContain("HNL");
  });

  it("is JSON for machines, the same each time, and a reference for later data", async () => {
    const { pawl, write } = localFolder({ "flights.csv": FLIGHTS });
    const first = await pawl("profile", "--json", "flights.csv");
    expect((await pawl("profile", "flights.csv", "--json")).printed).toBe(first.printed);
    const { profile, fingerprint } = ProfileFile.parse(JSON.parse(first.printed));
    expect([profile.rows, profile.columns.length]).toEqual([60, 5]);
    expect(fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);

    write("reference.json", first.printed);
    write("later.csv", FLIGHTS.replaceAll("HNL", "OGG"));
    const later = await pawl("profile", "later.csv", "--json", "--reference", "reference.json");
    const origin = ProfileFile.parse(JSON.parse(later.printed)).profile.columns.find(({ name }) => name === "origin");
    expect(origin).toMatchObject({ kind: "categorical", unseen: [{ name: "OGG", rows: 20 }] });
  });

  it("shows hostile names as text", async () => {
    const { printed } = await localFolder({ "a.csv": '"a\u001b[2Jb","😀|x"\n1,2\n' }).pawl("profile", "a.csv");
    expect(printed).not.toContain("\u001b");
    expect(printed).toContain("a\uFFFD[2Jb");
    expect(printed).toContain("😀|x");
  });

  it.each(["flights.json", "a.csv"])("refuses a reference that is none: %s", async (reference) => {
    const { pawl } = localFolder({ "a.csv": "x\n1\n", "flights.json": '{"rows": 1}' });
    const { code, told } = await pawl("profile", "a.csv", "--reference", reference);
    expect(code).toBe(2);
    expect(told).toMatch(/^(INPUT|EVIDENCE)_INVALID: /);
  });
});

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

  it.each`
    case                           | csv                                                                                      | said
    ${"zero rows"}                 | ${"a,b\n"}                                                                               | ${/0 rows, 2 columns/}
    ${"one row"}                   | ${"a,b\n1,x\n"}                                                                          | ${/1 row, 2 columns/}
    ${"all null"}                  | ${"a,b\n1,\n2,\n"}                                                                       | ${/b +\w+ +100 %/}
    ${"a byte order mark"}         | ${"\uFEFFa,b\n1,2\n"}                                                                    | ${/^a +integer/m}
    ${"dates before 1970"}         | ${"d\n1815-12-10\n1912-06-23\n"}                                                         | ${/timestamp.*1815-12-10.*1912-06-23/}
    ${"integers beyond 2^53"}      | ${"i\n9007199254740993\n9007199254740995\n"}                                             | ${/integer.*9007199254740993.*9007199254740995/}
    ${"1e308"}                     | ${"x\n1e308\n-1e308\n0.5\n"}                                                             | ${/numeric.*1\.00e\+308/}
    ${"emoji and pipes in a name"} | ${'"😀|x"\n1\n'}                                                                         | ${/^😀\|x +integer/m}
    ${"10,000 categories"}         | ${`c\n${Array.from({ length: 20_000 }, (_, i) => `c${String(i % 10_000)}\n`).join("")}`} | ${/categorical.*10,000/}
  `("makes something of $case", async ({ csv, said }: { csv: string; said: RegExp }) => {
    const { code, printed } = await localFolder({ "odd.csv": csv }).pawl("profile", "odd.csv");
    expect(code).toBe(0);
    expect(printed).toMatch(said);
  });

  it.each(["flights.json", "a.csv"])("refuses a reference that is none: %s", async (reference) => {
    const { pawl } = localFolder({ "a.csv": "x\n1\n", "flights.json": '{"rows": 1}' });
    const { code, told } = await pawl("profile", "a.csv", "--reference", reference);
    expect(code).toBe(2);
    expect(told).toMatch(/^(INPUT|EVIDENCE)_INVALID: /);
  });
});

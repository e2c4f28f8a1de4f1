import { describe, expect, it } from "vitest";
import { CONTRACT, flights } from "../support/data-job.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

const CONFIG = `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    data:
      - name: flights
        path: data/flights.csv.dvc
        contract: data/flights.odcs.yaml
        label: late
        checks: { new-categories: {} }
`;
const GOOD = flights(200);
const BAD = GOOD.replace("HNL", "OGG").replace(/^1,/m, "99999,");
const PROJECT = {
  ".github/pawl.yml": CONFIG,
  "data/flights.csv": GOOD,
  "data/flights.odcs.yaml": CONTRACT,
};

describe("pawl validate", () => {
  it("is one line where everything is as it has to be", async () => {
    const { pawl } = localFolder({ "flights.csv": GOOD, "flights.odcs.yaml": CONTRACT });
    const { code, printed } = await pawl("validate", "flights.csv", "flights.odcs.yaml");
    expect(code).toBe(0);
    expect(printed).toMatch(/^✓ pass {2}flights\.csv, 200 rows by flights\.odcs\.yaml: \d+ rules kept, 0 broken$/);
  });

  it("shows broken rules with their rows, and exits with 1", async () => {
    const { pawl } = localFolder({ "flights.csv": BAD, "flights.odcs.yaml": CONTRACT });
    const { code, printed } = await pawl("validate", "flights.csv", "--contract", "flights.odcs.yaml");
    expect(code).toBe(1);
    await expect(`${printed}\n`).toMatchFileSnapshot("__tables__/validate.txt");
  });

  it("hides the bad rows where that is asked for", async () => {
    const { pawl } = localFolder({ "flights.csv": BAD, "flights.odcs.yaml": CONTRACT });
    for (const more of [[], ["--json"]]) {
      const { printed } = await pawl("validate", "flights.csv", "flights.odcs.yaml", "--hide-values", ...more);
      expect(printed).not.toContain("OGG");
    }
  });

  it("takes data and contract from the configuration", async () => {
    const { pawl } = localFolder(PROJECT);
    for (const args of [[], ["--dataset", "flights"], ["data/flights.csv"]]) {
      const { code, printed } = await pawl("validate", ...args);
      expect(code).toBe(0);
      expect(printed).toContain("data/flights.csv, 200 rows by data/flights.odcs.yaml");
    }
  });

  it("compares with earlier data, or with a profile of them", async () => {
    const { pawl, write } = localFolder({ ...PROJECT, "old.csv": GOOD.replaceAll("A320", "DC10") });
    write("old.json", (await pawl("profile", "old.csv", "--json")).printed);
    const [data = "", profile = ""] = await Promise.all(
      ["old.csv", "old.json"].map(async (reference) => (await pawl("validate", "--reference", reference)).printed),
    );
    expect(data).toMatch(/! warning.*aircraft/);
    expect(profile).toBe(data);
  });

  it("is JSON for machines", async () => {
    const { pawl } = localFolder({ "flights.csv": BAD, "flights.odcs.yaml": CONTRACT });
    const { code, printed } = await pawl("validate", "flights.csv", "flights.odcs.yaml", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      schema: "pawl.validation/v1",
      verdict: "fail",
      source: { format: "csv", files: 1 },
      contract: { path: "flights.odcs.yaml", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      badRows: [
        { row: 1, column: "delay", value: "99999" },
        { column: "origin", value: "OGG" },
      ],
      profile: { rows: 200 },
    });
  });

  it("keeps the contract that it inferred from the same data", async () => {
    const { pawl } = localFolder({ "flights.csv": GOOD });
    expect((await pawl("infer", "flights.csv", "--output", "flights.odcs.yaml")).code).toBe(0);
    expect((await pawl("validate", "flights.csv", "flights.odcs.yaml")).code).toBe(0);
    expect(await pawl("infer", "flights.csv", "-o", "flights.odcs.yaml")).toMatchObject({
      code: 2,
      told: expect.stringContaining("flights.odcs.yaml exists already"),
    });
  });

  it.each`
    case                            | files                                                | args                               | said
    ${"a pointer without its data"} | ${{ "a.csv.dvc": "outs: []\n", "c.yaml": CONTRACT }} | ${["a.csv", "c.yaml"]}             | ${/^DATA_UNREADABLE: a\.csv is not there, only its pointer/}
    ${"a contract that is none"}    | ${{ "a.csv": "x\n1\n", "c.yaml": "kind: Recipe\n" }} | ${["a.csv", "c.yaml"]}             | ${/^CONFIG_INVALID: c\.yaml is not valid: line 1/}
    ${"two contracts"}              | ${{ "a.csv": "x\n1\n" }}                             | ${["a.csv", "b.yaml", "c.yaml"]}   | ${/^INPUT_INVALID: two contracts: b\.yaml and c\.yaml/}
    ${"a severity that is none"}    | ${{ "a.csv": "x\n1\n", "c.yaml": CONTRACT }}         | ${["a.csv", "--fail-on", "fatal"]} | ${/^INPUT_INVALID: --fail-on: "fatal" is not a severity/}
  `("refuses $case", async ({ files, args, said }) => {
    const { code, told } = await localFolder(files).pawl("validate", ...args);
    expect(code).toBe(2);
    expect(told).toMatch(said);
  });
});

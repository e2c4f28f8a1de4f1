import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CLI_COMMANDS } from "../../src/cli/commands.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";

const BIN = fileURLToPath(new URL("../../src/cli/pawl.js", import.meta.url));

describe("pawl, as a program", () => {
  it("runs from any folder, through the link that npm makes", () => {
    const { folder } = localFolder({ "a.csv": "x,y\n1,2\n3,\n" });
    mkdirSync(join(folder, "bin"));
    symlinkSync(BIN, join(folder, "bin", "pawl"));
    const printed = execFileSync(join(folder, "bin", "pawl"), ["profile", "a.csv"], { cwd: folder, encoding: "utf8" });
    expect(printed).toContain("a.csv: 2 rows, 2 columns, csv");
    expect(printed).not.toContain("\u001b");
  });

  it("ends quietly when its reader has seen enough", () => {
    const { folder } = localFolder({ "a.csv": "x\n1\n" });
    const script = `"${process.execPath}" "${BIN}" profile --json a.csv | head -c 1; exit "\${PIPESTATUS[0]}"`;
    const ended = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
    expect([ended.stdout, ended.stderr, ended.status]).toEqual(["{", "", 0]);
  });
});

describe("pawl", () => {
  it("without a command lists what there is, which is no success", async () => {
    const { code, printed } = await localFolder().pawl();
    expect(code).toBe(2);
    for (const name of Object.keys(CLI_COMMANDS)) expect(printed).toContain(`  ${name} `);
  });

  it.each(["--help", "-h", "help"])("%s is a success", async (asked) => {
    expect(await localFolder().pawl(asked)).toMatchObject({ code: 0, printed: expect.stringContaining("<command>") });
  });

  it("says its version", async () => {
    expect(await localFolder().pawl("--version")).toEqual({ code: 0, printed: PAWL_VERSION, told: "" });
  });

  it.each(Object.keys(CLI_COMMANDS))("%s --help names every option with a sentence", async (name) => {
    const { code, printed } = await localFolder().pawl(name, "--help");
    const command = await CLI_COMMANDS[name]?.load();
    expect(code).toBe(0);
    for (const [option, { description }] of Object.entries(command?.options ?? {})) {
      expect(printed).toMatch(new RegExp(`--${option}\\b`));
      expect(description).toMatch(/^[A-Z\w`].{8,}\.$/s);
    }
    expect((await localFolder().pawl("help", name)).printed).toBe(printed);
  });

  it.each`
    args                                   | said
    ${["profle"]}                          | ${/"profle" is not a command of pawl\nDid you mean profile\?/}
    ${["profile", "--jsn", "a.csv"]}       | ${/--jsn is not an option.*\nDid you mean --json\?/}
    ${["profile"]}                         | ${/which data are to be profiled\?/}
    ${["profile", "a.csv"]}                | ${/a.csv does not exist/}
    ${["profile", "*.csv"]}                | ${/nothing matches \*\.csv/}
    ${["profile", "--format", "xls", "a"]} | ${/"xls" is not a format\nFormats: csv, parquet/}
    ${["infer", "missing.parquet"]}        | ${/missing.parquet does not exist/}
    ${["validate"]}                        | ${/there is no \.github\/pawl\.yml/}
    ${["validate", "a.csv"]}               | ${/there is no contract.*\n`pawl infer <data>` writes one/}
    ${["validate", "a.csv", "c.yaml"]}     | ${/data contract c\.yaml does not exist/}
    ${["drift", "a.csv"]}                  | ${/drift needs earlier data and the data to judge/}
    ${["drift", "a", "b", "-m", "x: psy"]} | ${/"psy" is not a drift method, did you mean "psi"\?/}
    ${["drift", "a", "b", "--bound", "q"]} | ${/"q" is not of the form name: number/}
  `("$args is an error with its code and a way out", async ({ args, said }: { args: string[]; said: RegExp }) => {
    const { code, printed, told } = await localFolder().pawl(...args);
    expect([code, printed]).toEqual([2, ""]);
    expect(told).toMatch(/^(INPUT_INVALID|DATA_UNREADABLE|NOT_FOUND|CONFIG_INVALID): /);
    expect(told).toMatch(said);
  });
});

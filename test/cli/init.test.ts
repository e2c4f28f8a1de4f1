import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { diffLines } from "../../src/cli/init/diff-lines.ts";
import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";
import { localFolder } from "../support/pawl-at-terminal.ts";
import { GIT_ENV } from "./clone/clone-scene.ts";

const FILES = {
  "train.py": 'from sklearn.metrics import roc_auc_score\ndump("model.joblib")\nto_csv("predictions.csv")\n',
  "requirements.txt": "scikit-learn\n",
  "data/flights.csv": "a\n1\n",
};

/** A folder with a project that git knows nothing of but its files. */
function project(files: Readonly<Record<string, string>> = FILES) {
  const local = localFolder(files);
  execFileSync("git", ["init", "-q", "-b", "trunk", local.folder], { env: GIT_ENV });
  execFileSync("git", ["-C", local.folder, "remote", "add", "origin", "git@github.com:acme/Late_Flights.git"]);
  const read = (path: string) => readFileSync(join(local.folder, path), "utf8");
  return { ...local, read, has: (path: string) => existsSync(join(local.folder, path)) };
}

const Result = z.object({
  model: z.string(),
  findings: z.array(z.object({ what: z.string(), found: z.string().nullable(), why: z.string() })),
  files: z.array(z.object({ path: z.string(), state: z.string() })),
  wrong: z.array(z.string()),
  next: z.array(z.string()),
});

describe("pawl init", () => {
  it("writes a configuration and workflows that work, asking nothing, and says what comes next", async () => {
    const { pawl, read } = project();
    const { code, printed } = await pawl("init", "--owner", "@ana");
    expect(code).toBe(0);
    expect(parseProjectConfig(read(".github/pawl.yml"))).toHaveProperty(
      ["project", "models", 0, "name"],
      "late-flights",
    );
    expect(read(".github/workflows/train.yml")).toContain("branches: [trunk]");
    expect(read(".github/CODEOWNERS")).toBe("/.github/pawl.yml  @ana\n/.pawl/            @ana\n");
    expect(printed).toMatch(/Training\s+python train\.py\s+by its name/);
    expect(printed.split("\n").slice(-3)).toEqual([
      '  git add .github/pawl.yml .github/workflows/train.yml .github/CODEOWNERS && git commit -m "Configure Pawl"',
      "  git push --set-upstream origin HEAD",
      "  pawl doctor",
    ]);
  });

  it("overwrites nothing: a second time everything is there, and what people changed is shown and stays", async () => {
    const { pawl, read, write } = project();
    await pawl("init", "--owner", "ana");
    const before = read(".github/pawl.yml");
    expect(Result.parse(JSON.parse((await pawl("init", "--owner", "ana", "--json")).printed)).files).toEqual([
      { path: ".github/pawl.yml", state: "same" },
      { path: ".github/workflows/train.yml", state: "same" },
    ]);
    write(".github/pawl.yml", before.replace("roc-auc", "f1"));
    const { code, printed } = await pawl("init");
    expect(code).toBe(0);
    expect(printed).toContain("    -    primary-metric: f1");
    expect(printed).toContain("    +    primary-metric: roc-auc");
    expect(read(".github/pawl.yml")).toContain("primary-metric: f1");
  });

  it("writes nothing with --dry-run", async () => {
    const { pawl, has } = project();
    const { code, printed } = await pawl("init", "--dry-run");
    expect([code, has(".github")]).toEqual([0, false]);
    expect(printed).toContain(".github/pawl.yml would be written");
  });

  it("keeps what an own CODEOWNERS has, and shows the lines that it lacks", async () => {
    const { pawl, read } = project({ ...FILES, CODEOWNERS: "* @bo\n" });
    const { printed } = await pawl("init");
    expect(read("CODEOWNERS")).toBe("* @bo\n");
    expect(printed).toContain("    +/.github/pawl.yml  @bo");
  });

  it("ends with 1 where what lies there would not work, and says why", async () => {
    const { pawl, write } = project();
    write(".github/pawl.yml", "models:\n  a: { paths: [train.py], primary-metric: roc-auc, workflow: other.yml }\n");
    const { code, printed } = await pawl("init");
    expect([code, printed]).toEqual([
      1,
      expect.stringContaining("names .github/workflows/other.yml, which is not there"),
    ]);
    write(".github/workflows/other.yml", "on: push\njobs: {}\n");
    expect((await pawl("init")).printed).toContain("other.yml has no workflow_dispatch");
    write(".github/pawl.yml", "models: [\n");
    expect((await pawl("init")).code).toBe(1);
  });

  it("looks at the workflows of checks and retraining too, and at what they are started with", async () => {
    const { pawl, write } = project();
    const model =
      "{ paths: [train.py], primary-metric: roc-auc, drift: { window: 7d }, retrain: { workflow: again.yml } }";
    write(".github/pawl.yml", `models:\n  a: ${model}\n`);
    write(".github/workflows/drift.yml", "on: { workflow_dispatch: { inputs: { pawl-key: {}, window-end: {} } } }\n");
    const { code, printed } = await pawl("init");
    expect(code).toBe(1);
    expect(printed).toContain("drift.yml does not declare window-start, so GitHub refuses the App's check");
    expect(printed).toContain("names .github/workflows/again.yml, which is not there");
  });

  it("says what it could not find, and guesses no owner", async () => {
    const { pawl, has } = project({ "notes.py": "" });
    const { code, printed } = await pawl("init");
    expect(code).toBe(0);
    expect(printed).toMatch(/Training\s+not found/);
    expect(printed).toContain("Nobody owns the configuration yet");
    expect(has(".github/CODEOWNERS")).toBe(false);
  });

  it("reads no file that a link leads to, and nothing that git ignores", async () => {
    const { pawl, folder, write } = project();
    writeFileSync(join(folder, "..", "outside.json"), '{"f1": 1}');
    symlinkSync(join(folder, "..", "outside.json"), join(folder, "metrics.json"));
    write(".gitignore", "scores.json\n");
    write("scores.json", '{"mcc": 1}');
    const { findings } = Result.parse(JSON.parse((await pawl("init", "--dry-run", "--json")).printed));
    expect(findings.find(({ what }) => what === "Primary metric")?.found).toBe("roc-auc");
  });

  it("writes nothing where a link leads out of the repository", async () => {
    const { pawl, folder } = project();
    const elsewhere = localFolder().folder;
    symlinkSync(elsewhere, join(folder, ".github"));
    expect(await pawl("init")).toMatchObject({ code: 2, told: expect.stringContaining(".github is a link") });
    expect(existsSync(join(elsewhere, "pawl.yml"))).toBe(false);
  });

  it("outside of a git repository says so", async () => {
    const { code, told } = await localFolder(FILES).pawl("init");
    expect([code, told]).toEqual([2, expect.stringContaining("is in no git repository")]);
  });
});

describe("diffLines", () => {
  it.each`
    before       | after        | lines
    ${"a\nb\nc"} | ${"a\nb\nc"} | ${[]}
    ${"a\nb\nc"} | ${"a\nx\nc"} | ${["-b", "+x"]}
    ${"a\nc"}    | ${"a\nb\nc"} | ${["+b"]}
    ${"a\nb\nc"} | ${"c"}       | ${["-a", "-b"]}
    ${""}        | ${"a"}       | ${["-", "+a"]}
  `("$before to $after", ({ before, after, lines }) => {
    expect(diffLines(before, after)).toEqual(lines);
  });
});

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const TOOL = new URL("../../tools/bundle-command.js", import.meta.url).href;
const { bundleCommand }: { readonly bundleCommand: (root: string) => Promise<string | undefined> } = await import(TOOL);

const LONG_AGO = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);

function makeSources(files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "src/cli"), { recursive: true });
  const all = {
    "main.ts": 'import { word } from "./word.ts";\nconst said: string = word;\nconsole.log(said);\n',
    "word.ts": 'export const word = "one";\n',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(root, "src/cli", name), text);
  return root;
}

const run = (bundle: string | undefined) => execFileSync(process.execPath, [bundle ?? ""], { encoding: "utf8" }).trim();

describe("the bundle of the command", () => {
  it("is made once of the same sources, and anew of others, however much they look alike", async () => {
    const root = makeSources();
    const first = await bundleCommand(root);
    expect(run(first)).toBe("one");
    const word = join(root, "src/cli/word.ts");
    utimesSync(word, LONG_AGO, LONG_AGO);
    expect(await bundleCommand(root)).toBe(first);
    writeFileSync(word, 'export const word = "two";\n');
    utimesSync(word, LONG_AGO, LONG_AGO);
    const second = await bundleCommand(root);
    expect(second).not.toBe(first);
    expect(run(second)).toBe("two");
    // A command that began before may still need it.
    expect(run(first)).toBe("one");
  });

  it("is made anew where it is gone, and where a file of it is", async () => {
    const root = makeSources({ "other.ts": 'export const word = "three";\n' });
    rmSync((await bundleCommand(root)) ?? "");
    expect(run(await bundleCommand(root))).toBe("one");
    rmSync(join(root, "src/cli/word.ts"));
    writeFileSync(join(root, "src/cli/main.ts"), 'import { word } from "./other.ts";\nconsole.log(word);\n');
    expect(run(await bundleCommand(root))).toBe("three");
  });

  it("that was left long ago is removed when a new one is made", async () => {
    const root = makeSources();
    const first = await bundleCommand(root);
    const cache = join(root, "node_modules/.cache/pawl");
    const [folder = ""] = readdirSync(cache).filter((name) => name !== "manifest.json");
    utimesSync(join(cache, folder), LONG_AGO, LONG_AGO);
    writeFileSync(join(root, "src/cli/word.ts"), 'export const word = "two";\n');
    expect(run(await bundleCommand(root))).toBe("two");
    expect(existsSync(first ?? "")).toBe(false);
    expect(readdirSync(cache)).toHaveLength(2);
  });

  it("of many commands that start at once is whole for each", async () => {
    const root = makeSources();
    const bundles = await Promise.all(Array.from({ length: 4 }, () => bundleCommand(root)));
    expect(bundles.map(run)).toEqual(["one", "one", "one", "one"]);
    expect(run(await bundleCommand(root))).toBe("one");
  });

  it.each([
    ["sources that cannot be translated", () => makeSources({ "word.ts": "export const = ;\n" })],
    ["no sources", () => temporaryFolder()],
    [
      "a place that cannot be written to",
      () => {
        const root = makeSources();
        symlinkSync("/dev/null", join(root, "node_modules"));
        return root;
      },
    ],
  ])("is none where there are %s", async (_, make) => {
    expect(await bundleCommand(make())).toBeUndefined();
  });

  it.each(["", "{}", '{"inputs":{},"folder":"../.."}', '{"inputs":null,"folder":1}'])(
    "is made anew where its manifest is %j",
    async (manifest) => {
      const root = makeSources();
      const cache = join(root, "node_modules/.cache/pawl");
      mkdirSync(cache, { recursive: true });
      writeFileSync(join(cache, "manifest.json"), manifest);
      expect(run(await bundleCommand(root))).toBe("one");
    },
  );
});

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findDataFiles } from "../../../src/engine/data/find-data-files.ts";
import { listDataFiles } from "../../../src/runner/datasets/list-data-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FILES = [
  "a.csv",
  "d-e.csv",
  "d/a.csv",
  "d/.hidden.csv",
  "d/_left.csv",
  "d/notes.md",
  "d/_temporary/x.csv",
  "d/e/f/x.csv",
  "[1]/x.csv",
  "parts/_y=1/x.csv",
];

function makeTree(): string {
  const folder = temporaryFolder();
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "x\n1\n");
  }
  symlinkSync("../../a.csv", join(folder, "d/e/link.csv"));
  symlinkSync("..", join(folder, "d/e/up"));
  return folder;
}

const sorted = (paths: readonly string[]) => [...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe("files that a path names", () => {
  it.each([
    [
      "d",
      ["d/.hidden.csv", "d/_left.csv", "d/_temporary/x.csv", "d/a.csv", "d/e/f/x.csv", "d/e/link.csv", "d/notes.md"],
    ],
    ["./d/e/", ["d/e/f/x.csv", "d/e/link.csv"]],
    ["d/*.csv", ["d/.hidden.csv", "d/_left.csv", "d/a.csv"]],
    ["d/**/x.csv", ["d/_temporary/x.csv", "d/e/f/x.csv"]],
    ["[1]", ["[1]/x.csv"]],
    ["{a,d-e}.csv", ["a.csv", "d-e.csv"]],
    ["a.csv", ["a.csv"]],
    ["none", []],
    ["none/*.csv", []],
    ["a.csv/*.csv", []],
  ])("%s", async (path, expected) => {
    expect(await listDataFiles(makeTree(), path)).toEqual(expected);
  });

  it.each(["", "."])("all of them, in the order of their bytes, where the path is %j", async (path) => {
    expect(await listDataFiles(makeTree(), path)).toEqual(sorted([...FILES, "d/e/link.csv"]));
  });
});

// An identity vouches for every file that was read; what reading leaves out may be in it as well.
it.each([
  "d",
  "d/",
  "./d",
  "d/*.csv",
  "d/e/**/*.csv",
  "d/_*.csv",
  "[1]",
  "[1]/x.csv",
  "parts",
  "{a,d-e}.csv",
  "a.csv",
  "ABSOLUTE",
])("%s: every file that is read is among those of the identity", async (path) => {
  const folder = makeTree();
  const named = path === "ABSOLUTE" ? join(folder, "d/e/*/*.csv") : path;
  const { files } = await findDataFiles({ name: "d", paths: [named], folder });
  expect(files.length).toBeGreaterThan(0);
  expect(await listDataFiles(folder, named)).toEqual(expect.arrayContaining(files.map(({ name }) => name)));
});

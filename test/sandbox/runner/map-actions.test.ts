import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findUses } from "../../../sandbox/runner/find-uses.ts";
import { mapActions } from "../../../sandbox/runner/map-actions.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-uses-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("findUses", () => {
  it("names each action of another repository once, without its path inside it", async () => {
    await mkdir(join(folder, "workflows"));
    await writeFile(
      join(folder, "workflows", "train.yml"),
      [
        "steps:",
        "  - uses: actions/checkout@abc # v7",
        "  - name: x",
        "    uses: 'actions/cache/restore@def'",
        '  - uses: "actions/cache/save@def"',
        "  - uses: ./actions/train",
        "  - run: echo uses actions/nothing@v1",
      ].join("\n"),
    );
    await writeFile(join(folder, "action.yaml"), "  - uses: pawl-ml/pawl/actions/train@v1");
    await writeFile(join(folder, "README.md"), "  - uses: acme/other@v1");
    expect(await findUses([folder])).toEqual(["actions/cache@def", "actions/checkout@abc", "pawl-ml/pawl@v1"]);
  });

  it("finds nothing where there is no folder", async () => {
    expect(await findUses([join(folder, "nowhere")])).toEqual([]);
  });
});

describe("mapActions", () => {
  const sources = { standIns: "/stand-ins", standInNames: ["cache"], own: "pawl-ml/pawl", ownFolder: "/staged" };

  it.each`
    action                | folder
    ${"pawl-ml/pawl@v1"}  | ${"/staged"}
    ${"Pawl-ML/pawl@abc"} | ${"/staged"}
    ${"actions/cache@x"}  | ${"/stand-ins/cache"}
    ${"actions/other@x"}  | ${undefined}
    ${"acme/cache@x"}     | ${undefined}
  `("$action → $folder", ({ action, folder: expected }) => {
    expect(mapActions([action], sources).get(action)).toBe(expected);
  });
});

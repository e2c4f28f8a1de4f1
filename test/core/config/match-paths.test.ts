import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, it } from "vitest";
import { matchGlob } from "../../../src/core/config/match-glob.ts";
import { matchPaths } from "../../../src/core/config/match-paths.ts";

describe("paths of a model", () => {
  it.each([
    [["src/**"], ["src/a.py", "src/b/c.py", "src/.env"]],
    [["src/*"], ["src/a.py", "src/.env"]],
    [["src/"], ["src/a.py", "src/b/c.py", "src/.env"]],
    [["src"], ["src/a.py", "src/b/c.py", "src/.env"]],
    [["**/*.py"], ["src/a.py", "src/b/c.py", "top.py"]],
    [["**"], ["src/a.py", "src/b/c.py", "src/.env", "top.py", "data/x.csv", "docs/a.md"]],
    [
      ["src/**", "!src/b/**"],
      ["src/a.py", "src/.env"],
    ],
    [
      ["src/**", "!src/b/**", "src/b/c.py"],
      ["src/a.py", "src/b/c.py", "src/.env"],
    ],
    [["{data,docs}/*.{csv,md}"], ["data/x.csv", "docs/a.md"]],
    [["t[!a]p.py"], ["top.py"]],
    [["Src/**"], []],
  ])("%j", (globs, expected) => {
    expect(matchPaths(globs, ["src/a.py", "src/b/c.py", "src/.env", "top.py", "data/x.csv", "docs/a.md"])).toEqual(
      expected,
    );
  });

  it("agrees with picomatch", () => {
    const segment = fc.stringMatching(/^[ab.]{1,3}$/).filter((text) => !/^\.+$/.test(text));
    const pattern = fc.oneof(
      fc.constant("**"),
      fc.stringMatching(/^[ab*?]{1,4}$/).filter((text) => !text.includes("**")),
      segment,
    );
    const glob = fc
      .array(pattern, { minLength: 1, maxLength: 4 })
      .map((parts) => parts.filter((part, index) => part !== "**" || parts[index - 1] !== "**").join("/"));
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(glob, path, (pattern, file) => {
        // Here `x/**` is what is inside x; picomatch also counts a file named x.
        fc.pre(!pattern.endsWith("/**") || !picomatch.isMatch(file, pattern.slice(0, -3), { dot: true }));
        expect(matchGlob(pattern, file)).toBe(picomatch.isMatch(file, pattern, { dot: true }));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["stars in a name", `${"*a".repeat(50)}b`, "a".repeat(255)],
    ["stars over folders", `${"**/a/".repeat(50)}b`, "a/".repeat(2_000)],
    ["braces", "{a,b}".repeat(50), "a".repeat(50)],
  ])("hostile %s cost little", (_, glob, file) => {
    const before = performance.now();
    matchGlob(glob, file);
    expect(performance.now() - before).toBeLessThan(30_000);
  });
});

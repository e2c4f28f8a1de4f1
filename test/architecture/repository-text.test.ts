import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./source-files.ts";

interface Foreign {
  readonly what: string;
  readonly pattern: RegExp;
  /** Files in which the words have another meaning. */
  readonly except?: RegExp;
}

/** Things that tell of how or where the repository was made. Character classes keep this file from finding itself. */
const FOREIGN: readonly Foreign[] = [
  { what: "a folder of a build machine", pattern: /(?<![\w.-])\/wor[k]\/(main|shared|\.library)\b/ },
  { what: "a home folder", pattern: /(?<![\w.-])\/(roo[t]|home\/(?!runner\b|user\b)[a-z]+)\/[\w.]/ },
  { what: "a folder outside the repository", pattern: /\.\.\/share[d]\// },
  {
    what: "a document outside the repository",
    pattern: /\bDESIG[N]\.md\b|\bresearc[h]\/[a-z-]+\.md\b|report-exampl[e]\.md/,
  },
  {
    what: "the host of a package registry",
    pattern: /registry\.npmj[s]\.org|files\.pythonhoste[d]\.org|py[p]i\.org|pro[x]y\.golang\.org|deb\.debia[n]\.org/,
    except: /^(package-lock\.json|sandbox\/github\/description\/)/,
  },
  {
    what: "who typed it",
    pattern: /\bhelpe[r] [A-H]\b|\bCl[a]ude\b|\bAnthr[o]pic\b|\bChatGP[T]\b|\bAI assistan[t]\b|\bthe bri[e]f\b/,
  },
  {
    what: "a job that is left to do",
    pattern: /\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b/,
    except: /\/fixtures\/|\.(svg|png)$|^package-lock\.json$/,
  },
];

function foreignIn(path: string, text: string): string[] {
  return FOREIGN.filter(({ except }) => except?.test(path) !== true).flatMap(({ what, pattern }) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split("\n").length;
    return [`${path}:${String(line)} tells of ${what}: ${match[0]}`];
  });
}

/** Everything that git has or would take, binary files included: a database can hold a path as well as a text can. */
function repositoryFiles(): string[] {
  return execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: ROOT })
    .toString("utf8")
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile());
}

describe("the repository speaks of itself alone", () => {
  it("in every file", () => {
    const found = repositoryFiles().flatMap((path) => foreignIn(path, readFileSync(join(ROOT, path), "latin1")));
    expect(found).toEqual([]);
  });

  it("and this test would notice", () => {
    const texts = [
      ["", "wor" + "k", "main", "src"].join("/"),
      ["", "roo" + "t", "x"].join("/"),
      ["..", "share" + "d", "a.md"].join("/"),
      `see DESIG${"N"}.md section 8`,
      `https://registry.npmj${"s"}.org/x`,
      `// TOD${"O"}: finish`,
    ];
    for (const text of texts) expect(foreignIn("src/core/a.ts", `x\n${text}`)).toHaveLength(1);
    expect(foreignIn("src/core/a.ts", "a reference to docs/design.md section 8")).toEqual([]);
  });
});

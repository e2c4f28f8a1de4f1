import { expect, it } from "vitest";
import { NO_PACKAGES } from "../../src/core/registry/package-reader.ts";
import type { Octokit } from "../../src/github/octokit.ts";
import { createRepositoryMemory } from "../../src/reconcile/memory.ts";
import { readDataLock } from "../../src/reconcile/read-data-lock.ts";
import type { Workplace } from "../../src/reconcile/workplace.ts";
import { HEAD } from "../core/evidence/build-evidence.ts";

const MD5 = "1e5".padEnd(32, "0");
const lockOf = (path: string, md5 = MD5) =>
  `schema: '2.0'\nstages:\n  prepare:\n    cmd: python prepare.py\n    outs:\n    - path: ${path}\n      md5: ${md5}\n      size: 12\n`;

/** What is found, asked for twice, and the files that were asked for. */
async function ask(files: Readonly<Record<string, string>>, path: string) {
  const asked: string[] = [];
  const getContent = ({ path: file }: { path: string }) => {
    asked.push(file);
    const text = files[file];
    if (text === undefined) return Promise.reject(Object.assign(new Error("Not Found"), { status: 404 }));
    const content = Buffer.from(text).toString("base64");
    return Promise.resolve({ data: { type: "file", size: text.length, content } });
  };
  const nothing = () => undefined;
  const workplace: Workplace = {
    // Only what is called exists; Octokit's type has a thousand methods.
    octokit: { rest: { repos: { getContent } } } as unknown as Octokit,
    repository: { owner: "acme", repo: "flights" },
    self: { id: 1, slug: "pawl", login: "pawl[bot]" },
    memory: createRepositoryMemory(),
    now: () => "2026-11-25T12:00:00Z",
    pause: () => Promise.resolve(),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    packages: NO_PACKAGES,
  };
  const fingerprint = await readDataLock(workplace, path, HEAD);
  expect(await readDataLock(workplace, path, HEAD)).toBe(fingerprint);
  return { fingerprint, asked };
}

const own = { "data/dvc.lock": lockOf("f.csv") };
const above = { "dvc.lock": lockOf("data/f.csv") };
const other = { "data/dvc.lock": lockOf("g.csv"), "dvc.lock": lockOf("data/f.csv") };

it.each`
  what                                    | files                                            | path                         | fingerprint         | asked
  ${"a lock in the data's folder"}        | ${own}                                           | ${"data/f.csv"}              | ${`md5:${MD5}`}     | ${["data/dvc.lock"]}
  ${"a lock above the data"}              | ${above}                                         | ${"./data/f.csv"}            | ${`md5:${MD5}`}     | ${["data/dvc.lock", "dvc.lock"]}
  ${"a folder that a stage makes"}        | ${{ "dvc.lock": lockOf("data/", `${MD5}.dir`) }} | ${"data/"}                   | ${`md5:${MD5}.dir`} | ${["dvc.lock"]}
  ${"nothing where the nearest has none"} | ${other}                                         | ${"data/f.csv"}              | ${undefined}        | ${["data/dvc.lock"]}
  ${"nothing without a lock"}             | ${{}}                                            | ${"a/b/f.csv"}               | ${undefined}        | ${["a/b/dvc.lock", "a/dvc.lock", "dvc.lock"]}
  ${"nothing of a file that is no YAML"}  | ${{ "dvc.lock": "a: [" }}                        | ${"f.csv"}                   | ${undefined}        | ${["dvc.lock"]}
  ${"nothing of a lock of another form"}  | ${{ "dvc.lock": "prepare: { outs: [] }" }}       | ${"f.csv"}                   | ${undefined}        | ${["dvc.lock"]}
  ${"nothing of a glob"}                  | ${above}                                         | ${"data/*.csv"}              | ${undefined}        | ${[]}
  ${"nothing of an address"}              | ${above}                                         | ${"s3://bucket/data/f.csv"}  | ${undefined}        | ${[]}
  ${"nothing of a pointer"}               | ${above}                                         | ${"data/f.csv.dvc"}          | ${undefined}        | ${[]}
  ${"nothing outside of the repository"}  | ${above}                                         | ${"../data/f.csv"}           | ${undefined}        | ${[]}
  ${"nothing ever so deep"}               | ${above}                                         | ${"a/b/c/d/e/f/g/h/i/f.csv"} | ${undefined}        | ${[]}
`("the fingerprint at a commit is that of $what, asked for once", async ({ files, path, fingerprint, asked }) => {
  expect(await ask(files, path)).toEqual({ fingerprint, asked });
});

it("a huge lock is not read", async () => {
  const { fingerprint } = await ask({ "dvc.lock": lockOf("f.csv") + "#".repeat(1024 * 1024) }, "f.csv");
  expect(fingerprint).toBeUndefined();
});

it("attack: a lock of aliases that grow without end names nothing", async () => {
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (const [name, of] of ["ba", "cb", "dc", "ed", "fe", "gf", "hg"]) {
    bomb.push(`${String(name)}: &${String(name)} [${`*${String(of)}, `.repeat(9)}]`);
  }
  expect((await ask({ "dvc.lock": `${bomb.join("\n")}\nstages: *h\n` }, "f.csv")).fingerprint).toBeUndefined();
});

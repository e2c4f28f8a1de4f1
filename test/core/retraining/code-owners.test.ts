import { describe, expect, it } from "vitest";
import { ownersOf, parseCodeOwners } from "../../../src/core/retraining/code-owners.ts";

/** Whether the pattern owns the path. */
function owns(pattern: string, path: string): boolean {
  return ownersOf(parseCodeOwners(`${pattern} @ana`), path).users.length === 1;
}

describe("patterns", () => {
  it.each`
    pattern           | path                           | owned
    ${"*"}            | ${"params.yaml"}               | ${true}
    ${"*"}            | ${"a/b/c.yaml"}                | ${true}
    ${"*.js"}         | ${"app.js"}                    | ${true}
    ${"*.js"}         | ${"a/b/app.js"}                | ${true}
    ${"*.js"}         | ${"app.jsx"}                   | ${false}
    ${"*.js"}         | ${"app.js/readme.md"}          | ${true}
    ${"/build/logs/"} | ${"build/logs/a/b.txt"}        | ${true}
    ${"/build/logs/"} | ${"x/build/logs/b.txt"}        | ${false}
    ${"/build/logs/"} | ${"build/logs"}                | ${false}
    ${"build/logs/"}  | ${"x/build/logs/b.txt"}        | ${false}
    ${"docs/*"}       | ${"docs/getting-started.md"}   | ${true}
    ${"docs/*"}       | ${"docs/build-app/trouble.md"} | ${false}
    ${"docs/*"}       | ${"x/docs/a.md"}               | ${false}
    ${"/docs/*.md"}   | ${"docs/a.md"}                 | ${true}
    ${"/docs/*.md"}   | ${"docs/a/b.md"}               | ${false}
    ${"apps/"}        | ${"apps/a.yaml"}               | ${true}
    ${"apps/"}        | ${"x/y/apps/z/a.yaml"}         | ${true}
    ${"apps/"}        | ${"apps"}                      | ${false}
    ${"/docs/"}       | ${"docs/a/b.md"}               | ${true}
    ${"/docs"}        | ${"docs/a/b.md"}               | ${true}
    ${"/docs"}        | ${"docs"}                      | ${true}
    ${"/docs"}        | ${"docs2/a.md"}                | ${false}
    ${"/docs"}        | ${"a/docs/b.md"}               | ${false}
    ${"docs"}         | ${"a/docs/b.md"}               | ${true}
    ${"**/logs"}      | ${"build/logs/a.txt"}          | ${true}
    ${"**/logs"}      | ${"logs/a.txt"}                | ${true}
    ${"**/logs"}      | ${"deeply/nested/logs"}        | ${true}
    ${"a/**/b"}       | ${"a/b"}                       | ${true}
    ${"a/**/b"}       | ${"a/x/y/b"}                   | ${true}
    ${"a/**/b"}       | ${"a/x/y/b/c"}                 | ${true}
    ${"a/**"}         | ${"a/x/y"}                     | ${true}
    ${"a/**"}         | ${"a"}                         | ${false}
    ${"**"}           | ${"a/b"}                       | ${true}
    ${"/*"}           | ${"a.md"}                      | ${true}
    ${"/*"}           | ${"a/b.md"}                    | ${false}
    ${"/a*b/"}        | ${"axxb/c"}                    | ${true}
    ${"/a*b/"}        | ${"a/b/c"}                     | ${false}
    ${"file?.yaml"}   | ${"x/file1.yaml"}              | ${true}
    ${"file?.yaml"}   | ${"file/.yaml"}                | ${false}
    ${"my\\ file.md"} | ${"my file.md"}                | ${true}
    ${"a\\*b"}        | ${"a*b"}                       | ${true}
    ${"{a,b}.md"}     | ${"a.md"}                      | ${false}
    ${"{a,b}.md"}     | ${"{a,b}.md"}                  | ${true}
    ${"Docs/"}        | ${"docs/a.md"}                 | ${false}
    ${"/"}            | ${"a.md"}                      | ${false}
  `("$pattern on $path: $owned", ({ pattern, path, owned }) => {
    expect(owns(pattern, path)).toBe(owned);
  });
});

describe("rules", () => {
  const FILE = `\uFEFF# who looks at what
*                 @acme/ml-owners   # everything
*.yaml            @ana @bo_acme\r
/data/            data@acme.example @acme/data
/data/public/
!/data/secret/    @eve
data[0-9]         @eve
\\#notes           @eve
[Section]         @eve
/models/ @ana and-others
`;

  it.each`
    path                  | users                 | teams                 | emails
    ${"README.md"}        | ${[]}                 | ${["acme/ml-owners"]} | ${[]}
    ${"conf/params.yaml"} | ${["ana", "bo_acme"]} | ${[]}                 | ${[]}
    ${"data/a.csv"}       | ${[]}                 | ${["acme/data"]}      | ${["data@acme.example"]}
    ${"data/x.yaml"}      | ${[]}                 | ${["acme/data"]}      | ${["data@acme.example"]}
    ${"data/public/a"}    | ${[]}                 | ${[]}                 | ${[]}
    ${"data/secret/a"}    | ${[]}                 | ${["acme/data"]}      | ${["data@acme.example"]}
    ${"data1"}            | ${[]}                 | ${["acme/ml-owners"]} | ${[]}
    ${"#notes"}           | ${[]}                 | ${["acme/ml-owners"]} | ${[]}
    ${"models/a"}         | ${[]}                 | ${["acme/ml-owners"]} | ${[]}
  `("the last one that matches $path counts", ({ path, users, teams, emails }) => {
    expect(ownersOf(parseCodeOwners(FILE), path)).toEqual({ users, teams, emails });
  });

  it("are none in an empty file, and own nothing where none matches", () => {
    expect(parseCodeOwners("")).toEqual([]);
    expect(ownersOf(parseCodeOwners("/a @ana"), "b")).toEqual({ users: [], teams: [], emails: [] });
  });

  it("are none in a file that GitHub would not load", () => {
    expect(parseCodeOwners(`* @ana\n${"# padding\n".repeat(320_000)}`)).toEqual([]);
  });

  it("attack: what is no owner is never handed on", () => {
    for (const owner of ["@ana](http://evil)", "@a/b/c", "@", "@-ana", "@acme/", "ana", "<!--@ana"]) {
      expect(parseCodeOwners(`* ${owner}`), owner).toEqual([]);
    }
  });

  it("attack: patterns of many stars cost no time", () => {
    const pattern = `${"a*".repeat(1000)}b/${"**/x*/".repeat(100)}`;
    const rules = parseCodeOwners(`/${pattern} @ana\n`.repeat(20));
    expect(rules).toHaveLength(20);
    const begun = performance.now();
    expect(ownersOf(rules, `${"a".repeat(250)}/${"x/".repeat(200)}y`).users).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DESIGNED_PACKAGES, IMPORT_TABLE } from "./import-table.ts";
import { importViolations, matches, packageName } from "./import-violations.ts";
import { importsOf } from "./imports-of.ts";
import { ROOT, readSourceFiles, SOURCE_FOLDERS } from "./source-files.ts";

describe("import table", () => {
  it.each(IMPORT_TABLE.map(({ folder }) => folder))("%s imports only what it may", (folder) => {
    const files = readSourceFiles(folder.startsWith("src/") ? ["src"] : [folder]).filter(({ path }) =>
      path.startsWith(`${folder}/`),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => importViolations(file))).toEqual([]);
  });

  it("has a room for every source file", () => {
    expect(readSourceFiles(["src"]).flatMap((file) => importViolations(file))).toEqual([]);
  });

  it("names only packages that some file of the room imports", () => {
    const unused = IMPORT_TABLE.flatMap(({ folder, packages }) => {
      const imported = readSourceFiles([folder.split("/")[0] ?? ""])
        .filter(({ path }) => path.startsWith(`${folder}/`))
        .flatMap(importsOf)
        .map(({ specifier }) => packageName(specifier ?? ""));
      return packages
        .filter((name) => !DESIGNED_PACKAGES.includes(name))
        .filter((name) => !imported.some((specifier) => matches(name, specifier)))
        .map((name) => `${folder}: ${name}`);
    });
    expect(unused).toEqual([]);
  });

  it("gives a reason for every package beyond the design", () => {
    const decision = readFileSync(join(ROOT, "docs/decisions/0005-packages.md"), "utf8");
    const extra = new Set(IMPORT_TABLE.flatMap(({ packages }) => packages));
    for (const name of DESIGNED_PACKAGES) extra.delete(name);
    for (const name of extra) expect(decision).toContain(`\`${name}\``);
  });

  it("has every imported package in package.json", () => {
    const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    );
    const known = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]);
    const missing = readSourceFiles(SOURCE_FOLDERS).flatMap((file) =>
      importsOf(file)
        .map(({ specifier }) => specifier ?? "")
        .filter((specifier) => /^(@[a-z]|[a-z])/.test(specifier) && !specifier.startsWith("node:"))
        .map(packageName)
        .filter((name) => !known.has(name))
        .map((name) => `${file.path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("import table catches", () => {
  it.each`
    what                             | path                    | text                                                    | said
    ${"a package"}                   | ${"src/core/a.ts"}      | ${'import { getInput } from "@actions/core";'}          | ${"must not import the package @actions/core"}
    ${"a type of a package"}         | ${"src/core/a.ts"}      | ${'import type { Probot } from "probot";'}              | ${"must not import the package probot"}
    ${"a type in place"}             | ${"src/core/a.ts"}      | ${'let a: import("probot").Probot | undefined;'}        | ${"must not import the package probot"}
    ${"a dynamic import"}            | ${"src/core/a.ts"}      | ${'const a = await import("../engine/b.ts");'}          | ${"must not import src/engine/b.ts"}
    ${"a computed import"}           | ${"src/core/a.ts"}      | ${"const a = await import(name);"}                      | ${"imports a module whose name is computed"}
    ${"a re-export"}                 | ${"src/github/a.ts"}    | ${'export { b } from "../runner/b.ts";'}                | ${"must not import src/runner/b.ts"}
    ${"a require"}                   | ${"src/core/a.ts"}      | ${'const a = require("node:fs");'}                      | ${"must not import * from node:fs"}
    ${"an import assignment"}        | ${"src/core/a.ts"}      | ${'import a = require("probot");'}                      | ${"must not import the package probot"}
    ${"a path inside a package"}     | ${"src/core/a.ts"}      | ${'import a from "@octokit/rest/dist/x.js";'}           | ${"must not import the package @octokit/rest"}
    ${"the file system in core"}     | ${"src/core/a.ts"}      | ${'import { readFileSync } from "node:fs";'}            | ${"must not import node:fs"}
    ${"chance in core"}              | ${"src/core/a.ts"}      | ${'import { randomUUID } from "node:crypto";'}          | ${"must not import randomUUID from node:crypto"}
    ${"all of node:crypto"}          | ${"src/core/a.ts"}      | ${'import * as crypto from "node:crypto";'}             | ${"must not import * from node:crypto"}
    ${"a built-in without a prefix"} | ${"app/a.ts"}           | ${'import { join } from "path";'}                       | ${"must write node:path"}
    ${"Probot in an action"}         | ${"actions/a/index.ts"} | ${'import { Probot } from "probot";'}                   | ${"must not import the package probot"}
    ${"DuckDB in the App"}           | ${"app/a.ts"}           | ${'import { DuckDBInstance } from "@duckdb/node-api";'} | ${"must not import the package @duckdb/node-api"}
    ${"the engine in the App"}       | ${"app/a.ts"}           | ${'import { b } from "../src/engine/b.ts";'}            | ${"must not import src/engine/b.ts"}
    ${"the sandbox in the App"}      | ${"app/a.ts"}           | ${'import { b } from "../sandbox/b.ts";'}               | ${"must not import sandbox/b.ts"}
    ${"a test in an action"}         | ${"actions/a/index.ts"} | ${'import { b } from "../../test/b.ts";'}               | ${"must not import test/b.ts"}
    ${"the App in reconcile"}        | ${"src/reconcile/a.ts"} | ${'import { b } from "../../app/b.ts";'}                | ${"must not import app/b.ts"}
    ${"an unknown room"}             | ${"src/misc/a.ts"}      | ${""}                                                   | ${"is in no room of the import table"}
    ${"the environment"}             | ${"src/core/a.ts"}      | ${'const a = process.env["HOME"];'}                     | ${"uses process"}
    ${"the environment by a string"} | ${"src/core/a.ts"}      | ${"const { env } = process;"}                           | ${"uses process"}
    ${"the clock"}                   | ${"src/reconcile/a.ts"} | ${"const a = Date.now();"}                              | ${"uses Date.now"}
    ${"the clock by a string"}       | ${"src/core/a.ts"}      | ${'const a = Date["now"]();'}                           | ${"uses Date.now"}
    ${"the clock as a function"}     | ${"src/core/a.ts"}      | ${"const clock = Date.now;"}                            | ${"uses Date.now"}
    ${"a date of now"}               | ${"src/core/a.ts"}      | ${"const a = new Date();"}                              | ${"uses new Date() without an argument"}
    ${"a date of now, bare"}         | ${"src/core/a.ts"}      | ${"const a = new Date;"}                                | ${"uses new Date() without an argument"}
    ${"a date as a text of now"}     | ${"src/core/a.ts"}      | ${"const a = Date();"}                                  | ${"uses Date()"}
    ${"chance"}                      | ${"src/core/a.ts"}      | ${"const a = Math.random();"}                           | ${"uses Math.random"}
    ${"output"}                      | ${"src/core/a.ts"}      | ${'console.log("x");'}                                  | ${"uses console"}
    ${"the network"}                 | ${"src/reconcile/a.ts"} | ${'await fetch("http://x");'}                           | ${"uses fetch"}
    ${"the way round"}               | ${"src/core/a.ts"}      | ${"const a = globalThis;"}                              | ${"uses globalThis"}
  `("$what", ({ path, text, said }: { path: string; text: string; said: string }) => {
    expect(importViolations({ path, text }).join("\n")).toContain(said.replace("* from node:fs", "node:fs"));
  });

  it.each`
    what                          | path                    | text
    ${"a neighbour"}              | ${"src/core/a/b.ts"}    | ${'import { c } from "../c/d.ts";'}
    ${"a room below"}             | ${"src/reconcile/a.ts"} | ${'import type { C } from "../core/c.ts"; import { d } from "../github/d.ts";'}
    ${"a hash"}                   | ${"src/core/a.ts"}      | ${'import { createHash } from "node:crypto";'}
    ${"a date given"}             | ${"src/core/a.ts"}      | ${"const a = new Date(now); const b = Date.parse(text);"}
    ${"a property of that name"}  | ${"src/core/a.ts"}      | ${"const a = { process: 1, fetch: 2 }; const b = a.process + a.fetch;"}
    ${"the sandbox everything"}   | ${"sandbox/a.ts"}       | ${'import { Probot } from "probot"; import { b } from "../app/b.ts";'}
    ${"the version of ourselves"} | ${"app/a.ts"}           | ${'import manifest from "../package.json" with { type: "json" };'}
  `("but allows $what", ({ path, text }: { path: string; text: string }) => {
    expect(importViolations({ path, text })).toEqual([]);
  });
});

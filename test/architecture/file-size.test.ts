import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parseSource } from "./imports-of.ts";
import { readSourceFiles, type SourceText } from "./source-files.ts";

const MAX_LINES = 300;
/** A test is a table of rules: cutting a long table in two makes it no clearer. */
const MAX_TEST_LINES = 500;

/** Names that say nothing about what is inside. */
const EMPTY_NAMES = /^(utils?|helpers?|common|lib|misc|shared|stuff)$/;

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config))?\.m?ts$/;

function shapeViolations(file: SourceText): string[] {
  const { path, text } = file;
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  const violations: string[] = [];
  const most = path.startsWith("test/") ? MAX_TEST_LINES : MAX_LINES;
  if (lines > most) violations.push(`${path} has ${String(lines)} lines, at most ${String(most)} are allowed`);
  if (!KEBAB_CASE.test(name)) violations.push(`${path} is not in kebab-case`);
  const empty = parts.map((part) => part.replace(/\..*$/, "")).find((part) => EMPTY_NAMES.test(part));
  if (empty !== undefined) violations.push(`${path}: "${empty}" says nothing about what is inside`);
  if (hasDefaultExport(file)) violations.push(`${path} has a default export`);
  return violations;
}

function hasDefaultExport(file: SourceText): boolean {
  // Parsing every file for a word that is not in it takes most of this test.
  if (!/\bdefault\b|\bexport\s*=/.test(file.text)) return false;
  return parseSource(file).statements.some(
    (statement) =>
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true),
  );
}

describe("source files", () => {
  it("are short, named after what they hold, and export by name", () => {
    expect(readSourceFiles().flatMap(shapeViolations)).toEqual([]);
  });

  it.each`
    what                      | path                       | text                                | said
    ${"a long file"}          | ${"src/core/a.ts"}         | ${"//\n".repeat(301)}               | ${"301 lines"}
    ${"a drawer"}             | ${"src/core/utils.ts"}     | ${""}                               | ${"says nothing"}
    ${"a drawer of a folder"} | ${"src/helpers/a.ts"}      | ${""}                               | ${"says nothing"}
    ${"a name in camelCase"}  | ${"src/core/readThing.ts"} | ${""}                               | ${"kebab-case"}
    ${"a default export"}     | ${"src/core/a.ts"}         | ${"export default 1;"}              | ${"default export"}
    ${"a default function"}   | ${"src/core/a.ts"}         | ${"export default function a() {}"} | ${"default export"}
  `("would be caught: $what", ({ path, text, said }: { path: string; text: string; said: string }) => {
    expect(shapeViolations({ path, text }).join("\n")).toContain(said);
  });

  it.each`
    path                        | text
    ${"src/core/read-thing.ts"} | ${"export const a = 1;\n".repeat(300)}
    ${"test/core/read.test.ts"} | ${""}
  `("are left alone: $path", ({ path, text }: { path: string; text: string }) => {
    expect(shapeViolations({ path, text })).toEqual([]);
  });
});

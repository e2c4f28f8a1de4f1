import { type Document, isMap, isScalar, type LineCounter, type Pair, visit } from "yaml";
import type { ConfigIssue } from "../config/config-issue.ts";
import { readYaml } from "../config/read-yaml.ts";
import { ModelName } from "../evidence/names.ts";
import type { Aliases } from "./alias-file.ts";

/** An alias file has a line for each environment; this is room for fifty and a page of comments. */
export const MAX_ALIAS_BYTES = 16 * 1024;
export const MAX_ENVIRONMENTS = 50;

export type ParsedAliases = { readonly aliases: Aliases } | { readonly issues: readonly ConfigIssue[] };

// What reorders or hides what a reviewer reads. A carriage return alone ends a line of YAML and none on GitHub's page.
const HIDING = /\r(?!\n)|(?![\n\r\t])\p{Cc}|[\p{Cf}\p{Zl}\p{Zp}]/u;

const ADVICE = {
  tooMuch: "Keep only lines like production: 8 in it.",
  empty: "A line like production: 8 says that version 8 holds the alias production.",
};

/**
 * Reads `.pawl/aliases/<model>.yml`: a flat mapping from environments to version numbers, with comments, of at most
 * 16 KiB and 50 environments. What a person reads is all that it can say: no anchor, tag, quote, bracket or number in
 * another notation. Never throws; without a line it is a mapping without entries.
 */
export function parseAliases(source: string | Uint8Array): ParsedAliases {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  if (bytes.byteLength > MAX_ALIAS_BYTES) return { issues: [fileIssue("the file is larger than 16 KiB.")] };
  const text = new TextDecoder("utf-8").decode(bytes);
  const hiding = HIDING.exec(text);
  if (hiding !== null) {
    const before = text.slice(0, hiding.index).split("\n");
    const at = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
    const hint = "It would hide or reorder what a reviewer reads: take it out.";
    return { issues: [{ ...at, key: "", message: "an invisible or control character stands here.", hint }] };
  }
  if (isWithoutContent(text)) return { aliases: new Map() };
  const directive = text.split("\n").findIndex((line) => line.startsWith("%"));
  if (directive !== -1) return { issues: [{ ...fileIssue("is a YAML directive."), line: directive + 1 }] };
  const yaml = readYaml(bytes, ADVICE);
  if ("issues" in yaml) return { issues: yaml.issues.slice(0, MAX_ENVIRONMENTS) };
  return readMapping(yaml.document, yaml.lines);
}

/** Nothing but blank lines and comments. */
export function isWithoutContent(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(#.*)?$/.test(line));
}

function readMapping(document: Document, lines: LineCounter): ParsedAliases {
  const { contents } = document;
  const issues = decorations(document, lines);
  if (!isMap(contents)) return { issues: [fileIssue("the file is not a mapping."), ...issues] };
  if (contents.flow === true && contents.items.length > 0) {
    return { issues: [fileIssue("the aliases stand in brackets.", "Give each a line of its own."), ...issues] };
  }
  if (contents.items.length > MAX_ENVIRONMENTS) {
    const message = `the file has ${String(contents.items.length)} environments, at most ${String(MAX_ENVIRONMENTS)} are read.`;
    return { issues: [fileIssue(message), ...issues] };
  }
  const aliases = new Map<string, number>();
  for (const pair of contents.items) {
    const { name, refusal } = refuseName(pair);
    const wrong = refusal ?? refuseVersion(pair);
    if (wrong !== undefined) {
      const at = positionOf(refusal === undefined ? (pair.value ?? pair.key) : pair.key, lines);
      issues.push({ ...at, key: name.slice(0, 100), ...wrong });
    } else aliases.set(name, Number(isScalar(pair.value) ? pair.value.value : undefined));
  }
  return issues.length === 0 ? { aliases } : { issues: issues.toSorted((a, b) => a.line - b.line) };
}

interface Refusal {
  readonly message: string;
  readonly hint?: string;
}

function refuseName({ key }: Pair): { readonly name: string; readonly refusal?: Refusal } {
  const name = isScalar(key) ? (key.source ?? String(key.value)) : "";
  if (!isScalar(key) || key.type !== "PLAIN") {
    return { name, refusal: { message: "is quoted.", hint: "Write names without quotes, on one line." } };
  }
  if (ModelName.safeParse(name).success) return { name };
  const hint = "Use lower-case letters, digits and inner hyphens, at most 64 characters, like production.";
  return { name, refusal: { message: "is not the name of an environment.", hint } };
}

/** YAML has many ways to write 8, among them 0x8 and 8.0; here it has one. */
function refuseVersion({ value }: Pair): Refusal | undefined {
  const hint = "Write the version's number, like 8.";
  if (value === null || (isScalar(value) && value.value === null)) return { message: "has no version.", hint };
  if (!isScalar(value)) return { message: "is not one version number.", hint };
  if (value.type !== "PLAIN") return { message: "is text instead of a version number.", hint };
  if (/^[1-9][0-9]{0,8}$/.test(value.source ?? "") && typeof value.value === "number") return undefined;
  return { message: `is ${(value.source ?? "").slice(0, 40)}, which is not a version number.`, hint };
}

/** Anchors, aliases and tags, wherever they stand. */
function decorations(document: Document, lines: LineCounter): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const refuse = (node: unknown, message: string) =>
    issues.push({ ...positionOf(node, lines), key: "", message, hint: "Write the version's number out, like 8." });
  visit(document, {
    Alias: (_, node) => void refuse(node, `a YAML alias (*${node.source.slice(0, 40)}) stands here.`),
    Node: (_, node) => {
      if ("anchor" in node && node.anchor !== undefined) refuse(node, "a YAML anchor stands here.");
      if (node.tag !== undefined) refuse(node, "a YAML tag stands here.");
    },
  });
  return issues.slice(0, MAX_ENVIRONMENTS);
}

function positionOf(node: unknown, lines: LineCounter): { readonly line: number; readonly column: number } {
  const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  const { line, col } = lines.linePos(Array.isArray(range) && typeof range[0] === "number" ? range[0] : 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function fileIssue(message: string, hint: string = ADVICE.tooMuch): ConfigIssue {
  return { line: 1, column: 1, key: "", message, hint };
}

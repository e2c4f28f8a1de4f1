import { parse } from "smol-toml";
import { type AST, parseTOML } from "toml-eslint-parser";
import { isTooDeep } from "../config/is-too-deep.ts";
import { formatEditNumber } from "./edit-number.ts";
import { describeMissing } from "./edit-pointer.ts";
import type { EditFormat, EditTarget, EditValue, WrittenValue } from "./edit-target.ts";

/**
 * TOML: one parser says where the value stands, another reads the file before and after, so that neither's mistake goes
 * unnoticed.
 */
export const TOML_EDITS: EditFormat = {
  locate,
  parse: (text) => parse(text.replace(/^\uFEFF/, ""), { integersAsBigInt: "asNeeded" }),
};

type Content = AST.TOMLContentNode;

/** Values by path. Tables are built up from headers, dotted keys and inline tables alike. */
interface Table {
  readonly children: Map<string, Table | Content>;
}

function locate(text: string, path: readonly string[]): EditTarget | { readonly problem: string } {
  const letters = text.replace(/^\uFEFF/, "");
  const program = read(letters);
  if ("problem" in program) return program;
  let node: Table | Content | undefined = toTable(program.root);
  for (const [depth, step] of path.entries()) {
    const children = childrenOf(node);
    node = children.get(step);
    if (node === undefined) return { problem: describeMissing(path, depth, [...children.keys()]) };
  }
  if ("children" in node || node.type !== "TOMLValue") {
    return { problem: "is a table or a list, not one value; point to a value in it" };
  }
  const value = node;
  const mark = text.length - letters.length;
  const [start, end] = [value.range[0] + mark, value.range[1] + mark];
  return { start, end, value: readValue(value), path, write: (wish) => write(wish, value, text.slice(start, end)) };
}

/** The parser that knows places takes a second for so much, and cannot take strings of twice that. */
const MAX_LETTERS = 128 * 1024;

function read(text: string): { readonly root: AST.TOMLTopLevelTable } | { readonly problem: string } {
  if (text.length > MAX_LETTERS)
    return { problem: "is not edited, because TOML of more than 128 KiB is not; use a smaller file" };
  try {
    if (isTooDeep(TOML_EDITS.parse(text)))
      return { problem: "cannot be found, because the file is nested too deeply; use a flatter one" };
    return { root: parseTOML(text, { tomlVersion: "1.1" }).body[0] };
  } catch (error) {
    const why =
      error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 200).replace(/\.$/, "") : "unknown";
    return { problem: `cannot be found, because the file is not TOML (${why}); repair it` };
  }
}

function toTable(top: AST.TOMLTopLevelTable): Table {
  const root: Table = { children: new Map() };
  for (const node of top.body) {
    if (node.type === "TOMLKeyValue") add(root, node);
    else {
      const table = open(root, node.resolvedKey.map(String));
      for (const pair of node.body) add(table, pair);
    }
  }
  return root;
}

function add(table: Table, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
  open(table, names.slice(0, -1)).children.set(names.at(-1) ?? "", value);
}

function open(table: Table, names: readonly string[]): Table {
  let at = table;
  for (const name of names) {
    const known = at.children.get(name);
    const next: Table = known !== undefined && "children" in known ? known : { children: new Map() };
    at.children.set(name, next);
    at = next;
  }
  return at;
}

function childrenOf(node: Table | Content | undefined): ReadonlyMap<string, Table | Content> {
  if (node === undefined) return new Map();
  if ("children" in node) return node.children;
  if (node.type === "TOMLArray") return new Map(node.elements.map((element, index) => [String(index), element]));
  if (node.type === "TOMLValue") return new Map();
  const table: Table = { children: new Map() };
  for (const pair of node.body) add(table, pair);
  return table.children;
}

function readValue(node: AST.TOMLValue): EditValue | null {
  return node.kind === "string" || node.kind === "boolean" || isNumber(node) ? node.value : null;
}

function isNumber(node: AST.TOMLValue): node is AST.TOMLNumberValue {
  return node.kind === "integer" || node.kind === "float";
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[-+]\d{2}:\d{2})?)?$/;

function write(value: EditValue, before: AST.TOMLValue, source: string): WrittenValue {
  if (typeof value === "boolean") return { text: String(value), value };
  if (typeof value === "number") return { text: formatEditNumber(value, before.kind === "float"), value };
  const date = before.kind.includes("date") ? readDate(value) : undefined;
  // A date stays a date, which in TOML has no quotes.
  if (date !== undefined) return { text: value, value: date };
  const text = source.startsWith("'") && !value.includes("'") ? `'${value}'` : JSON.stringify(value);
  return { text, value };
}

function readDate(text: string): unknown {
  if (!DATE.test(text)) return undefined;
  try {
    return Object.values(parse(`date = ${text}`))[0];
  } catch {
    return undefined;
  }
}

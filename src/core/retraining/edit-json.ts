import { isTooDeep } from "../config/is-too-deep.ts";
import { formatEditNumber, isFloatText } from "./edit-number.ts";
import { describeMissing } from "./edit-pointer.ts";
import type { EditFormat, EditTarget, EditValue, WrittenValue } from "./edit-target.ts";

/** JSON: the value's own letters are replaced, and nothing else is written again. */
export const JSON_EDITS: EditFormat = { locate, parse: parseJson };

interface JsonNode {
  readonly start: number;
  readonly end: number;
  /** Of an object or array: what it holds, by key or index. */
  readonly children?: ReadonlyMap<string, JsonNode>;
}

function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ""));
}

function locate(text: string, path: readonly string[]): EditTarget | { readonly problem: string } {
  try {
    if (isTooDeep(parseJson(text)))
      return { problem: "cannot be found, because the file is nested too deeply; use a flatter one" };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\s+/g, " ").slice(0, 200) : "unknown";
    return { problem: `cannot be found, because the file is not JSON (${why}); repair it` };
  }
  const scanned = scan(text);
  if ("problem" in scanned) return scanned;
  let node: JsonNode = scanned;
  for (const [depth, step] of path.entries()) {
    const next: JsonNode | undefined = node.children?.get(step);
    if (next === undefined) return { problem: describeMissing(path, depth, [...(node.children?.keys() ?? [])]) };
    node = next;
  }
  if (node.children !== undefined) {
    return { problem: "is an object or a list, not one value; point to a value in it" };
  }
  const source = text.slice(node.start, node.end);
  return {
    start: node.start,
    end: node.end,
    value: toValue(JSON.parse(source)),
    path,
    write: (value) => write(value, source),
  };
}

function toValue(value: unknown): EditValue | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function write(value: EditValue, before: string): WrittenValue {
  return {
    text: typeof value === "number" ? formatEditNumber(value, isFloatText(before)) : JSON.stringify(value),
    value,
  };
}

/** Where each value of a text stands that `JSON.parse` has accepted. Recursion is bounded, because the depth is. */
function scan(text: string): JsonNode | { readonly problem: string } {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let doubled: string | undefined;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const space = () => take(/[ \t\r\n]*/y);
  const stringText = (): string => {
    const start = at;
    for (at += 1; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at += 1;
    at += 1;
    return text.slice(start, at);
  };
  const value = (): JsonNode => {
    space();
    const start = at;
    const open = text[at];
    if (open !== "{" && open !== "[") {
      if (open === '"') stringText();
      else take(/[^\s,\]}]+/y);
      return { start, end: at };
    }
    const children = new Map<string, JsonNode>();
    at += 1;
    space();
    while (at < text.length && text[at] !== "}" && text[at] !== "]") {
      let key = String(children.size);
      if (open === "{") {
        key = String(JSON.parse(stringText()));
        take(/\s*:/y);
      }
      if (children.has(key)) doubled ??= key;
      children.set(key, value());
      take(/\s*,?\s*/y);
    }
    at += 1;
    return { start, end: at, children };
  };
  const root = value();
  if (doubled === undefined) return root;
  return {
    problem: `is not certain: the key ${JSON.stringify(doubled.slice(0, 60))} is in the file twice; keep one of the two`,
  };
}

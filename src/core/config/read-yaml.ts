import { type Document, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { ConfigIssue } from "./config-issue.ts";
import { isTooDeep } from "./is-too-deep.ts";
import { measureYaml } from "./measure-yaml.ts";

/** The GitHub contents API serves files up to this size in one answer. */
const MAX_BYTES = 1024 * 1024;

/** Aliases are fine, a thousand copies of a list of a thousand are not. */
const MAX_ALIASES = 100;

const TOO_MUCH = {
  "too-long": "the file has too many entries.",
  "too-deep": "the file is nested too deeply.",
} as const;

/** Ways out that depend on what the file is for. */
export interface YamlAdvice {
  readonly tooMuch: string;
  readonly empty: string;
}

const CONFIGURATION: YamlAdvice = {
  tooMuch: "Keep only configuration in it.",
  empty: "The shortest useful content is a model's name, its paths and its primary-metric.",
};

export interface ReadYaml {
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** Text or bytes of one YAML file, as a value and as a document that knows its lines; or all that is wrong with the syntax. */
export function readYaml(
  source: string | Uint8Array,
  advice = CONFIGURATION,
): ReadYaml | { readonly issues: readonly ConfigIssue[] } {
  const text = decode(source, advice);
  if (typeof text !== "string") return { issues: [text] };
  const size = measureYaml(text);
  if (size !== "acceptable") return { issues: [fileIssue(TOO_MUCH[size], advice.tooMuch)] };
  const lines = new LineCounter();
  // Doubled keys are found below, in linear time. Merge keys stay ordinary keys, so that they can be named as what they are.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: false });
  const issues = [...syntaxIssues(document, lines), ...keyIssues(document, lines)];
  if (issues.length > 0) return { issues: issues.toSorted((a, b) => a.line - b.line || a.column - b.column) };
  if (document.contents === null) {
    return { issues: [fileIssue("the file is empty.", advice.empty)] };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    // An alias inside of its own anchor makes a value that never ends, on which every reader of it would hang.
    if (isTooDeep(value)) return { issues: [fileIssue(TOO_MUCH["too-deep"], advice.tooMuch)] };
    return { value, document, lines };
  } catch {
    return { issues: [fileIssue("the file repeats itself through too many aliases.", "Write the values out.")] };
  }
}

function decode(source: string | Uint8Array, advice: YamlAdvice): string | ConfigIssue {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  if (bytes.byteLength > MAX_BYTES) return fileIssue("the file is larger than 1 MiB.", advice.tooMuch);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fileIssue("the file is not UTF-8.", "Save it as UTF-8.");
  }
}

function fileIssue(message: string, hint?: string): ConfigIssue {
  return { line: 1, column: 1, key: "", message, hint };
}

function syntaxIssues(document: Document, lines: LineCounter): ConfigIssue[] {
  // After the first few, errors are consequences of the first.
  return [...document.errors, ...document.warnings].slice(0, 5).map((error) => {
    const at = placeOf(error.pos[0], lines);
    if (error.code === "TAB_AS_INDENT") {
      return { ...at, key: "", message: "a tab is used for indentation.", hint: "YAML allows only spaces there." };
    }
    if (error.code === "MULTIPLE_DOCS") {
      return { ...at, key: "", message: "a second document begins here.", hint: "Keep one, without --- between." };
    }
    const sentence = error.message.replace(/\s+/g, " ").slice(0, 300).replace(/\.?$/, ".");
    return { ...at, key: "", message: `the YAML cannot be read: ${sentence}` };
  });
}

/** Keys that a schema would not see, or would not name. */
function keyIssues(document: Document, lines: LineCounter): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `the alias *${alias.source} has no anchor above it.`;
      issues.push({ ...placeOf(startOf(alias), lines), key: "", message, hint: "Write the value out." });
    },
    Map(_, map, ancestors) {
      const seen = new Set<string>();
      const parent = ancestors.flatMap((node) =>
        "key" in node && isScalar(node.key) ? [`${String(node.key.value)}.`] : [],
      );
      for (const { key } of map.items) {
        const refusal = refuseKey(key, seen);
        if (refusal === undefined) continue;
        const name = isScalar(key) && refusal.named ? `${parent.join("")}${String(key.value)}` : "";
        const { message, hint } = refusal;
        issues.push({ ...placeOf(startOf(key), lines), key: name, message, hint });
      }
    },
  });
  return issues;
}

function refuseKey(key: unknown, seen: Set<string>): { message: string; hint?: string; named: boolean } | undefined {
  if (!isScalar(key)) {
    return {
      message: "a key is not plain text.",
      hint: "Write keys as words, without brackets, * and ?.",
      named: false,
    };
  }
  if (key.value === null || key.value === "") return { message: "a key is empty.", named: false };
  if (key.value === "<<") {
    const hint = "Write the keys out, or use an alias for a whole value.";
    return { message: "is a merge key, which is not read here.", hint, named: true };
  }
  if (key.value === "__proto__") return { message: "is not a key.", named: true };
  const name = String(key.value);
  if (seen.has(name)) return { message: "is there twice.", hint: "Keep one of the two.", named: true };
  seen.add(name);
  return undefined;
}

function placeOf(offset: number, lines: LineCounter): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

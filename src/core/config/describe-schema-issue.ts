import type { z } from "zod";
import { suggestName } from "./suggest-name.ts";

/** What a schema's complaint says to a person; `path` leads to the key that it is about. */
export interface DescribedIssue {
  readonly path: readonly PropertyKey[];
  /** The path is a key that exists, rather than its value. */
  readonly about: "key" | "value" | "parent";
  readonly message: string;
  readonly hint?: string | undefined;
}

type Issue = z.core.$ZodIssue;

/** `keysAt` gives the keys that the schema allows at a path, for suggestions. */
export function describeSchemaIssue(
  issue: Issue,
  root: unknown,
  keysAt: (path: readonly PropertyKey[]) => readonly string[],
): DescribedIssue[] {
  const value = valueAt(root, issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...issue.path, key], keysAt(issue.path)));
    case "invalid_type":
      return [invalidType(issue, value)];
    case "invalid_key":
      return [{ path: issue.path, about: "key", message: `${firstMessage(issue.issues)}.` }];
    case "invalid_union":
      return describeUnion(issue, value, root, keysAt);
    case "invalid_value":
      return [
        {
          path: issue.path,
          about: "value",
          message: `must be ${issue.values.map(String).join(" or ")}, but is ${found(value)}.`,
        },
      ];
    case "too_small":
      return [{ path: issue.path, about: "value", message: tooSmall(issue, value) }];
    case "too_big":
      return [{ path: issue.path, about: "value", message: tooBig(issue) }];
    case "invalid_format":
      return [{ path: issue.path, about: "value", ...invalidFormat(issue, value) }];
    default:
      return [{ path: issue.path, about: "value", message: `${issue.message}.` }];
  }
}

function unknownKey(path: readonly PropertyKey[], allowed: readonly string[]): DescribedIssue {
  const suggestion = suggestName(String(path.at(-1)), allowed);
  const hint =
    suggestion !== undefined
      ? `Did you mean ${suggestion}?`
      : allowed.length > 0
        ? `Known keys here: ${allowed.join(", ")}.`
        : undefined;
  return { path, about: "key", message: "is not a key.", hint };
}

const EXPECTED: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a mapping of keys",
  record: "a mapping of keys",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function invalidType(issue: Extract<Issue, { code: "invalid_type" }>, value: unknown): DescribedIssue {
  if (value === undefined) return { path: issue.path, about: "parent", message: "is missing." };
  const expected = EXPECTED[issue.expected] ?? issue.expected;
  if (value === null) return { path: issue.path, about: "key", message: `has no value; it must be ${expected}.` };
  // A schema that says itself what it takes: 7 without its unit is no text, and "text" would be no help.
  if (issue.message.startsWith("must be ")) {
    return { path: issue.path, about: "value", message: `${issue.message}, but is ${found(value)}.` };
  }
  const hint =
    issue.expected === "array" && typeof value === "string" ? `Write [${JSON.stringify(value)}].` : undefined;
  return { path: issue.path, about: "value", message: `must be ${expected}, but is ${found(value)}.`, hint };
}

/** What the keys take that are more than one thing; all others are metrics. */
const UNIONS: Readonly<Record<string, string>> = {
  "at-least": "a number, better or non-inferior",
  value: "text, a number, or true or false",
};

/** Of the alternatives, the one that the value was meant to be is described; the schema's unions are text or mapping. */
function describeUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  value: unknown,
  root: unknown,
  keysAt: (path: readonly PropertyKey[]) => readonly string[],
): DescribedIssue[] {
  const meant = issue.errors.find(
    (issues) => !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0),
  );
  if (meant !== undefined && value !== undefined) {
    return meant.flatMap((inner) =>
      describeSchemaIssue({ ...inner, path: [...issue.path, ...inner.path] }, root, keysAt),
    );
  }
  if (value === undefined) return [{ path: issue.path, about: "parent", message: "is missing." }];
  const what =
    UNIONS[String(issue.path.at(-1))] ?? "the name of a metric, or a mapping with name, direction and margin";
  if (value === null) return [{ path: issue.path, about: "key", message: `has no value; it must be ${what}.` }];
  return [{ path: issue.path, about: "value", message: `must be ${what}, but is ${found(value)}.` }];
}

function tooSmall(issue: Extract<Issue, { code: "too_small" }>, value: unknown): string {
  if (issue.origin === "array") return "must not be an empty list.";
  const bound = `${issue.inclusive === true ? "at least" : "more than"} ${String(issue.minimum)}`;
  return `must be ${bound}, but is ${found(value)}.`;
}

function tooBig(issue: Extract<Issue, { code: "too_big" }>): string {
  const maximum = String(issue.maximum);
  if (issue.origin === "array") return `must have at most ${maximum} entries.`;
  if (issue.origin === "string") return `must have at most ${maximum} characters.`;
  return `must be at most ${maximum}.`;
}

function invalidFormat(issue: Extract<Issue, { code: "invalid_format" }>, value: unknown) {
  if (issue.path.at(-1) === "workflow") {
    return {
      message: `must be the name of a file in .github/workflows, but is ${found(value)}.`,
      hint: `Write it without a folder, like ${issue.path.at(-2) === "drift" ? "drift.yml" : "train.yml"}.`,
    };
  }
  return { message: `${issue.message}.` };
}

function firstMessage(issues: readonly Issue[]): string {
  const messages = issues.map((issue) => (issue.code === "too_big" ? tooBig(issue).replace(/\.$/, "") : issue.message));
  return messages[0] ?? "is not a valid name";
}

function found(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)}`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping of keys";
  return String(value);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

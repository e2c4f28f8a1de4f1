import type { ConfigIssue } from "./config-issue.ts";
import type { DescribedIssue } from "./describe-schema-issue.ts";
import type { Locate } from "./locate-node.ts";

/** More are rarely read, and GitHub takes 50 annotations. */
export const MAX_ISSUES = 50;

/** Issues with their lines and columns, in the order of the file; the first `MAX_ISSUES` of them. */
export function placeIssues(issues: readonly DescribedIssue[], locate: Locate): ConfigIssue[] {
  const placed = issues.map(({ path, about, message, hint }) => {
    const at = about === "value" ? locate.value(path) : locate.key(about === "parent" ? path.slice(0, -1) : path);
    return { ...at, key: formatKey(path), message: path.length === 0 ? `the file ${message}` : message, hint };
  });
  return placed.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, MAX_ISSUES);
}

/** `models.late-flights.metrics[2].name`. */
function formatKey(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${String(step)}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}

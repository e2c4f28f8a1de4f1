import { type ConfigIssue, formatConfigIssue } from "../config/config-issue.ts";
import { CONFIG_FILE } from "../config/parse-project-config.ts";
import { escapeMarkdown, toOneLine } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatQuantity } from "./format-number.ts";
import type { ReportContext } from "./report-context.ts";
import type { ReportAnnotation } from "./report-facts.ts";
import type { Section } from "./section.ts";
import { formatLink } from "./sentence.ts";

const SHOWN = 20;
const MAX_ANNOTATIONS = 50;

/** What is wrong with the configuration, the first mistake in the headline, each with its line. */
export function renderConfigIssues(
  issues: readonly ConfigIssue[],
  on: "base" | "head",
  context: ReportContext,
): Section {
  const file = on === "base" ? `${formatCode(CONFIG_FILE)} on ${formatCode(context.baseRef)}` : formatCode(CONFIG_FILE);
  const [first, ...others] = issues;
  const headline =
    first === undefined || others.length > 0
      ? `### ❌ ${file} is not valid: ${formatQuantity(issues.length, "mistake")}`
      : `### ❌ ${file} is not valid: ${describeIssue(first, on, context)}`;
  const list =
    others.length === 0 ? [] : issues.slice(0, SHOWN).map((issue) => `- ${describeIssue(issue, on, context)}`);
  const rest = issues.length > SHOWN ? [`- and ${formatQuantity(issues.length - SHOWN, "more mistake")}`] : [];
  const consequence =
    on === "base"
      ? "Nothing can be reported until it is repaired. The pull request that repairs it is checked as usual."
      : `Until it is repaired, ${formatCode(context.baseRef)} keeps what it has: this file counts only after the merge.`;
  return {
    weight: "essential",
    markdown: [headline, ...(list.length === 0 ? [] : [[...list, ...rest].join("\n")]), consequence].join("\n\n"),
  };
}

function describeIssue(
  { line, key, message, hint }: ConfigIssue,
  on: "base" | "head",
  { serverUrl, repository, headSha, baseRef }: ReportContext,
): string {
  const at = on === "head" ? headSha : encodeURIComponent(baseRef);
  const where = formatLink(
    `line ${String(line)}`,
    `${serverUrl}/${repository}/blob/${at}/${CONFIG_FILE}#L${String(line)}`,
  );
  const about = key === "" ? "" : `${formatCode(key, 120)} `;
  return `${where}, ${about}${escapeMarkdown(message, 400)}${hint === undefined ? "" : ` ${escapeMarkdown(hint, 400)}`}`;
}

/** The same as annotations on the lines of the file; only for the head's, whose lines the check can show. */
export function annotateConfigIssues(issues: readonly ConfigIssue[]): ReportAnnotation[] {
  return issues.slice(0, MAX_ANNOTATIONS).map(({ line, key, message, hint }) => ({
    path: CONFIG_FILE,
    line,
    level: "failure",
    title: toOneLine(key === "" ? "Configuration is not valid" : key, 200),
    message: toOneLine(`${message}${hint === undefined ? "" : ` ${hint}`}`, 2000),
  }));
}

/** `.github/pawl.yml is not valid: line 7, …`, for places without Markdown. */
export function configIssuesText(issues: readonly ConfigIssue[], max: number): string {
  const [first, ...others] = issues;
  if (first === undefined) return `${CONFIG_FILE} is not valid`;
  const more = others.length === 0 ? "" : ` (and ${formatQuantity(others.length, "more mistake")})`;
  return `${toOneLine(formatConfigIssue(first, CONFIG_FILE), max - more.length)}${more}`;
}

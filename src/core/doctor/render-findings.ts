import { escapeMarkdown } from "../report/escape-markdown.ts";
import type { Finding } from "./finding.ts";

const ICONS = { problem: "❌", advice: "⚠️", unknown: "❔", good: "✅" } as const satisfies Record<
  Finding["level"],
  string
>;

/** `❌ 2 problems, 1 piece of advice, 3 that could not be read`. */
export function summarizeFindings(findings: readonly Finding[]): string {
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  const problems = count("problem");
  const parts = [
    problems === 0 ? "No problem found" : `${String(problems)} ${problems === 1 ? "problem" : "problems"}`,
    ...(count("advice") === 0 ? [] : [`${String(count("advice"))} that could be better`]),
    ...(count("unknown") === 0 ? [] : [`${String(count("unknown"))} that could not be read`]),
  ];
  return `${ICONS[problems > 0 ? "problem" : "good"]} ${parts.join(", ")}`;
}

/** Findings as a comment shows them: the worst first, good ones in one line each. */
export function renderFindings(findings: readonly Finding[]): string {
  const open = findings.filter(({ level }) => level !== "good");
  const good = findings.filter(({ level }) => level === "good");
  const items = open.map(({ level, what, why, todo }) =>
    [
      `- ${ICONS[level]} **${inline(what)}**`,
      ...[why, todo].flatMap((text) => (text === undefined ? [] : [`  ${inline(text)}`])),
    ].join("\\\n"),
  );
  return [
    `### ${summarizeFindings(findings)}`,
    ...(items.length === 0 ? [] : [items.join("\n")]),
    ...(good.length === 0 ? [] : [good.map(({ what }) => `- ${ICONS.good} ${inline(what)}`).join("\n")]),
  ].join("\n\n");
}

/** Findings as a terminal shows them. */
export function formatFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ level, what, why, todo }) => [
    `${ICONS[level]} ${what}`,
    ...[why, todo].flatMap((text) => (text === undefined ? [] : [`   ${text}`])),
  ]);
  return [...lines, "", summarizeFindings(findings)].join("\n");
}

/** Texts hold code of ours between backticks; everything around it is escaped. */
function inline(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeMarkdown(part, 1000)))
    .join("");
}

import type { DatasetReport } from "./dataset-report.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatCount, formatQuantity } from "./format-number.ts";
import type { Conclusion } from "./model-report.ts";
import { dataHeadlineText } from "./render-dataset.ts";
import { MAX_TABLE_ROWS, renderTable } from "./render-table.ts";
import type { Section } from "./section.ts";

/** How several datasets stand, in one table; nothing for one, whose own headline says it. */
export function renderDataOverview(reports: readonly DatasetReport[]): Section[] {
  if (reports.length < 2) return [];
  const rows = reports.slice(0, MAX_TABLE_ROWS).map(({ headline, facts, model, evidence, changes }) => {
    const now = evidence?.document.profile?.rows;
    const before = changes?.rows[0];
    const count = now === undefined ? "–" : formatCount(now);
    return [
      `${headline.icon} ${formatCode(facts.plan.name)}`,
      formatCode(model),
      escapeMarkdown(headline.kind),
      before === undefined || before === now ? count : `${formatCount(before)} → ${count}`,
    ];
  });
  const table = renderTable(
    [
      { title: "dataset", align: "left" },
      { title: "model", align: "left" },
      { title: "", align: "left" },
      { title: "rows", align: "right" },
    ],
    rows,
    reports.length,
  );
  return [{ weight: "essential", markdown: `### ${overallIcon(reports)} ${countKinds(reports)}\n\n${table}` }];
}

/** One line for places without Markdown. */
export function dataOverviewText(reports: readonly DatasetReport[], max: number): string {
  const [only, ...others] = reports;
  return only !== undefined && others.length === 0 ? dataHeadlineText(only, max) : countKinds(reports).slice(0, max);
}

function countKinds(reports: readonly DatasetReport[]): string {
  const counts = new Map<string, number>();
  for (const { headline } of reports) counts.set(headline.kind, (counts.get(headline.kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${String(count)} ${kind}`);
  return `${formatQuantity(reports.length, "dataset")}: ${parts.join(", ")}`;
}

const ICONS = { failure: "❌", pending: "⏳", neutral: "⚪", success: "✅" } as const;

function overallIcon(reports: readonly DatasetReport[]): string {
  const worst = worstDataConclusion(reports);
  return ICONS[worst !== "failure" && pendingDataStatus(reports) !== undefined ? "pending" : worst];
}

/** The status that the check has while a dataset is not judged yet. */
export function pendingDataStatus(reports: readonly DatasetReport[]): "queued" | "in_progress" | undefined {
  const waiting = reports.filter(({ headline }) => headline.conclusion === "pending");
  if (waiting.length === 0) return undefined;
  return waiting.every(({ headline }) => headline.kind === "queued") ? "queued" : "in_progress";
}

/** What several verdicts come to: the worst of them decides. */
export function worstDataConclusion(reports: readonly DatasetReport[]): Conclusion {
  const conclusions = reports.map(({ headline }) => headline.conclusion);
  if (conclusions.includes("failure")) return "failure";
  return conclusions.includes("neutral") ? "neutral" : "success";
}

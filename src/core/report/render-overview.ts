import { formatCode } from "./format-code.ts";
import { formatQuantity } from "./format-number.ts";
import { formatDifference, formatValue, rowDecimals } from "./format-row.ts";
import { metricLabel } from "./metric-label.ts";
import type { Conclusion, ModelReport } from "./model-report.ts";
import { headlineText } from "./render-headline.ts";
import { renderTable } from "./render-table.ts";
import type { Section } from "./section.ts";
import { sentenceToMarkdown } from "./sentence.ts";

/** Where several models are touched: how many stand how, then one line for each. Empty for one model. */
export function renderOverview(reports: readonly ModelReport[]): Section[] {
  if (reports.length < 2) return [];
  const rows = reports.map((report) => {
    const row = report.metrics.find(({ rank }) => rank === "primary");
    const value = row?.here === undefined ? "–" : formatValue(row.here, rowDecimals(row));
    const difference = row?.difference === undefined ? "–" : formatDifference(row.difference, rowDecimals(row));
    const { icon, kind } = report.headline;
    return [
      `${icon} ${formatCode(report.facts.plan.name)}`,
      kind,
      sentenceToMarkdown([metricLabel(report.primary.name)]),
      value,
      difference,
    ];
  });
  const table = renderTable(
    [
      { title: "", align: "left" },
      { title: "", align: "left" },
      { title: "primary metric", align: "left" },
      { title: "this pull request", align: "right" },
      { title: "difference (95 % CI)", align: "right" },
    ],
    rows,
  );
  return [{ weight: "essential", markdown: `### ${overallIcon(reports)} ${countKinds(reports)}\n\n${table}` }];
}

/** One line for places without Markdown: the only model's headline, or how many models stand how. */
export function overviewText(reports: readonly ModelReport[], max: number): string {
  const [only, ...others] = reports;
  return only !== undefined && others.length === 0 ? headlineText(only, max) : countKinds(reports).slice(0, max);
}

/** `3 models: 1 better, 1 failed, 1 running` */
function countKinds(reports: readonly ModelReport[]): string {
  const counts = new Map<string, number>();
  for (const { headline } of reports) counts.set(headline.kind, (counts.get(headline.kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${String(count)} ${kind}`);
  return `${formatQuantity(reports.length, "model")}: ${parts.join(", ")}`;
}

const ICONS = { failure: "❌", pending: "⏳", neutral: "⚪", success: "✅" } as const;

function overallIcon(reports: readonly ModelReport[]): string {
  return ICONS[isPending(reports) && worstConclusion(reports) !== "failure" ? "pending" : worstConclusion(reports)];
}

export function isPending(reports: readonly ModelReport[]): boolean {
  return reports.some(({ headline }) => headline.conclusion === "pending");
}

/** What several verdicts come to: the worst of them decides. */
export function worstConclusion(reports: readonly ModelReport[]): Conclusion {
  const conclusions = reports.map(({ headline }) => headline.conclusion);
  if (conclusions.includes("failure")) return "failure";
  return conclusions.includes("neutral") ? "neutral" : "success";
}

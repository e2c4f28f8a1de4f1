import type { ModelReport } from "./model-report.ts";
import { renderChangesLine, renderChangesTable } from "./render-changes.ts";
import { renderCostLine } from "./render-cost.ts";
import { renderCurves } from "./render-curves.ts";
import { renderFailure } from "./render-failure.ts";
import { renderHeadline } from "./render-headline.ts";
import { renderKeyed } from "./render-keyed.ts";
import { renderLineage } from "./render-lineage.ts";
import { leadingMetrics, renderBasis, renderChampionLine, renderMetricTable } from "./render-metric-table.ts";
import { renderSliceLine, renderSliceTable } from "./render-slices.ts";
import type { ReportContext } from "./report-context.ts";
import { foldedSection, type Section } from "./section.ts";
import { sentenceToMarkdown } from "./sentence.ts";

/** Everything about one model, the most important first. */
export function renderModel(report: ModelReport, context: ReportContext, level: 3 | 4): Section[] {
  const headline = [renderHeadline(report, level), renderWarnings(report)];
  const failure = renderFailure(report);
  const leading = leadingMetrics(report);
  const measured = leading.some(({ here }) => here !== undefined);
  const numbers = measured
    ? [renderKeyed(report), renderMetricTable(leading, report, context), renderNotes(report, context)]
    : [renderKeyed(report)];
  const lines = [renderChangesLine(report), renderCostLine(report)];
  return [
    section("essential", headline, "\n\n"),
    ...failure,
    section("essential", numbers, "\n\n"),
    section("useful", lines, "  \n"),
    ...renderCurves(report, context),
    ...renderDetails(report, leading.length, context),
  ].filter(({ markdown }) => markdown !== "");
}

function renderWarnings({ warnings }: ModelReport): string {
  return warnings.map((warning) => `⚠️ ${sentenceToMarkdown(warning)}`).join("  \n");
}

function renderNotes(report: ModelReport, context: ReportContext): string {
  return [renderBasis(report, context), renderChampionLine(report), renderSliceLine(report)]
    .filter((line) => line !== "")
    .join("  \n");
}

function renderDetails(report: ModelReport, shown: number, context: ReportContext): Section[] {
  const tables = [
    ["All metrics", report.metrics.length > shown ? renderMetricTable(report.metrics, report, context) : ""],
    ["All slices", report.slices.length > 0 ? renderSliceTable(report) : ""],
    ["All parameters and changes", renderChangesTable(report)],
    ["Where this comes from", renderLineage(report, context)],
  ] as const;
  return tables.flatMap(([title, markdown]) => (markdown === "" ? [] : [foldedSection(title, markdown)]));
}

function section(weight: Section["weight"], parts: readonly string[], separator: string): Section {
  return { weight, markdown: parts.filter((part) => part !== "").join(separator) };
}

import type { ChosenMetric } from "../config/project-config.ts";
import type { VersionFacts } from "../gate/gate-facts.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCount, formatNumber } from "../report/format-number.ts";
import { formatDifference } from "../report/format-row.ts";
import { metricLabel } from "../report/metric-label.ts";
import { renderTable } from "../report/render-table.ts";
import { sentenceToMarkdown } from "../report/sentence.ts";
import { listVersionMetrics, type VersionMetric } from "./list-version-metrics.ts";

export interface ShownVersions {
  readonly challenger: VersionFacts;
  /** The holder of the alias now; undefined where nothing holds it. */
  readonly champion: VersionFacts | undefined;
  /** The primary one first. */
  readonly metrics: readonly ChosenMetric[];
}

/**
 * A version's metrics as a table, beside the version that holds the alias now, with a sentence that says how the two were
 * compared. Empty where no metric is known.
 *
 * @param max Rows at most.
 */
export function renderVersionMetrics({ challenger, champion, metrics }: ShownVersions, max: number): string {
  const listed = listVersionMetrics(challenger, champion, metrics);
  if (listed.length === 0) return "";
  const shown = listed.slice(0, max);
  const own = `version ${String(challenger.version.version)}`;
  if (champion === undefined) {
    const rows = shown.map((metric) => [nameCell(metric), ownCell(metric)]);
    return renderTable([LEFT, { title: own, align: "right" }], rows, listed.length);
  }
  const columns = [`version ${String(champion.version.version)} (now)`, own, "Difference (95 %)"];
  const rows = shown.map((metric) => [
    nameCell(metric),
    formatValue(metric.there),
    ownCell(metric),
    metric.difference === undefined ? "–" : formatDifference(metric.difference, 4),
  ]);
  const table = renderTable(
    [LEFT, ...columns.map((title) => ({ title, align: "right" }) as const)],
    rows,
    listed.length,
  );
  return [table, ...describePairings(shown, champion)].join("\n\n");
}

const LEFT = { title: "Metric", align: "left" } as const;

function nameCell({ name, primary }: VersionMetric): string {
  return emphasize(sentenceToMarkdown([metricLabel(name)]), primary);
}

function ownCell({ here, primary }: VersionMetric): string {
  return emphasize(formatValue(here), primary);
}

function emphasize(text: string, primary: boolean): string {
  return primary ? `**${text}**` : text;
}

function formatValue(value: number | undefined): string {
  return value === undefined ? "–" : formatNumber(value);
}

/** The first row always says how it was compared, others where they show a difference; nearly always that is one sentence. */
function describePairings(shown: readonly VersionMetric[], champion: VersionFacts): readonly string[] {
  const told = shown.filter(({ difference }, index) => index === 0 || difference !== undefined);
  return [...new Set(told.flatMap(({ pairing }) => (pairing === undefined ? [] : [describe(pairing, champion)])))];
}

function describe(pairing: NonNullable<VersionMetric["pairing"]>, { version }: VersionFacts): string {
  switch (pairing.kind) {
    case "paired": {
      const again = pairing.again
        ? `, version ${String(version.version)} judged again on this test data by the same workflow run`
        : "";
      return `${formatCount(pairing.rows)} labelled rows, the same for both; paired${again}.`;
    }
    case "unpaired":
      return `Unpaired, which tells less: ${escapeMarkdown(pairing.why)}.`;
    case "none":
      return `Not compared: ${escapeMarkdown(pairing.why)}.`;
  }
}

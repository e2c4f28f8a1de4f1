import { formatCode } from "./format-code.ts";
import { formatCount, formatNumber, formatPlain } from "./format-number.ts";
import { formatDifference, formatValue, rowDecimals } from "./format-row.ts";
import { metricLabel } from "./metric-label.ts";
import type { MetricRow, ModelReport } from "./model-report.ts";
import { MAX_TABLE_ROWS, renderTable } from "./render-table.ts";
import type { ReportContext } from "./report-context.ts";
import type { Accepted } from "./report-facts.ts";
import { formatLink, sentenceToMarkdown } from "./sentence.ts";

/** Where the configuration names no further metrics, this many of what was measured are shown at once. */
const SHOWN_UNASKED = 4;

/** The metrics that a reader wants first: the primary one and those that the configuration names. */
export function leadingMetrics({ metrics, evaluation }: ModelReport): readonly MetricRow[] {
  const chosen = metrics.filter(({ rank }) => rank !== "other");
  if (chosen.length > 1) return chosen;
  const measured = metrics.filter(
    ({ rank, source }) => rank === "other" && (evaluation === undefined || source === "evaluation"),
  );
  return [...chosen, ...measured.slice(0, SHOWN_UNASKED)];
}

/** One row for each metric: baseline, champion, this pull request, difference, verdict; columns without any value are left out. */
export function renderMetricTable(rows: readonly MetricRow[], report: ModelReport, context: ReportContext): string {
  const columns = COLUMNS.filter(({ needed }) => needed(rows)).map(({ title, align, cell }) => ({
    title: title(report, context),
    align,
    cell,
  }));
  return renderTable(
    columns,
    rows.slice(0, MAX_TABLE_ROWS).map((row) => columns.map(({ cell }) => cell(row, report))),
    rows.length,
  );
}

interface MetricColumn {
  readonly title: (report: ModelReport, context: ReportContext) => string;
  readonly align: "left" | "right";
  readonly needed: (rows: readonly MetricRow[]) => boolean;
  readonly cell: (row: MetricRow, report: ModelReport) => string;
}

const COLUMNS: readonly MetricColumn[] = [
  { title: () => "", align: "left", needed: () => true, cell: nameCell },
  {
    title: ({ facts, basis }, { baseRef }) =>
      `${formatCode(baseRef)}${runOf(facts.baseline?.evaluation ?? facts.baseline?.run)}${basis.kind === "not-comparable" ? " · not comparable" : ""}`,
    align: "right",
    needed: (rows) => rows.some(({ baseline }) => baseline !== undefined),
    cell: (row) => formatValue(row.baseline, rowDecimals(row)),
  },
  {
    title: ({ facts }) =>
      facts.champion === undefined
        ? ""
        : `${formatCode(facts.champion.alias)} · version ${String(facts.champion.version)}`,
    align: "right",
    needed: (rows) => rows.some(({ champion }) => champion !== undefined),
    cell: (row) => formatValue(row.champion, rowDecimals(row)),
  },
  {
    title: ({ evaluation, run }) => `this pull request${runOf(evaluation ?? run)}`,
    align: "right",
    needed: () => true,
    cell: (row) => emphasize(row, formatValue(row.here, rowDecimals(row))),
  },
  {
    title: () => "95 % CI",
    align: "right",
    // Beside a difference, the interval of the difference is what matters.
    needed: (rows) =>
      rows.some(({ here }) => here?.interval != null) && rows.every(({ difference }) => difference === undefined),
    cell: ownInterval,
  },
  {
    title: ({ basis }) => `difference (95 % CI${basis.kind === "unpaired" ? ", unpaired" : ""})`,
    align: "right",
    needed: (rows) => rows.some(({ difference }) => difference !== undefined),
    cell: differenceCell,
  },
  {
    title: () => "",
    align: "left",
    needed: (rows) => rows.some(({ verdict }) => verdict !== undefined),
    cell: (row) => emphasize(row, verdictWord(row)),
  },
];

function nameCell(row: MetricRow): string {
  const arrow = row.direction === undefined ? "" : row.direction === "higher" ? " ↑" : " ↓";
  const remark = row.rank === "primary" ? " · primary" : row.source === "training" ? " · training log" : "";
  return `${emphasize(row, sentenceToMarkdown([metricLabel(row.name)]))}${arrow}${remark}`;
}

/** Where the others were compared row by row, one that was not says so. */
function differenceCell(row: MetricRow, { basis }: ModelReport): string {
  if (row.difference === undefined) return "–";
  const odd = basis.kind === "paired" && !row.paired && row.difference.interval !== null;
  return `${formatDifference(row.difference, rowDecimals(row))}${odd ? " unpaired" : ""}`;
}

/** A difference that has no interval and that nobody asked about needs no verdict to say so. */
function verdictWord({ verdict, difference, rank }: MetricRow): string {
  if (verdict === undefined || (rank === "other" && difference?.interval == null)) return "";
  return verdict.kind.replace("-", " ");
}

function emphasize({ rank }: MetricRow, text: string): string {
  return rank === "primary" && text !== "" && text !== "–" ? `**${text}**` : text;
}

function ownInterval(row: MetricRow): string {
  const interval = row.here?.interval ?? null;
  return interval === null ? "" : interval.map((bound) => formatNumber(bound, rowDecimals(row))).join(" to ");
}

function runOf(document: Accepted<unknown> | undefined): string {
  if (document === undefined) return "";
  return ` · ${formatLink(`run ${String(document.workflowRun.number)}`, document.workflowRun.url)}`;
}

/** How the numbers of the table were brought together, and what counts as a difference. */
export function renderBasis({ basis, primary, metrics, evaluation }: ModelReport, { baseRef }: ReportContext): string {
  const rows = evaluation?.document.rows ?? 0;
  const margin =
    primary.margin > 0 && metrics.some(({ rank, difference }) => rank === "primary" && difference !== undefined)
      ? ` Margin ${formatPlain(primary.margin)} on ${sentenceToMarkdown([metricLabel(primary.name)])}, set on ${formatCode(baseRef)}.`
      : "";
  switch (basis.kind) {
    case "paired":
      return `${formatCount(basis.rows)} labelled rows, the same for both; paired.${margin}`;
    case "unpaired":
      return `${formatCount(rows)} labelled rows. Unpaired, which tells less: ${basis.why}.${margin}`;
    case "training-metrics":
      return `From the training log, each on the data that its training validated with; without an evaluation there are no intervals.${margin}`;
    // Of a champion alone.
    case "again":
    case "not-comparable":
    case "none":
      return evaluation === undefined
        ? "From the training log; without an evaluation there are no intervals."
        : `${formatCount(rows)} labelled rows.`;
  }
}

/** `Against production, version 7: ROC AUC +0.012 (…), better.` */
export function renderChampionLine({ facts, metrics, championBasis }: ModelReport): string {
  const row = metrics.find(({ rank }) => rank === "primary");
  if (facts.champion === undefined || row?.championDifference === undefined) return "";
  const { alias, version } = facts.champion;
  const difference = formatDifference(row.championDifference, rowDecimals(row));
  const verdict = row.championVerdict === undefined ? "" : `: ${row.championVerdict.kind.replace("-", " ")}`;
  const unpaired = ["paired", "again"].includes(championBasis.kind) ? "" : ", unpaired";
  const again = championBasis.kind === "again" ? ", judged again on this test data by the same workflow run" : "";
  return `Against the champion (${formatCode(alias)}, version ${String(version)}${again}) ${sentenceToMarkdown([metricLabel(row.name)])} ${difference}${unpaired}${verdict}.`;
}

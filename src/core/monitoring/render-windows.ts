import { formatCode } from "../report/format-code.ts";
import { formatFence } from "../report/format-fence.ts";
import { formatCount, formatDay, formatInstant, formatNumber, formatPlain } from "../report/format-number.ts";
import { metricLabel } from "../report/metric-label.ts";
import { renderTable } from "../report/render-table.ts";
import { formatLink, sentenceToMarkdown } from "../report/sentence.ts";
import { describeWindowPerformance } from "./describe-window-performance.ts";
import type { Window } from "./monitoring.ts";
import { sortWindows } from "./sort-windows.ts";
import { windowSize } from "./window-size.ts";

/** How many windows are shown: the newest. */
export interface WindowsShown {
  readonly atMost: number;
}

/** In bounds; drawn no higher, so that one fault in the feed does not make everything else a flat line. */
const MAX_DRAWN = 5;

/**
 * The newest windows as a chart, where there are two or more, and below it the same as a table, newest first. Empty where
 * there are none.
 */
export function renderWindows(windows: readonly Window[], { atMost }: WindowsShown): string {
  const shown = sortWindows(windows).slice(0, atMost);
  if (shown.length === 0) return "";
  return [...drawCharts(shown), renderNumbers(shown)].join("\n\n");
}

/** One chart for each dataset: bars of different data side by side would look like one course. */
function drawCharts(windows: readonly Window[]): readonly string[] {
  const datasets = [...new Set(windows.map(({ dataset }) => dataset))];
  return datasets.flatMap((dataset) => {
    const own = windows.filter((window) => window.dataset === dataset).toReversed();
    if (own.length < 2) return [];
    const chart = drawChart(own);
    return datasets.length === 1
      ? [chart]
      : [`${dataset === undefined ? "Data without a name" : formatCode(dataset)}\n\n${chart}`];
  });
}

function drawChart(windows: readonly Window[]): string {
  const sizes = windows.map((window) => Math.min(MAX_DRAWN, windowSize(window)?.size ?? 0));
  const names = nameSlots(windows.map(({ slot }) => slot));
  return formatFence(
    [
      "xychart-beta",
      `  x-axis [${names.map((name) => `"${name}"`).join(", ")}]`,
      `  y-axis "largest change / bound" 0 --> ${formatPlain(Math.max(2, Math.ceil(Math.max(...sizes))))}`,
      `  bar [${sizes.map((size) => size.toFixed(2)).join(", ")}]`,
      `  line [${windows.map(() => "1").join(", ")}]`,
    ],
    "mermaid",
  );
}

/** `11-26`, or with the time where there are several a day: two of one name would be one bar. */
function nameSlots(slots: readonly string[]): readonly string[] {
  const days = slots.map((slot) => slot.slice(5, 10));
  return new Set(days).size === days.length ? days : slots.map((slot) => slot.slice(5, 19).replace("T", " "));
}

function renderNumbers(windows: readonly Window[]): string {
  const named = new Set(windows.map(({ dataset }) => dataset)).size > 1;
  const [metric] = windows.flatMap((window) => window.performance?.metric ?? []);
  const columns = [
    { title: "window", align: "left" as const },
    ...(named ? [{ title: "data", align: "left" as const }] : []),
    { title: "verdict", align: "left" as const },
    { title: "largest change", align: "left" as const },
    { title: "× bound", align: "right" as const },
    ...(metric === undefined ? [] : [{ title: sentenceToMarkdown([metricLabel(metric)]), align: "left" as const }]),
    { title: "rows", align: "right" as const },
  ];
  const rows = windows.map((window) => {
    const most = windowSize(window);
    return [
      describeTime(window),
      ...(named ? [window.dataset === undefined ? "–" : formatCode(window.dataset)] : []),
      formatLink(verdictWords(window), window.workflowRun.url),
      most === undefined ? "–" : `${formatCode(most.score.column)} ${formatCode(most.score.aspect, 40)}`,
      most === undefined ? "–" : formatNumber(most.size, most.size >= 10 ? 0 : 1),
      ...(metric === undefined ? [] : [describeWindowPerformance(window.performance)]),
      formatCount(window.rows),
    ];
  });
  return renderTable(columns, rows);
}

/** Its data where they are bounded in time, else when it was due. */
function describeTime({ slot, start, end }: Window): string {
  return start === undefined || end === undefined ? formatInstant(slot) : `${formatDay(start)} to ${formatDay(end)}`;
}

function verdictWords({ verdict, broken }: Window): string {
  if (broken) return "⚠️ broken feed";
  if (verdict === "drift") return "❌ drift";
  return verdict === "stable" ? "✅ stable" : "⚪ cannot tell";
}

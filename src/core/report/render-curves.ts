import type { Curve } from "../evidence/run-evidence.ts";
import { indexNames } from "./find-value.ts";
import { formatCode } from "./format-code.ts";
import { formatFence } from "./format-fence.ts";
import { decimalsFor, formatCount, formatNumber } from "./format-number.ts";
import type { ModelReport } from "./model-report.ts";
import { renderTable } from "./render-table.ts";
import type { ReportContext } from "./report-context.ts";
import { evenSteps, resampleCurve } from "./resample-curve.ts";
import { foldedSection, type Section } from "./section.ts";

/** GitHub draws slowly beyond this, and a chart this wide shows no more. */
const MAX_POINTS = 100;
const MAX_CURVES = 4;
const TABLE_ROWS = 12;

/** The learning curves, the primary metric's first: a chart for each, and below it the same numbers for those who see no chart. */
export function renderCurves({ facts, primary, run }: ModelReport, { baseRef }: ReportContext): Section[] {
  const curves = (run?.document.curves ?? []).filter(
    ({ steps, values }) => steps.length > 1 && steps.length === values.length,
  );
  const first = indexNames(curves, ({ metric }) => metric)(primary.name)?.metric;
  const ordered = curves.toSorted((a, b) => Number(b.metric === first) - Number(a.metric === first));
  return ordered.slice(0, MAX_CURVES).map((curve, index) => {
    const other = facts.baseline?.run?.document.curves.find(
      ({ metric, axis, steps }) => metric === curve.metric && axis === curve.axis && steps.length > 1,
    );
    const hidden =
      index === 0 && ordered.length > MAX_CURVES
        ? `\n\n${formatCount(ordered.length - MAX_CURVES)} more curves are in the evidence.`
        : "";
    const title =
      ordered.length === 1 ? "Learning curve" : `Learning curve ${String(index + 1)} of ${String(ordered.length)}`;
    return foldedSection(title, `${renderCurve(curve, other, baseRef)}${hidden}`);
  });
}

/** One curve as a chart with its numbers in a table; `here` heads its column, `baseRef` that of the other curve. */
export function renderCurve(
  curve: Curve,
  other: Curve | undefined,
  baseRef: string,
  here = "this pull request",
): string {
  const shared = other === undefined ? undefined : sharedRange(curve, other);
  const [low, high] = shared ?? rangeOf(curve.steps);
  const drawn = shared === undefined ? [curve] : [curve, ...(other === undefined ? [] : [other])];
  const count = Math.min(MAX_POINTS, Math.max(...drawn.map(({ steps }) => steps.length)));
  const at = evenSteps(low, high, count);
  const lines = drawn.map((line) => resampleCurve(line, at));
  const legend = lines.length === 2 ? ` · first line: ${here}, second: ${formatCode(baseRef)}` : "";
  const chart = drawChart(curve, at, lines);
  return [`${formatCode(curve.metric)} by ${curve.axis}${legend}`, chart, renderNumbers(curve, other, baseRef, here)]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Where both were measured; a chart cannot leave a gap in a line. */
function sharedRange(left: Curve, right: Curve): [number, number] | undefined {
  const [a, b] = [rangeOf(left.steps), rangeOf(right.steps)];
  const [low, high] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return low < high ? [low, high] : undefined;
}

function rangeOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function drawChart({ metric, axis }: Curve, at: readonly number[], lines: readonly (readonly number[])[]): string {
  const [low, high] = rangeOf(lines.flat());
  const pad = high > low ? (high - low) * 0.05 : Math.max(Math.abs(high) * 0.05, 0.001);
  const numbers = [at[0] ?? 0, at.at(-1) ?? 0, low - pad, high + pad];
  // Mermaid reads plain decimals only.
  if (numbers.some((number) => Math.abs(number) >= 1e15)) return "";
  return formatFence(
    [
      "xychart-beta",
      `  x-axis "${axis}" ${plainNumber(at[0] ?? 0)} --> ${plainNumber(at.at(-1) ?? 0)}`,
      `  y-axis "${plainWords(metric)}" ${plainNumber(low - pad)} --> ${plainNumber(high + pad)}`,
      ...lines.map((line) => `  line [${line.map(plainNumber).join(", ")}]`),
    ],
    "mermaid",
  );
}

/** Letters, digits and a few signs, so that no name can say anything to Mermaid. */
function plainWords(text: string): string {
  const words = text
    .replace(/[^A-Za-z0-9 _.()/%-]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 60);
  return words === "" ? "metric" : words;
}

function plainNumber(value: number): string {
  const decimals = Math.min(12, Math.max(0, decimalsFor(value) + 2));
  const text = value.toFixed(Math.abs(value) < 1e-6 && value !== 0 ? 12 : decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function renderNumbers(curve: Curve, other: Curve | undefined, baseRef: string, here: string): string {
  const rows = pickRows(curve.steps.length, TABLE_ROWS).map((index) => {
    const step = curve.steps[index] ?? 0;
    const show = (value: number | undefined) => (value === undefined ? "–" : formatNumber(value));
    const before = other === undefined ? [] : [show(valueAt(other, step))];
    return [formatNumber(step, Number.isInteger(step) ? 0 : 3), show(curve.values[index]), ...before];
  });
  const columns = [
    { title: curve.axis, align: "right" },
    { title: here, align: "right" },
    ...(other === undefined ? [] : ([{ title: formatCode(baseRef), align: "right" }] as const)),
  ] as const;
  const all =
    curve.steps.length <= TABLE_ROWS
      ? ""
      : `\n\n${String(TABLE_ROWS)} of ${String(curve.steps.length)} recorded points.`;
  return `${renderTable(columns, rows)}${all}`;
}

/** Between the first and the last point of a curve its value, else nothing. */
function valueAt(curve: Curve, step: number): number | undefined {
  const [low, high] = rangeOf(curve.steps);
  return step < low || step > high ? undefined : resampleCurve(curve, [step])[0];
}

/** At most `count` indices, evenly spread, with the first and the last. */
function pickRows(length: number, count: number): number[] {
  return [...new Set(evenSteps(0, length - 1, Math.min(length, count)).map(Math.round))];
}

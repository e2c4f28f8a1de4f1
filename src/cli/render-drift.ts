import { batchThatSetsTheBar } from "../core/drift/batch-that-sets-the-bar.ts";
import type { DriftCalibration, DriftFinding, DriftScore } from "../core/evidence/drift-evidence.ts";
import { formatCount, formatNumber, formatPlain, formatQuantity } from "../core/report/format-number.ts";
import type { DatasetDrift } from "../engine/detect-dataset-drift.ts";
import { alignColumns } from "./align-columns.ts";
import { columnVerdicts } from "./column-verdicts.ts";
import type { RenderedProfile } from "./render-profile.ts";
import type { Style } from "./style.ts";
import { toCell } from "./to-printable.ts";

const MAX_SHOWN = 40;

/** A comparison, whether rows were read for it or not. */
export interface RenderedDrift extends Pick<DatasetDrift, "detection" | "references"> {
  readonly current: Pick<RenderedProfile, "profile"> & { readonly source: Pick<RenderedProfile["source"], "name"> };
}

/** What has changed, in words, what could not be told, what has not, and the verdict last. */
export function renderDrift({ detection, references, current }: RenderedDrift, style: Style, width?: number): string {
  const { findings, scores, verdict, reason } = detection;
  const of = (wanted: DriftFinding["verdict"]) => findings.filter((finding) => finding.verdict === wanted);
  const drifted = of("drift");
  const unclear = of("inconclusive");
  const before = references.reduce((sum, { profile }) => sum + profile.rows, 0);
  const said = {
    drift: style.bad("✗ drift"),
    stable: style.good("✓ stable"),
    inconclusive: style.doubtful("? inconclusive"),
  };
  const batches = references.length === 1 ? "" : ` of ${formatQuantity(references.length, "batch", "batches")}`;
  const against = `${formatQuantity(current.profile.rows, "row")} against ${formatCount(before)}`;
  // The reason says it itself where too few rows or enough of them are the reason.
  const sizes = reason.includes(against) ? "" : `, ${against}${batches}`;
  const parts = [
    findingTable(drifted, style, width),
    unclearLines(unclear, style, width),
    scoreTable(scores, style),
    [
      `${said[verdict]}  ${toCell(current.source.name, 200)}${sizes}. ${toCell(reason, 400)}`,
      ...stableLines(detection, references, style),
      ...barLines(detection.calibration, style),
    ],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** How many columns are as they were, where the reason tells of others. */
function stableLines(
  { findings, verdict }: RenderedDrift["detection"],
  references: RenderedDrift["references"],
  style: Style,
): string[] {
  if (verdict === "stable") return [];
  const compared = new Set(references.flatMap(({ profile }) => profile.columns.map(({ name }) => name)));
  const columns = columnVerdicts(findings, [...compared]);
  const stable = columns.filter((column) => column.verdict === "stable").length;
  if (stable === 0) return [];
  const share = `${formatCount(stable)} of ${formatQuantity(columns.length, "column")}`;
  return [style.quiet(`${share} did not change in a way that matters.`)];
}

/** A broken batch of the past hides the next like it. */
function barLines(calibration: DriftCalibration, style: Style): string[] {
  const top = batchThatSetsTheBar(calibration);
  if (top === undefined) return [];
  const { surprise, threshold } = calibration;
  const bar = threshold === null ? "" : `, and ${formatNumber(threshold, 1)} is drift`;
  const what = [...top.columns, ...(top.aspect === undefined ? [] : [top.aspect])].join(", ");
  const name = toCell(top.name, 100);
  return [
    style.quiet(
      `The largest surprise is ${formatNumber(surprise, 1)}${bar}. Of the past ${name} surprised most, with ${formatNumber(top.surprise, 1)} (${toCell(what, 80)}), which raises the bar: --exclude ${name} if it was itself broken.`,
    ),
  ];
}

function findingTable(drifted: readonly DriftFinding[], style: Style, width: number | undefined): string[] {
  if (drifted.length === 0) return [];
  const drawn = drifted.some(({ histogram }) => histogram !== undefined);
  const rows = drifted
    .slice(0, MAX_SHOWN)
    .map(({ columns, aspect, effect, bound, p1, words, histogram = "" }, index) => [
      style.bad("✗"),
      columns.length === 0 ? "all rows" : toCell(columns.join(" × "), 40),
      toCell(aspect, 20),
      formatNumber(effect),
      formatPlain(bound),
      p1 === null ? "" : formatProbability(p1),
      // One picture for each column: the aspects of one column stand together.
      ...(drawn ? [histogram === drifted[index - 1]?.histogram ? "" : toCell(histogram, 40)] : []),
      toCell(words, 160),
    ]);
  const picture = drawn ? ["before → now"] : [];
  const titles = ["", "column", "aspect", "effect", "bound", "p", ...picture, "what changed"];
  const [head = "", ...body] = alignColumns(
    [titles, ...rows],
    ["left", "left", "left", "right", "right", "right"],
    width,
  );
  const rest = drifted.length - rows.length;
  return [style.quiet(head), ...body, ...(rest > 0 ? [style.quiet(`and ${formatCount(rest)} more`)] : [])];
}

/** What could not be told; how many rows would do is said with each, or once where it is the same for several. */
function unclearLines(unclear: readonly DriftFinding[], style: Style, width: number | undefined): string[] {
  const shown = unclear.slice(0, MAX_SHOWN);
  const needs = shown.flatMap(({ rowsNeeded }) => (rowsNeeded === undefined ? [] : [rowsNeeded]));
  const [need] = needs;
  const once = needs.length > 1 && needs.every((rows) => rows === need);
  const lines = alignColumns(
    shown.map((finding) => [style.doubtful("?"), `${toCell(finding.words, 200)}${once ? "" : rowsNeeded(finding)}`]),
    [],
    width,
  );
  if (need === undefined || !once) return lines;
  const which = needs.length === shown.length ? "these" : `${formatCount(needs.length)} of these`;
  return [...lines, style.quiet(`From ${formatQuantity(need, "row")} on ${which} could be told.`)];
}

function scoreTable(scores: readonly DriftScore[], style: Style): string[] {
  if (scores.length === 0) return [];
  const rows = scores.map(({ column, method, score, pValue, threshold, exceeded }) => [
    exceeded === true ? style.bad("✗") : exceeded === false ? style.good("✓") : "",
    toCell(column, 40),
    toCell(method, 40),
    formatNumber(score),
    exceeded === undefined || threshold === undefined ? "" : String(threshold),
    pValue === null ? "" : formatProbability(pValue),
  ]);
  const [head = "", ...body] = alignColumns(
    [["", "column", "method", "score", "threshold", "p"], ...rows],
    ["left", "left", "left", "right", "right", "right"],
  );
  return [style.quiet(head), ...body];
}

function rowsNeeded({ rowsNeeded: rows }: DriftFinding): string {
  return rows === undefined ? "" : ` (from ${formatQuantity(rows, "row")} on it could be told)`;
}

function formatProbability(p: number): string {
  return p < 0.0001 ? "<0.0001" : p.toFixed(4);
}

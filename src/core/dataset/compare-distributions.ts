import { formatNumber } from "../report/format-number.ts";
import { formatShares } from "../report/format-share.ts";
import { ksDistance } from "../statistics/ks-distance.ts";
import { total } from "../statistics/total.ts";
import { categoryNames, categoryRows } from "./compare-categories.ts";
import type { DistributionChange } from "./data-changes.ts";
import { describeShift } from "./describe-shift.ts";
import { detectScaleChange } from "./detect-scale-change.ts";
import type { CategoricalProfile, ColumnProfile, NumericProfile } from "./profile.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";
import { formatHistogram } from "./text-histogram.ts";

/** What is known about a change before it is among the largest, whose histograms are drawn. */
export interface MeasuredChange {
  readonly change: Omit<DistributionChange, "histogram">;
  readonly draw: () => string;
}

/** Smaller distances are nobody's business, however many rows they are certain by. */
const LEAST_DISTANCE = 0.01;

/** Quantile 0.95 of the Kolmogorov distribution. */
const KS_95 = 1.358;

/** The change of a column's distribution; both sides on one frame. Undefined where chance alone would make it. */
export function compareDistributions(before: ColumnProfile, after: ColumnProfile): MeasuredChange | undefined {
  if ("bins" in before && "bins" in after) return compareNumbers(before, after);
  if (before.kind === "categorical" && after.kind === "categorical") return compareCategorical(before, after);
  if (before.kind === "text" && after.kind === "text") {
    const { edges } = before.frame;
    const at = (lengths: readonly number[]) => formatNumber(Math.round(quantileOfBins(lengths, edges, 0.5)), 0);
    const [old, now] = [at(before.lengths), at(after.lengths)];
    const words =
      old === now
        ? `lengths of ${after.name} are spread otherwise`
        : `median length of ${after.name} moved from ${old} to ${now}`;
    return measureBins(after.name, before.lengths, after.lengths, edges, { words, scale: undefined });
  }
  if (before.kind === "boolean" && after.kind === "boolean") {
    const cells = [
      { label: "true", before: before.trues, after: after.trues },
      { label: "false", before: before.falses, after: after.falses },
    ];
    return measureCells(after.name, cells);
  }
  return undefined;
}

function compareNumbers(before: NumericProfile, after: NumericProfile): MeasuredChange | undefined {
  const { edges } = before.frame;
  const scale = detectScaleChange(before, after);
  const ranges = [before, after] as const;
  const shift = { name: after.name, kind: after.kind, edges, before: before.bins, after: after.bins, ranges };
  if (total(before.bins) === 0 || total(after.bins) === 0) return undefined;
  return measureBins(after.name, before.bins, after.bins, edges, { words: describeShift(shift), scale });
}

function measureBins(
  column: string,
  before: readonly number[],
  after: readonly number[],
  edges: readonly number[],
  told: Pick<DistributionChange, "words" | "scale">,
): MeasuredChange | undefined {
  const [rows, rowsNow] = [total(before), total(after)];
  if (rows === 0 || rowsNow === 0) return undefined;
  const distance = ksDistance(before, after);
  if (distance < LEAST_DISTANCE || distance < KS_95 * Math.sqrt(1 / rows + 1 / rowsNow)) return undefined;
  return {
    change: { column, distance, method: "KS", ...told },
    draw: () => formatHistogram(before, after, { edges }),
  };
}

interface Cell {
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

function compareCategorical(before: CategoricalProfile, after: CategoricalProfile): MeasuredChange | undefined {
  const names = categoryNames(before, after);
  const [old, now] = [categoryRows(before), categoryRows(after)];
  const cells = [...new Set([...old.keys(), ...now.keys()])].map((hash) => ({
    label: formatCategory({ hash, name: names.get(hash) }),
    before: old.get(hash) ?? 0,
    after: now.get(hash) ?? 0,
  }));
  const rest = { label: "all rarer categories", before: before.unseenRest.rows, after: after.unseenRest.rows };
  return measureCells(after.name, rest.before + rest.after === 0 ? cells : [...cells, rest]);
}

/** A category's name in quotation marks where it may be said, else the beginning of its hash. */
export function formatCategory({ hash, name }: { readonly hash: string; readonly name: string | undefined }): string {
  return name === undefined ? `category ${hash.slice(0, 6)}…` : name === "" ? "the empty text" : name;
}

function measureCells(column: string, cells: readonly Cell[]): MeasuredChange | undefined {
  const rows = total(cells.map((cell) => cell.before));
  const rowsNow = total(cells.map((cell) => cell.after));
  if (rows === 0 || rowsNow === 0) return undefined;
  const moved = cells.map((cell) => ({ ...cell, by: cell.after / rowsNow - cell.before / rows }));
  const distance = total(moved.map(({ by }) => Math.abs(by))) / 2;
  // What two samples of one distribution differ by on average is the sum over the cells of √(2 p (1 − p) (1/n + 1/m) / π).
  const noise = cells.map((cell) => {
    const share = (cell.before + cell.after) / (rows + rowsNow);
    return Math.sqrt((2 * share * (1 - share) * (1 / rows + 1 / rowsNow)) / Math.PI) / 2;
  });
  if (distance < LEAST_DISTANCE || distance < 1.5 * total(noise)) return undefined;
  // Of equal ones the first, whatever a division leaves behind the fifteenth digit.
  const largest = moved.reduce((most, cell) => (Math.abs(cell.by) > Math.abs(most.by) + 1e-12 ? cell : most));
  const [was, is] = formatShares(largest.before / rows, largest.after / rowsNow);
  return {
    change: {
      column,
      distance: Math.min(1, distance),
      method: "TV",
      scale: undefined,
      words: `share of ${largest.label} ${largest.by > 0 ? "rose" : "fell"} from ${was} to ${is}`,
    },
    draw: () => {
      const ordered = cells.toSorted((a, b) => b.before + b.after - (a.before + a.after));
      const counts = (side: "before" | "after") => ordered.map((cell) => cell[side]);
      return formatHistogram(counts("before"), counts("after"), "categories");
    },
  };
}

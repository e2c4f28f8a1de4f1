import { formatCode } from "./format-code.ts";
import { decimalsFor, formatCount, formatNumber, formatQuantity, formatSigned } from "./format-number.ts";
import { metricLabel } from "./metric-label.ts";
import type { ModelReport, SliceRow } from "./model-report.ts";
import { renderTable } from "./render-table.ts";
import { sentenceToMarkdown } from "./sentence.ts";

const SHOWN = 3;

/** `1 of 12 slices is worse: origin = HNL 0.655 → 0.631 (…)`; empty where there are no slices to compare. */
export function renderSliceLine({ slices }: ModelReport): string {
  const compared = slices.filter(({ difference }) => difference !== null);
  if (compared.length === 0) return "";
  const worse = compared.filter((slice) => slice.worse).toSorted((a, b) => loss(b) - loss(a));
  if (worse.length === 0) return `**Slices** · none of ${formatCount(compared.length)} is worse.`;
  const shown = worse.slice(0, SHOWN).map(describeSlice).join("; ");
  const rest = worse.length > SHOWN ? `; and ${formatCount(worse.length - SHOWN)} more` : "";
  return `**Slices** · ${formatCount(worse.length)} of ${formatCount(compared.length)} ${worse.length === 1 ? "is" : "are"} worse: ${shown}${rest}.`;
}

function describeSlice(slice: SliceRow): string {
  const decimals = sliceDecimals(slice);
  const value = (number: number | null) => (number === null ? "–" : formatNumber(number, decimals));
  return `${sliceName(slice)} ${value(slice.baseline)} → ${value(slice.here)} (${differenceOf(slice, decimals)}, n = ${formatCount(slice.rows)})`;
}

/** All slices of the primary metric, the worst first. */
export function renderSliceTable({ slices, primary }: ModelReport): string {
  const compared = slices.some(({ difference }) => difference !== null);
  const name = sentenceToMarkdown([metricLabel(primary.name)]);
  const columns = [
    { title: "slice", align: "left" },
    { title: "rows", align: "right" },
    ...(compared ? ([{ title: `${name} before`, align: "right" }] as const) : []),
    { title: name, align: "right" },
    ...(compared
      ? ([
          { title: "difference (95 % CI)", align: "right" },
          { title: "", align: "left" },
        ] as const)
      : []),
  ] as const;
  const rows = slices
    .toSorted((a, b) => Number(b.worse) - Number(a.worse))
    .map((slice) => {
      const decimals = sliceDecimals(slice);
      const value = (number: number | null) => (number === null ? "–" : formatNumber(number, decimals));
      const own = [sliceName(slice), formatCount(slice.rows)];
      return compared
        ? [...own, value(slice.baseline), value(slice.here), differenceOf(slice, decimals), slice.worse ? "worse" : ""]
        : [...own, value(slice.here)];
    });
  const note = compared
    ? `\n\nA slice is called worse when it lost at least the margin and the false discovery rate over all ${formatQuantity(slices.length, "slice")} stays below 10 % (Benjamini–Hochberg).`
    : "";
  return `${renderTable(columns, rows)}${note}`;
}

function sliceName({ column, value }: SliceRow): string {
  return formatCode(`${column} = ${value}`, 80);
}

function loss({ difference }: SliceRow): number {
  return Math.abs(difference ?? 0);
}

function sliceDecimals({ here, baseline, difference }: SliceRow): number {
  return Math.min(decimalsFor(Math.max(Math.abs(here ?? 0), Math.abs(baseline ?? 0)), Math.abs(difference ?? 0)), 4);
}

function differenceOf({ difference, interval }: SliceRow, decimals: number): string {
  if (difference === null) return "–";
  const range =
    interval === null ? "" : `, ${formatSigned(interval[0], decimals)} to ${formatSigned(interval[1], decimals)}`;
  return `${formatSigned(difference, decimals)}${range}`;
}

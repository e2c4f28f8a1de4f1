import type { CategoricalProfile, ColumnProfile, NumericProfile, TextProfile } from "../core/dataset/profile.ts";
import { formatHistogram } from "../core/dataset/text-histogram.ts";
import { formatCount, formatNumber, formatPlain } from "../core/report/format-number.ts";
import { toCell } from "./to-printable.ts";

const TOP = 3;

export interface ColumnDescription {
  readonly distinct: string;
  readonly lowest: string;
  readonly middle: string;
  readonly highest: string;
  /** Shape of numbers, most frequent categories, lengths of texts. */
  readonly values: string;
}

/** What a row of the table says about a column of so many rows. */
export function describeColumn(column: ColumnProfile, rows: number): ColumnDescription {
  switch (column.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return describeNumbers(column);
    case "boolean":
      return {
        ...NOTHING,
        values: `true ${share(column.trues, rows)}, false ${share(column.falses, rows)}`,
      };
    case "categorical":
      return { ...NOTHING, distinct: formatCount(column.distinct), values: topCategories(column, rows) };
    case "text":
      return { ...NOTHING, distinct: distinctOf(column), values: describeLengths(column) };
    case "embedding":
      return { ...NOTHING, values: `vectors of ${formatCount(column.frame.dimensions)} numbers` };
    case "other":
      return NOTHING;
  }
}

const NOTHING: ColumnDescription = { distinct: "", lowest: "", middle: "", highest: "", values: "" };

function describeNumbers(column: NumericProfile): ColumnDescription {
  const write = column.kind === "timestamp" ? writeInstant : writeNumber;
  const middle = quantile(column, 0.5);
  // Between two days there is no time of day.
  const days = column.kind === "timestamp" && [column.min, column.max].every((end) => Number(end) % DAY === 0);
  const median = middle !== undefined && days ? Math.round(middle / DAY) * DAY : middle;
  const [shape = ""] = formatHistogram(column.bins, column.bins, { edges: column.frame.edges }).split(" → ");
  const odd = [
    ...(column.nan > 0 ? [`${formatCount(column.nan)} NaN`] : []),
    ...(column.positiveInfinity + column.negativeInfinity > 0
      ? [`${formatCount(column.positiveInfinity + column.negativeInfinity)} infinite`]
      : []),
    ...(column.invalid > 0 ? [`${formatCount(column.invalid)} unreadable`] : []),
  ];
  return {
    distinct: column.distinct === null ? "many" : formatCount(column.distinct),
    lowest: column.min === null ? "" : write(column.min),
    middle: median === undefined ? "" : `~${write(median)}`,
    highest: column.max === null ? "" : write(column.max),
    values: [shape, ...odd].join(" "),
  };
}

/** In seconds. */
const DAY = 86_400;

/** Between the edges of the bin in which it lies; open bins end at the extremes. */
function quantile({ bins, frame: { edges }, min, max }: NumericProfile, at: number): number | undefined {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total === 0 || min === null || max === null) return undefined;
  let before = 0;
  for (const [index, count] of bins.entries()) {
    if (count > 0 && before + count >= at * total) {
      const from = Math.max(edges[index - 1] ?? Number(min), Number(min));
      const to = Math.min(edges[index] ?? Number(max), Number(max));
      return from + ((to - from) * (at * total - before)) / count;
    }
    before += count;
  }
  return Number(max);
}

function topCategories({ frame, counts, unseen }: CategoricalProfile, rows: number): string {
  const all = [
    ...frame.categories.map(({ hash, name }, index) => ({ hash, name, count: counts[index] ?? 0 })),
    ...unseen.map(({ hash, name, rows: count }) => ({ hash, name, count })),
  ].sort((a, b) => b.count - a.count);
  const named = all
    .slice(0, TOP)
    .map(({ hash, name, count }) => `${toCell(name ?? `#${hash.slice(0, 6)}`, 20)} ${share(count, rows)}`);
  return [...named, ...(all.length > TOP ? ["…"] : [])].join(", ");
}

function describeLengths({ frame: { edges }, lengths: counts, empty }: TextProfile): string {
  const used = counts.flatMap((count, index) => (count > 0 ? [index] : []));
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined) return "";
  const from = first === 0 ? 0 : Math.floor(edges[first - 1] ?? 0) + 1;
  const to = edges[last] === undefined ? "more" : formatCount(Math.floor(edges[last] ?? 0));
  const blank = empty === 0 ? "" : `, ${formatCount(empty)} empty`;
  const lengths = formatCount(from) === to ? to : `${formatCount(from)} to ${to}`;
  return `${lengths} ${lengths === "1" ? "character" : "characters"}${blank}`;
}

function distinctOf({ distinct }: TextProfile): string {
  return distinct === null ? "many" : formatCount(distinct);
}

function writeNumber(value: number | string): string {
  if (typeof value === "string") return value;
  if (Math.abs(value) < 1000) return formatPlain(Number(value.toPrecision(4)));
  return formatNumber(value, Number.isInteger(value) ? 0 : 1);
}

/** Days alone where the time is midnight; what no calendar holds stays a number. */
function writeInstant(value: number | string): string {
  const milliseconds = Number(value) * 1000;
  if (!(Math.abs(milliseconds) <= 8.64e15)) return writeNumber(value);
  const text = new Date(milliseconds).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : `${text.slice(0, -8).replace("T", " ")}`;
}

/** `12.3 %`; never 0 % of something. */
export function share(count: number, rows: number): string {
  if (rows === 0 || count === 0) return "0 %";
  const percent = (100 * count) / rows;
  if (percent < 0.01) return "<0.01 %";
  return `${percent >= 99.95 && count < rows ? ">99.9" : percent >= 10 ? percent.toFixed(1).replace(/\.0$/, "") : percent.toPrecision(2)} %`;
}

import { formatCategory } from "../dataset/compare-distributions.ts";
import { shareDifference } from "../dataset/compare-shares.ts";
import type {
  CategoryChange,
  CategoryChanges,
  ColumnShareChange,
  DataChanges,
  DistributionChange,
  SchemaChange,
} from "../dataset/data-changes.ts";
import type { CheckChanges, DatasetReport } from "./dataset-report.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatCount, formatNumber, formatQuantity, formatSigned } from "./format-number.ts";
import { formatShare, formatShares } from "./format-share.ts";
import { renderTable } from "./render-table.ts";

const SHOWN = 6;
const SHOWN_CATEGORIES = 5;

type Parts = Pick<DatasetReport, "changes" | "checkChanges" | "classes" | "sameData" | "facts">;

/** What became of the data, a line for each part of it: schema, rows, shares, categories, label, contract. */
export function renderDataChanges({ changes, checkChanges, classes, sameData, facts }: Parts): string {
  const contract = checkChanges === undefined ? [] : line("Checks", contractParts(checkChanges));
  if (changes === undefined) {
    return [...(sameData ? ["**Data** · unchanged, the fingerprint is the same"] : []), ...contract].join("  \n");
  }
  const label = facts.plan.label ?? facts.evidence?.document.label;
  return [
    ...line("Units", changes.distributions.flatMap(scalePart)),
    ...line("Schema", shorten(changes.schema.map(schemaPart), "more change", changes.schema.length)),
    ...line("Rows", rowParts(changes)),
    ...line("Shares", shorten(changes.shares.map(sharePart), "more share", changes.shares.length)),
    ...line("Categories", shorten(changes.categories.map(categoryPart), "more column", changes.categories.length)),
    ...(label === undefined ? [] : line(`Label ${formatCode(label, 60)}`, classes.slice(0, SHOWN).map(classPart))),
    ...contract,
  ].join("  \n");
}

function line(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`**${title}** · ${parts.join(" · ")}`];
}

function shorten(parts: readonly string[], singular: string, total: number): string[] {
  const shown = parts.slice(0, SHOWN);
  return total > shown.length ? [...shown, formatQuantity(total - shown.length, singular)] : shown;
}

/** `⚠️ values of distance are about 1.61 times larger, as from miles to kilometres` */
function scalePart({ column, scale }: DistributionChange): string[] {
  if (scale === undefined) return [];
  const times = scale.ratio >= 1 ? scale.ratio : 1 / scale.ratio;
  const size = times >= 100 ? formatCount(Number(times.toPrecision(2))) : formatNumber(times, times < 10 ? 2 : 0);
  const words = `values of ${formatCode(column, 60)} are about **${size} times ${scale.ratio >= 1 ? "larger" : "smaller"}**`;
  return [`⚠️ ${words}${scale.units === undefined ? "" : `, as from ${scale.units}`}`];
}

function schemaPart(change: SchemaChange): string {
  const name = formatCode(change.column, 60);
  switch (change.kind) {
    case "added": {
      const twin = change.perhaps === undefined ? "" : `, perhaps ${formatCode(change.perhaps, 60)} renamed`;
      return `${name}: new (${formatCode(change.type, 40)}${twin})`;
    }
    case "removed":
      return `${name}: gone (${formatCode(change.type, 40)})`;
    case "type": {
      const kinds =
        change.kinds[0] === change.kinds[1] ? "" : `, read as ${change.kinds[1]} instead of ${change.kinds[0]}`;
      return `${name}: ${formatCode(change.before, 40)} → ${formatCode(change.after, 40)}${kinds}`;
    }
  }
}

function rowParts({ rows: [before, after], duplicateRows }: DataChanges): string[] {
  const change = before === 0 ? "" : ` (${formatSigned((100 * (after - before)) / before, 1)} %)`;
  const rows =
    before === after ? `${formatCount(after)}, as before` : `${formatCount(before)} → ${formatCount(after)}${change}`;
  if (duplicateRows === undefined || duplicateRows.before === duplicateRows.after) return [rows];
  return [rows, `repeated rows ${formatCount(duplicateRows.before)} → ${formatCount(duplicateRows.after)}`];
}

// The range of the base's data, which is not the range that a contract demands.
const ASPECTS: Readonly<Partial<Record<ColumnShareChange["aspect"], string>>> = {
  "out of range": "outside of the earlier range",
};

function sharePart(change: ColumnShareChange): string {
  const { column, aspect, before, after, rows } = change;
  const [was, is] = formatShares(before / Math.max(1, rows[0]), after / Math.max(1, rows[1]));
  const strong = Math.abs(shareDifference(change)) >= 0.01;
  return `${formatCode(column, 60)} ${ASPECTS[aspect] ?? aspect} ${was} → ${strong ? `**${is}**` : is}`;
}

function categoryPart({ column, new: added, vanished }: CategoryChanges): string {
  const parts = [...listCategories("gone", vanished), ...listCategories("new", added)];
  return `${formatCode(column, 60)}: ${parts.join(", ")}`;
}

function listCategories(word: string, changes: readonly CategoryChange[]): string[] {
  const [first] = changes;
  if (first === undefined) return [];
  const share = formatShare(changes.reduce((sum, change) => sum + change.share, 0));
  const of = word === "gone" ? `${share} of the rows before` : `${share} of the rows`;
  if (changes.every(({ name }) => name === undefined))
    return [`${formatQuantity(changes.length, "category", "categories")} ${word} (${of})`];
  const names = changes.slice(0, SHOWN_CATEGORIES).map((change) => formatCode(formatCategory(change), 60));
  const more = changes.length > names.length ? ` and ${formatCount(changes.length - names.length)} more` : "";
  return [`${word} ${names.join(", ")}${more} (${of})`];
}

function classPart({ label, before, after }: DatasetReport["classes"][number]): string {
  const name = formatCode(label, 60);
  if (before === undefined) return `${name} ${formatShare(after)}`;
  const [was, is] = formatShares(before, after);
  return was === is ? `${name} ${is}` : `${name} ${was} → ${Math.abs(after - before) >= 0.01 ? `**${is}**` : is}`;
}

function contractParts({ added, removed, changed }: CheckChanges): string[] {
  const titles = (checks: readonly { readonly title: string }[]) =>
    `${checks
      .slice(0, 3)
      .map(({ title }) => `“${escapeMarkdown(title, 100)}”`)
      .join(", ")}${checks.length > 3 ? ", …" : ""}`;
  return [
    ...(removed.length === 0 ? [] : [`${formatCount(removed.length)} no longer made: ${titles(removed)}`]),
    ...(changed.length === 0
      ? []
      : [`${formatCount(changed.length)} demand something else: ${titles(changed.map(({ after }) => after))}`]),
    ...(added.length === 0 ? [] : [`${formatCount(added.length)} new: ${titles(added)}`]),
  ];
}

/** Said once below the table, for whoever does not know the letters. */
const DISTANCES = {
  KS: "KS: the widest gap between the two cumulative distributions",
  TV: "TV: the share of the rows that would have to be others",
} as const;

/** Distributions that moved most, each with a small picture of both sides. */
export function renderDistributions(distributions: readonly DistributionChange[], shown: number): string {
  const used = new Set(distributions.slice(0, shown).map(({ method }) => method));
  const explained = (["KS", "TV"] as const).filter((method) => used.has(method)).map((method) => DISTANCES[method]);
  return `${renderDistributionTable(distributions, shown)}\n\n<sub>${explained.join(" · ")}</sub>`;
}

function renderDistributionTable(distributions: readonly DistributionChange[], shown: number): string {
  return renderTable(
    [
      { title: "column", align: "left" },
      { title: "what changed", align: "left" },
      { title: "difference", align: "right" },
      { title: "before → now", align: "left" },
    ],
    distributions
      .slice(0, shown)
      .map(({ column, words, distance, method, histogram }) => [
        formatCode(column, 60),
        escapeMarkdown(words, 200),
        `${formatNumber(distance, distance < 0.1 ? 3 : 2)} ${method}`,
        histogram === "" ? "–" : formatCode(histogram),
      ]),
    Math.min(shown, distributions.length),
  );
}

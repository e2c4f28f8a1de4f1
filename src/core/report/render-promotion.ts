import type { GateVerdict } from "../gate/gate-result.ts";
import type { JudgedMove, RenderedPromotionCheck } from "../gate/promotion-facts.ts";
import { PROMOTION_CHECK } from "../gate/render-promotion-check.ts";
import { compareVersions, type VersionMetric } from "../registry/compare-versions.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatNumber } from "./format-number.ts";
import { formatDifference } from "./format-row.ts";
import { metricLabel } from "./metric-label.ts";
import { renderTable } from "./render-table.ts";
import type { Section } from "./section.ts";
import { formatLink, sentenceToMarkdown } from "./sentence.ts";

const ICONS = { pass: "✅", fail: "❌", inconclusive: "⏸️" } as const satisfies Record<GateVerdict, string>;

/** Metrics that are shown of one move; the check and the evidence have the rest. */
const MAX_METRICS = 8;

/** Moves whose metrics are shown. */
const MAX_MOVES = 3;

/**
 * What the report says where a pull request moves an alias or changes the rules: the headline of the check, and the version
 * beside the one that holds the alias now. Empty where there is nothing to say.
 *
 * @param checksUrl Page of the pull request's checks.
 */
export function renderPromotion(
  { title, judged, conclusion }: RenderedPromotionCheck,
  checksUrl: string,
): readonly Section[] {
  const { moves, policyChanges, verdict } = judged;
  if (moves.length + policyChanges.length === 0 && conclusion === "success") return [];
  const where = formatLink("all of it is in the check", checksUrl);
  const headline = `### ${ICONS[verdict]} ${escapeMarkdown(title, 255)}\n\n${formatCode(PROMOTION_CHECK)}: ${where}.`;
  const comparisons = moves.slice(0, MAX_MOVES).flatMap((move) => renderComparison(move, moves.length > 1));
  return [{ weight: "essential", markdown: headline }, ...comparisons];
}

function renderComparison({ move }: JudgedMove, several: boolean): Section[] {
  const { state, to } = move;
  if (state.kind !== "judgeable" || to === undefined) return [];
  const { challenger, champion, primaryMetric, metrics } = state.facts;
  const found = compareVersions(challenger, champion, [primaryMetric, ...metrics]);
  if (found.metrics.length === 0) return [];
  const columns = [
    { title: "Metric", align: "left" as const },
    ...(champion === undefined
      ? []
      : [{ title: `version ${String(champion.version.version)} (now)`, align: "right" as const }]),
    { title: `version ${String(to)}`, align: "right" as const },
    ...(champion === undefined ? [] : [{ title: "Difference (95 %)", align: "right" as const }]),
  ];
  const rows = found.metrics.slice(0, MAX_METRICS).map((metric) => toRow(metric, champion !== undefined));
  const name = several ? `${formatCode(move.model)} ${formatCode(move.environment)}\n\n` : "";
  const basis =
    found.unpaired === undefined ? "" : `\n\nUnpaired, which tells less: ${escapeMarkdown(found.unpaired, 300)}.`;
  return [{ weight: "useful", markdown: `${name}${renderTable(columns, rows)}${basis}` }];
}

function toRow(
  { name, primary, here, there, difference, interval }: VersionMetric,
  compared: boolean,
): readonly string[] {
  const show = (value: number | undefined) => (value === undefined ? "–" : formatNumber(value));
  const strong = (text: string) => (primary ? `**${text}**` : text);
  const apart = difference === undefined ? "–" : formatDifference({ value: difference, interval: interval ?? null }, 4);
  const label = strong(sentenceToMarkdown([metricLabel(name)]));
  return [label, ...(compared ? [show(there)] : []), strong(show(here)), ...(compared ? [apart] : [])];
}

import type { GateVerdict } from "../gate/gate-result.ts";
import type { JudgedMove, RenderedPromotionCheck } from "../gate/promotion-facts.ts";
import { PROMOTION_CHECK } from "../gate/render-promotion-check.ts";
import { renderVersionMetrics } from "../registry/render-version-metrics.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import type { Section } from "./section.ts";
import { formatLink } from "./sentence.ts";

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
  const table = renderVersionMetrics({ challenger, champion, metrics: [primaryMetric, ...metrics] }, MAX_METRICS);
  if (table === "") return [];
  const name = several ? `${formatCode(move.model)} ${formatCode(move.environment)}\n\n` : "";
  return [{ weight: "useful", markdown: `${name}${table}` }];
}

import type { TextProfile } from "../../dataset/profile.ts";
import { formatCount } from "../../report/format-number.ts";
import { formatShares } from "../../report/format-share.ts";
import { ksDistance } from "../../statistics/ks-distance.ts";
import { total } from "../../statistics/total.ts";
import { isAbout } from "./category-change.ts";
import type { ColumnFacts, DriftExplanation } from "./drift-kind.ts";

/** Share of the texts that must have been longer. */
const LEAST = 0.005;
/** Where fewer are shorter, the length is that of another kind of text and nothing was cut off. */
const SHORTER = 0.01;
/** How many times more or less than were longer may be as long as the limit. */
const NEAR = 2;
/** Apart from it the lengths are about those that were, Kolmogorov–Smirnov. */
const STILL = 0.1;

const LENGTH_ASPECTS = ["distribution", "location", "scale", "shape", "value", "range"] as const;

/** Texts of which only the beginning is left: many have the largest length that there is, and others had a larger one. */
export function explainCutTexts({ name, before, after, has }: ColumnFacts): DriftExplanation | undefined {
  if (before.kind !== "text" || after.kind !== "text" || !has(...LENGTH_ASPECTS)) return undefined;
  const rows = [total(before.lengths), total(after.lengths)] as const;
  const limit = after.lengths.findLastIndex((count) => count > 0);
  const { edges } = before.frame;
  const [low, high] = [edges[limit - 1], edges[limit]];
  if (rows[0] === 0 || low === undefined || high === undefined) return undefined;
  const beyond = total(before.lengths.slice(limit + 1)) / rows[0];
  const [was, is] = [(before.lengths[limit] ?? 0) / rows[0], (after.lengths[limit] ?? 0) / rows[1]];
  if (beyond < LEAST || is < (beyond + was) / NEAR || is > (beyond + was) * NEAR || is > 1 - SHORTER) return undefined;
  const cut = before.lengths.map((count, bin) => (bin < limit ? count : bin === limit ? (was + beyond) * rows[0] : 0));
  if (ksDistance(cut, after.lengths) >= STILL) return undefined;
  const [from, to] = formatShares(beyond, is);
  // Lengths are whole numbers.
  const [first, last] = [Math.floor(low) + 1, Math.floor(high)];
  const where = first < last ? `${formatCount(first)} to ${formatCount(last)}` : formatCount(last);
  return {
    words: `${name} is cut off at ${where} characters: ${to} have ${first < last ? "about" : "exactly"} so many and none have more, where ${from} did`,
    covers: [...LENGTH_ASPECTS, ...(losesWords(before, after, is) ? (["tokens", "characters"] as const) : [])],
  };
}

/** A text that is cut off loses words and has at most one that is new: the piece at its end. */
function losesWords(before: TextProfile, after: TextProfile, cut: number): boolean {
  const rows = [before.tokens?.rows ?? 0, after.tokens?.rows ?? 0] as const;
  if (rows[0] === 0 || rows[1] === 0) return true;
  let risen = 0;
  for (const [bucket, count] of (after.tokens?.buckets ?? []).entries()) {
    const [was, is] = [(before.tokens?.buckets[bucket] ?? 0) / rows[0], count / rows[1]];
    if (is > was && !isAbout(was, is, rows)) risen += is - was;
  }
  return risen <= cut;
}

import { formatShares } from "../../../report/format-share.ts";
import type { ColumnDriftKind, ColumnFacts, DriftExplanation } from "../drift-kind.ts";
import { explainPartlyStuck } from "../partly-stuck.ts";
import { shareOfValue, type TopValue, topValue } from "../top-value.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";

/** From here on a column says nothing any more. */
const STUCK = 0.95;
/** A column that was nearly constant before has not become so. */
const WAS_FREE = 0.6;
/** Fewer rows are all alike by chance. */
const MIN_ROWS = 20;

/** One value makes up nearly all, or came into a part of the rows: a sensor that stands still, a default that is never replaced. */
export const stuckConstant: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    if (!facts.has(...VALUE_ASPECTS)) return undefined;
    const now = topValue(facts.after);
    if (now === undefined || now.rows < MIN_ROWS) return undefined;
    if (now.share < STUCK) return explainPartlyStuck(facts);
    const was = topValue(facts.before);
    return was !== undefined && was.share >= STUCK ? explainOther(facts, was, now) : explainStuck(facts, was, now);
  },
};

function explainStuck(
  { name, before }: ColumnFacts,
  top: TopValue | undefined,
  now: TopValue,
): DriftExplanation | undefined {
  const was = shareOfValue(before, now.key) ?? 0;
  if (was > WAS_FREE || (top?.share ?? 0) > WAS_FREE) return undefined;
  const [from, to] = formatShares(was, now.share);
  const often = now.share === 1 ? "all" : to;
  return {
    words: `${now.label} is ${often} of ${name}, ${was === 0 ? "never seen" : from} before`,
    covers: "everything",
  };
}

/** It was constant and still is. What is known of categories is told by their own kinds: another spelling, another name. */
function explainOther({ name, before }: ColumnFacts, was: TopValue, now: TopValue): DriftExplanation | undefined {
  if (was.key === now.key || before.kind === "categorical") return undefined;
  const [from, to] = formatShares(was.share, now.share);
  const all = (share: number, shown: string) => (share === 1 ? "all" : shown);
  return {
    words: `${now.label} is ${all(now.share, to)} of ${name}, where ${was.label} was ${all(was.share, from)} of it`,
    covers: VALUE_ASPECTS,
  };
}

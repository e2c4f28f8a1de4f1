import { formatShares } from "../../../report/format-share.ts";
import { ksDistance } from "../../../statistics/ks-distance.ts";
import { total } from "../../../statistics/total.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { formatExact } from "../format-exact.ts";
import { binOf, binShares, type NumberChange, numberChange } from "../number-change.ts";
import { type RisenValue, risenValues } from "../risen-values.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";

/** Share beyond the new limit that must have been there. */
const LEAST = 0.005;
/** Where more lay beyond, the values went elsewhere: a constant that is another one now is not cut off. */
const MOST = 0.5;
/** How many times more or less than lay beyond may stand at the limit. */
const NEAR = 2;
/** Apart from it the values are about those that were, Kolmogorov–Smirnov: counts that are all larger by one are not cut off. */
const STILL = 0.1;

/** Whatever lay beyond a limit has its value now: a sensor's range, a cap, a type that holds no more. */
export const clipping: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has(...VALUE_ASPECTS)) return undefined;
    const risen = risenValues(change);
    return explainLimit(facts.name, change, risen, "above") ?? explainLimit(facts.name, change, risen, "below");
  },
};

function explainLimit(name: string, change: NumberChange, risen: readonly RisenValue[], side: "above" | "below") {
  const { before, after } = change;
  const [limit, was] = side === "above" ? [after.max, before.max] : [after.min, before.min];
  if (limit === null || was === null) return undefined;
  const at = risen.find(({ value }) => value === Number(limit));
  if (at === undefined || (side === "above" ? Number(limit) >= Number(was) : Number(limit) <= Number(was)))
    return undefined;
  const beyond = shareBeyond(change, Number(limit), side);
  const expected = beyond + at.before;
  if (beyond < LEAST || beyond > MOST || distanceCut(change, at.bin, side) >= STILL) return undefined;
  if (at.after < expected / NEAR || at.after > expected * NEAR) return undefined;
  const [was_, is] = formatShares(beyond, at.after);
  const shown = formatExact(Number(limit), before.kind);
  return {
    words: `${name} is cut off at ${shown}: ${is} are exactly that and none lie ${side} it, where ${was_} did`,
    covers: VALUE_ASPECTS,
  };
}

/** Of the reference: of the limit's own bin as much as lies beyond when its rows lie evenly. */
function shareBeyond(change: NumberChange, limit: number, side: "above" | "below"): number {
  const { edges } = change.before.frame;
  const bin = binOf(change, limit);
  const [low, high] = [edges[bin - 1], edges[bin]];
  const [inside] = binShares(change, bin, bin);
  const upTo = low === undefined || high === undefined || high === low ? 1 : (limit - low) / (high - low);
  if (side === "above") return binShares(change, bin + 1, edges.length)[0] + inside * (1 - upTo);
  return binShares(change, 0, bin - 1)[0] + (upTo === 1 ? 0 : inside * upTo);
}

/** From what the reference would be if it were cut off at the end of that bin. */
function distanceCut({ before, after }: NumberChange, bin: number, side: "above" | "below"): number {
  const [first, last] = side === "above" ? [bin + 1, before.bins.length - 1] : [0, bin - 1];
  const beyond = total(before.bins.slice(first, last + 1));
  const cut = before.bins.map((count, index) =>
    index === bin ? count + beyond : index >= first && index <= last ? 0 : count,
  );
  return ksDistance(cut, after.bins);
}

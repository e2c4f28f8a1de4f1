import { formatShares } from "../../../report/format-share.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** Groups of words that changed so much are shown. */
const MATERIAL = 0.02;

/** From so many on the words explain the lengths, and not the other way round. */
const SEVERAL = 4;

/** Texts have other words: another language, a template that changed. */
export const otherWords: ColumnDriftKind = {
  structural: false,
  explain: ({ name, before, after, has }) => {
    if (!has("tokens") || before.kind !== "text" || after.kind !== "text") return undefined;
    const [was, is] = [before.tokens, after.tokens];
    if (was === undefined || is === undefined || was.rows === 0 || is.rows === 0) return undefined;
    const changes = was.buckets.map((count, bucket) => ({
      before: count / was.rows,
      after: (is.buckets[bucket] ?? 0) / is.rows,
    }));
    const moved = changes.filter((change) => Math.abs(change.after - change.before) >= MATERIAL).length;
    const [top] = changes.toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
    if (top === undefined) return undefined;
    const [from, to] = formatShares(top.before, top.after);
    return {
      words: `${name} has other words: ${String(Math.max(1, moved))} of ${String(changes.length)} groups of words changed, one from ${from} of the texts to ${to}${moved > changes.length / 4 ? ", as with another language or template" : ""}`,
      covers:
        moved < SEVERAL ? ["tokens"] : ["tokens", "distribution", "location", "scale", "shape", "characters", "value"],
    };
  },
};

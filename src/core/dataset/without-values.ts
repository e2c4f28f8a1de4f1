import type { ColumnProfile } from "./profile.ts";

/**
 * A column in which nothing could be read, as if it had been counted on the frame of another one: its nulls and unreadable
 * values are all that there is to count.
 */
export function withoutValues({ name, type, nulls, invalid }: ColumnProfile, like: ColumnProfile): ColumnProfile {
  const common = { name, type, nulls, invalid };
  switch (like.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return {
        ...common,
        kind: like.kind,
        frame: like.frame,
        nan: 0,
        positiveInfinity: 0,
        negativeInfinity: 0,
        bins: zeros(like.bins),
        min: null,
        max: null,
        distinct: 0,
        spikes: [],
        ...(like.lattice === undefined ? {} : { lattice: { finer: 0, tens: 0, hundreds: 0 } }),
        ...(like.hours === undefined ? {} : { hours: zeros(like.hours) }),
      };
    case "boolean":
      return { ...common, kind: "boolean", falses: 0, trues: 0 };
    case "categorical":
      return {
        ...common,
        kind: "categorical",
        frame: like.frame,
        counts: zeros(like.counts),
        unseen: [],
        unseenRest: { categories: 0, rows: 0 },
        distinct: 0,
        singletons: 0,
        empty: 0,
      };
    case "text":
      return {
        ...common,
        kind: "text",
        frame: like.frame,
        lengths: zeros(like.lengths),
        empty: 0,
        classes: { letters: 0, digits: 0, spaces: 0, punctuation: 0, nonAscii: 0 },
        distinct: 0,
        ...(like.tokens === undefined ? {} : { tokens: { rows: 0, buckets: zeros(like.tokens.buckets) } }),
      };
    case "embedding":
      return {
        ...common,
        kind: "embedding",
        frame: like.frame,
        rows: 0,
        cosines: zeros(like.cosines),
        squares: zeros(like.squares),
        nearest: zeros(like.nearest),
      };
    case "other":
      return { ...common, kind: "other" };
  }
}

function zeros(counts: readonly number[]): number[] {
  return counts.map(() => 0);
}

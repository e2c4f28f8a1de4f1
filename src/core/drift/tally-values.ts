import { isNumeric } from "../dataset/is-numeric.ts";
import type { ColumnProfile, NumericProfile } from "../dataset/profile.ts";
import { leastRowsOfSpike, MAX_SPIKES } from "../dataset/spike-limits.ts";
import type { NumberTable } from "./number-table.ts";

/** Rows of single values in K + 1 batches, batch by batch. */
export interface ValueTally {
  readonly values: Float64Array;
  /** Rows that are known; 0 where the profile does not list the value. */
  readonly known: Float64Array;
  /** Rows that there are at most. */
  readonly atMost: Float64Array;
  /** Whether a batch has values besides these. */
  readonly hasMore: readonly boolean[];
}

/** The values with a bin of their own, and those that a batch lists as frequent; undefined for lengths of texts. */
export function tallyValues(columns: readonly ColumnProfile[], table: NumberTable): ValueTally | undefined {
  const { entries, edges, bins } = table;
  const profiles = entries.flatMap((entry) => {
    const column = columns[entry];
    return column !== undefined && isNumeric(column) ? [column] : [];
  });
  if (profiles.length < entries.length) return undefined;
  const own = new Map((profiles[0]?.frame.values ?? []).map((value) => [value, edges.indexOf(value)]));
  const others = new Set(profiles.flatMap(({ spikes }) => spikes.map(({ value }) => value)));
  const values = Float64Array.from([...own.keys(), ...[...others].filter((value) => !own.has(value))]);
  const size = bins.batches * values.length;
  const tally = { values, known: new Float64Array(size), atMost: new Float64Array(size) };
  const places = Array.from(values, (value) => own.get(value) ?? edges.findIndex((edge) => value <= edge));
  const hasMore = profiles.map((profile, batch) => {
    const unlisted = leastListed(profile, bins.totals[batch] ?? 0);
    const spikes = new Map(profile.spikes.map(({ value, rows }) => [value, rows]));
    let seen = 0;
    for (const [place, value] of values.entries()) {
      const bin = places[place] ?? -1;
      const inBin = bins.counts[batch * bins.cells + (bin < 0 ? bins.cells - 1 : bin)] ?? 0;
      const rows = own.has(value) ? inBin : spikes.get(value);
      tally.known[batch * values.length + place] = rows ?? 0;
      tally.atMost[batch * values.length + place] = rows ?? Math.min(inBin, unlisted);
      seen += rows ?? 0;
    }
    return seen < (bins.totals[batch] ?? 0);
  });
  return { ...tally, hasMore };
}

/** A value that is not listed has at most so many rows. */
function leastListed({ spikes }: NumericProfile, rows: number): number {
  if (spikes.length === MAX_SPIKES) return spikes.at(-1)?.rows ?? 0;
  return Math.ceil(leastRowsOfSpike(rows)) - 1;
}

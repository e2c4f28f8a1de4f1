import { formatShare, formatShares } from "../../format-share.ts";
import { formatValue } from "../../format-value.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { binShares, distanceWithout, kindOf, type NumberChange, numberChange } from "../number-change.ts";
import { type RisenValue, risenValues } from "../risen-values.ts";
import { rowsOfColumn } from "../rows-of-column.ts";
import { PEAK_ASPECTS, VALUE_ASPECTS } from "../value-aspects.ts";

/** Share from which a value counts as frequent. */
const FREQUENT = 0.01;
/** A value that was known must have become so many times as frequent. */
const GROWTH = 3;
/** What is left without the value has not moved, Kolmogorov–Smirnov. */
const STILL = 0.05;

/** A value that stands for something else, -999 for what is not known: frequent now, and outside or at the edge of what was. */
export const sentinelValue: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has(...VALUE_ASPECTS)) return undefined;
    const found = risenValues(change).find((risen) => isFrequent(risen) && standsForSomething(change, risen));
    if (found === undefined) return undefined;
    const [from, to] = formatShares(found.before, found.after);
    const shown = formatValue(found.value, kindOf(change));
    const before = found.seen ? `${found.exact ? "" : "at most "}${from} before` : "never seen before";
    const missing = missingBefore(
      facts.before.nulls / rowsOfColumn(facts.before),
      facts.after.nulls / rowsOfColumn(facts.after),
      found,
    );
    const isAll = distanceWithout(change, found.bin, found.gained) < STILL;
    return {
      words: `${to} of ${facts.name} is now ${shown}, ${before}${missing === undefined ? "" : `, while ${missing} fewer are missing`}`,
      covers: [...(isAll ? VALUE_ASPECTS : PEAK_ASPECTS), ...(missing === undefined ? [] : (["null"] as const))],
    };
  },
};

function isFrequent({ before, after }: RisenValue): boolean {
  return after >= FREQUENT && after >= GROWTH * before;
}

function standsForSomething(change: NumberChange, risen: RisenValue): boolean {
  const { value, seen, bin } = risen;
  if (!seen) return true;
  const isEdge = value === Number(change.before.min) || value === Number(change.before.max);
  if (!isEdge && !isCode(value, change.before.kind)) return false;
  // Where a whole region became more frequent, its values did as well.
  const neighbours = [binShares(change, bin - 1, bin - 1), binShares(change, bin + 1, bin + 1)];
  return neighbours.every(([, now]) => now < (risen.after - risen.before) / GROWTH);
}

/** Seconds since 1970 of days that stand for none: 1900-01-01, 1970-01-01, 9999-12-31. */
const EMPTY_DAYS: readonly number[] = [-2_208_988_800, 0, 253_402_214_400];

/** 0, -1 and numbers of nines: people write these where nothing is known. */
function isCode(value: number, kind: string): boolean {
  if (kind === "timestamp") return EMPTY_DAYS.includes(value);
  return value === 0 || value === -1 || /^-?9{2,}$/.test(String(value));
}

/** Share of rows that are not missing any more, where about as many got the value. */
function missingBefore(was: number, is: number, { before, after }: RisenValue): string | undefined {
  const fewer = was - is;
  const gained = (after - before) * (1 - is);
  return fewer >= FREQUENT && fewer > gained / 2 && fewer < gained * 2 ? formatShare(fewer) : undefined;
}

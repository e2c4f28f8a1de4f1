import { formatShare, formatShares } from "../../report/format-share.ts";
import type { ColumnFacts } from "./drift-kind.ts";
import { formatExact } from "./format-exact.ts";
import { binShares, kindOf, type NumberChange } from "./number-change.ts";
import type { RisenValue } from "./risen-values.ts";
import { rowsOfColumn } from "./rows-of-column.ts";

/** Share from which a value counts as frequent. */
const FREQUENT = 0.01;
/** A value that was known must have become so many times as frequent, and by so many times more than what lies beside it. */
export const GROWTH = 3;

/** Whether it is no value of the column's own: it was never there or only at its edge, or it is one that people write for nothing. */
export function isSentinel(change: NumberChange, risen: RisenValue): boolean {
  const { value, seen, bin, before, after } = risen;
  if (after < FREQUENT || after < GROWTH * before) return false;
  if (!seen) return true;
  const isEdge = value === Number(change.before.min) || value === Number(change.before.max);
  if (!isEdge && !isCode(value, change.before.kind)) return false;
  // Where a whole region became more frequent, its values did as well.
  const neighbours = [binShares(change, bin - 1, bin - 1), binShares(change, bin + 1, bin + 1)];
  return neighbours.every(([, now]) => now < (after - before) / GROWTH);
}

/** Seconds since 1970 of days that stand for none: 1900-01-01, 1970-01-01, 9999-12-31. */
const EMPTY_DAYS: readonly number[] = [-2_208_988_800, 0, 253_402_214_400];

/** 0, -1 and numbers of nines: people write these where nothing is known. */
function isCode(value: number, kind: string): boolean {
  if (kind === "timestamp") return EMPTY_DAYS.includes(value);
  return value === 0 || value === -1 || /^-?9{2,}$/.test(String(value));
}

interface FrequentValue {
  readonly words: string;
  /** Whether it stands where values are missing no more. */
  readonly fillsMissing: boolean;
}

/** `10 % of delay is now −999, never seen before, while 9 % fewer are missing`. */
export function describeFrequent(
  facts: ColumnFacts,
  change: NumberChange,
  { found, is }: { readonly found: RisenValue; readonly is: "is now" | "is exactly" },
): FrequentValue {
  const [from, to] = formatShares(found.before, found.after);
  const shown = formatExact(found.value, kindOf(change));
  const before = found.seen ? `${found.exact ? "" : "at most "}${from} before` : "never seen before";
  const missing = missingBefore(
    facts.before.nulls / rowsOfColumn(facts.before),
    facts.after.nulls / rowsOfColumn(facts.after),
    found,
  );
  return {
    words: `${to} of ${facts.name} ${is} ${shown}, ${before}${missing === undefined ? "" : `, while ${missing} fewer are missing`}`,
    fillsMissing: missing !== undefined,
  };
}

/** Share of rows that are not missing any more, where about as many got the value. */
function missingBefore(was: number, is: number, { before, after }: RisenValue): string | undefined {
  const fewer = was - is;
  const gained = (after - before) * (1 - is);
  return fewer >= FREQUENT && fewer > gained / 2 && fewer < gained * 2 ? formatShare(fewer) : undefined;
}

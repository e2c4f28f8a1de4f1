import { formatPlain } from "../../report/format-number.ts";
import type { NumericProfile } from "../profile.ts";

/** Limits for a column of numbers, and the comment that says where they come from. */
export interface InferredRange {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly comment: string;
}

const SHARE_NAME = /(^|[_\s-])(share|ratio|rate|prob|probability|proba|fraction|score|confidence)([_\s-]|$)/i;
const PERCENT_NAME = /(^|[_\s-])(percent|percentage|pct|perc)([_\s-]|$)|%/i;
const LATITUDE_NAME = /(^|[_\s-])(lat|latitude)$/i;
const LONGITUDE_NAME = /(^|[_\s-])(lon|lng|long|longitude)$/i;
const ID_NAME = /(^|[_\s-])(id|ids|key|number|nr|no|code|zip|postcode|phone|guid|uuid)$/i;

/** A whole-number column of at most this many values, without a gap, is a code: 0 and 1, days of the week, months. */
const MAX_CODES = 12;

/** How far beyond what was seen: catches a wrong unit, not the next large value. */
const HEADROOM = 0.5;

/** What the values of a column show about the values that it may have; undefined where nothing should be promised. */
export function inferRange(column: NumericProfile, rows: number): InferredRange | undefined {
  const { min, max, name } = column;
  // NaN and the infinities are outside of every range, and beyond 2^53 a range would have to be text.
  if (typeof min !== "number" || typeof max !== "number" || column.nan > 0) return undefined;
  if (column.positiveInfinity > 0 || column.negativeInfinity > 0) return undefined;
  if (column.kind === "integer" && column.distinct !== null && column.distinct <= MAX_CODES && rows >= 100) {
    if (min < max && column.distinct === max - min + 1) {
      return { minimum: min, maximum: max, comment: "Each of these whole numbers was seen." };
    }
  }
  if (ID_NAME.test(name)) return undefined;
  const seen = `Seen: ${formatPlain(min)} to ${formatPlain(max)}`;
  if (min >= 0 && max <= 1 && column.kind === "numeric" && (SHARE_NAME.test(name) || (min === 0 && max === 1))) {
    return { minimum: 0, maximum: 1, comment: `A share. ${seen}.` };
  }
  if (min >= 0 && max <= 100 && PERCENT_NAME.test(name) && max > 1) {
    return { minimum: 0, maximum: 100, comment: `A percentage. ${seen}.` };
  }
  if (LATITUDE_NAME.test(name) && min >= -90 && max <= 90) {
    return { minimum: -90, maximum: 90, comment: `Degrees. ${seen}.` };
  }
  if (LONGITUDE_NAME.test(name) && min >= -180 && max <= 180) {
    return { minimum: -180, maximum: 180, comment: `Degrees. ${seen}.` };
  }
  if (min === max) return undefined;
  const [low, high] = envelope(min, max);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  const comment = `${seen}. Rounded outwards: write what is possible.`;
  return { minimum: low, maximum: high, comment };
}

/** Both ends moved outwards to a round number; what was never negative stays so. */
function envelope(min: number, max: number): readonly [number, number] {
  const range = max - min;
  const low = moveOut(min, -1, range);
  const high = moveOut(max, 1, range);
  return [min >= 0 ? Math.max(0, low) : low, max <= 0 ? Math.min(0, high) : high];
}

/** By half of the end's own size, which a long tail on the other side must not stretch, and then to a round number. */
function moveOut(end: number, direction: 1 | -1, range: number): number {
  const size = Math.min(range, Math.max(Math.abs(end), range / 10));
  const step = 10 ** Math.floor(Math.log10(size)) / 2;
  const steps = (end + direction * HEADROOM * size) / step;
  return Number(((direction === 1 ? Math.ceil(steps) : Math.floor(steps)) * step).toPrecision(12));
}

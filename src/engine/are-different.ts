import { askOnce } from "./ask-once.ts";
import type { Dialect } from "./dialect.ts";
import { countAt, numberAt, type SqlEngine, textAt } from "./engine.ts";

/** Whole numbers that lie this close together are counted as set bits: 8 MiB for each thread. */
const MAX_BITS = 2 ** 26;

export interface DifferentNumbers {
  /** Rows with a number: without nulls. */
  readonly numbers: number;
  /** No number has two rows. */
  readonly different: boolean;
}

/**
 * Whether all whole numbers of a column are different: seen from a bit for each, which costs a quarter of grouping them.
 * `undefined` where they are of a type with fractions, or too far apart, and where the engine
 * has no bits.
 */
export async function areDifferent(
  engine: SqlEngine,
  dialect: Dialect,
  { relation, number }: { readonly relation: string; readonly number: string },
): Promise<DifferentNumbers | undefined> {
  const { differentWhole } = dialect;
  if (differentWhole === undefined) return undefined;
  const [described = {}] = await askOnce(engine, `DESCRIBE SELECT ${number} AS number FROM ${relation}`);
  if (!/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(textAt(described, "column_type") ?? "")) return undefined;
  // Parquet knows these without being read.
  const limits = `min(${number}) AS least, max(${number}) AS greatest, count(${number}) AS numbers`;
  const [known = {}] = await askOnce(engine, `SELECT ${limits} FROM ${relation}`);
  const numbers = countAt(known, "numbers");
  const [least = 0, greatest = 0] = [numberAt(known, "least"), numberAt(known, "greatest")];
  if (numbers < 2) return { numbers, different: true };
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(greatest)) return undefined;
  const span = greatest - least + 1;
  if (span < numbers) return { numbers, different: false };
  if (span > MAX_BITS) return undefined;
  const counted = differentWhole(number, least, greatest);
  const [row = {}] = await askOnce(engine, `SELECT ${counted} AS different FROM ${relation}`);
  return { numbers, different: countAt(row, "different") === numbers };
}

import type { Dialect } from "./dialect.ts";

/** Hashes that are grouped at once: about 20 MiB, and few enough to be near the processor, which takes a third of the time off. */
const HASHES_AT_ONCE = 500_000;

/** In how many parts so many hashes, or rows with a hash, are grouped or joined; at least one. */
export function countHashParts(hashes: number, atOnce = HASHES_AT_ONCE): number {
  return Math.max(1, Math.ceil(hashes / atOnce));
}

export interface HashColumn {
  readonly table: string;
  /** Name of the column; NULL is no hash. */
  readonly hash: string;
  /** About so many hashes, which decides how many statements there are. */
  readonly rows: number;
  /** Hashes that are grouped at once; half a million if not given. */
  readonly atOnce?: number | undefined;
  /** A column of which each value is looked at for itself: a hash counts as repeated where it is so within one of them. */
  readonly within?: string | undefined;
}

/**
 * Statements that together give `h`, `n`: every hash that more than one row has, with those rows. Each groups a part of the
 * hashes, because all of them at once need more memory than there may be.
 */
export function selectRepeatedHashes(
  dialect: Dialect,
  { table, hash, rows, atOnce, within }: HashColumn,
): readonly string[] {
  const parts = countHashParts(rows, atOnce);
  const also = within === undefined ? "" : `${within}, `;
  return Array.from(
    { length: parts },
    (_, part) =>
      `SELECT ${also}${hash} AS h, count(*) AS n FROM ${table} WHERE ${dialect.slice(hash, parts)} = ${String(part)}
       GROUP BY ${also}${hash} HAVING count(*) > 1`,
  );
}

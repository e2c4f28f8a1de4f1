import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { formatShares } from "../format-share.ts";
import { pooledShare, type Share, shareOf, shareTest, shareVariance, shareZ } from "../share-test.ts";

/** Rows of one value, category or range of values, and what to call it: "`0` in delay". */
export interface Cell {
  readonly before: number;
  readonly after: number;
  readonly label: () => string;
}

interface CellInput {
  readonly column: string;
  readonly cells: readonly Cell[];
  readonly rows: readonly [reference: number, current: number];
  readonly bounds: Pick<DriftBounds, "cell" | "rareShare" | "ratio">;
}

/** A normal approximation says nothing about fewer. */
const LEAST_EXPECTED = 5;

/** From here on a small change of a rare cell counts, statistics.md. */
const RARE_Z = 4;

/** For the floor: 95 % of the largest of about 30 changes. */
const LARGEST_Z = 3.1;

/** The most surprising change of a single cell; its p-value is corrected for having been chosen. */
export function cellAspect({ column, cells, rows, bounds }: CellInput): DriftAspect | undefined {
  if (rows[0] === 0 || rows[1] === 0) return undefined;
  const judged = cells.map((cell) => measure(cell, rows, bounds)).filter(({ expected }) => expected >= LEAST_EXPECTED);
  const material = judged.filter((cell) => cell.material);
  const candidates = material.length > 0 ? material : judged;
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  const top = others.reduce((best, cell) => (Math.abs(cell.z) > Math.abs(best.z) ? cell : best), first);
  const was = shareOf(top.before);
  const is = shareOf(top.after);
  const pooled = pooledShare(top.before, top.after);
  const noise = LARGEST_Z * Math.sqrt(pooled * (1 - pooled));
  const [from, to] = formatShares(was, is);
  return {
    columns: [column],
    aspect: "value",
    main: false,
    effect: Math.abs(is - was),
    bound: top.bound,
    floor: LARGEST_Z * Math.sqrt(shareVariance(top.before, top.after)),
    noise,
    rows,
    before: was,
    after: is,
    p1: Math.min(1, shareTest(top.before, top.after) * judged.length),
    material: top.material,
    words: `share of ${top.label()} ${is > was ? "rose" : "fell"} from ${from} to ${to}`,
  };
}

function measure(cell: Cell, rows: CellInput["rows"], { cell: bound, rareShare, ratio }: CellInput["bounds"]) {
  const before: Share = { count: cell.before, total: rows[0] };
  const after: Share = { count: cell.after, total: rows[1] };
  const was = shareOf(before);
  const is = shareOf(after);
  const change = Math.abs(is - was);
  const z = shareZ(before, after);
  const multiplied = Math.max(was, is) >= ratio * Math.min(was, is);
  const rare = change >= rareShare && multiplied && Math.abs(z) >= RARE_Z;
  return {
    before,
    after,
    z,
    label: cell.label,
    expected: pooledShare(before, after) * Math.min(...rows),
    material: change >= bound || rare,
    bound: change < bound && rare ? rareShare : bound,
  };
}

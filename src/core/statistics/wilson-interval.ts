import type { Interval } from "../evidence/evaluation-evidence.ts";
import { Z95 } from "./normal-distribution.ts";

/**
 * 95 % score interval of a proportion: `count` of `total` > 0 rows.
 *
 * @see E. B. Wilson, JASA 22 (1927) 209–212; R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, method 3.
 */
export function wilsonInterval(count: number, total: number): Interval {
  const p = count / total;
  const z2 = Z95 * Z95;
  const centre = p + z2 / (2 * total);
  const half = Z95 * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total));
  const scale = 1 + z2 / total;
  return [count === 0 ? 0 : (centre - half) / scale, count === total ? 1 : (centre + half) / scale];
}

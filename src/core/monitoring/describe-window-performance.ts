import { formatNumber, formatPlain } from "../report/format-number.ts";
import type { WindowPerformance } from "./monitoring.ts";

/**
 * What the primary metric of a window was, as a table's cell: `0.612 (expected 0.634)`, `0.612, provisional: 40 % labelled`,
 * `about 0.62 without labels`; a dash where nothing is known.
 */
export function describeWindowPerformance(judged: WindowPerformance | undefined): string {
  if (judged === undefined) return "–";
  const { value, expected, provisional, labelled, rows, estimated } = judged;
  const instead = estimated == null ? "–" : `about ${formatNumber(estimated)} without labels`;
  if (value === null || labelled === 0) return instead;
  const against = expected === null ? "" : ` (expected ${formatNumber(expected)})`;
  const share = rows > 0 ? `: ${formatPlain(Math.floor((100 * labelled) / rows))} % labelled` : "";
  return `${formatNumber(value)}${against}${provisional ? `, provisional${share}` : ""}`;
}

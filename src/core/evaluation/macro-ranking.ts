import type { MetricDifference, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { normalDifference, undefinedDifference } from "./differences.ts";
import { estimate, undefinedEstimate } from "./estimates.ts";
import { logitInterval } from "./ranking-statistics.ts";

/** Rows of one label: area of its class against the rest, and the moments of the rows' summed structural components. */
export interface ClassRanking {
  readonly label: string;
  readonly rows: number;
  /** Of one model, or of two on the same rows. */
  readonly areas: readonly number[];
  /** Mean and variance (with n) over the label's rows, of one model or of the difference of two; `undefined` where they were not computed. */
  readonly component: { readonly mean: number; readonly variance: number } | undefined;
}

/**
 * Mean of the areas of each class against the rest. A row takes part in every class's area; the components of a row are
 * summed before they are squared, so the interval knows that the areas belong together (for one class it is DeLong's).
 */
export function macroRankingEstimate(classes: readonly string[], rankings: readonly ClassRanking[]): MetricEstimate {
  const reason = whyUndefined(classes, rankings);
  if (reason !== undefined) return undefinedEstimate("roc-auc", reason);
  const error = componentError(rankings);
  const value = macroArea(rankings, 0);
  return estimate(
    "roc-auc",
    value,
    error === undefined ? null : logitInterval(value, error),
    "delong-macro-logit",
    rowsOf(rankings),
  );
}

/** The same for the difference of two models. */
export function macroRankingDifference(
  classes: readonly string[],
  rankings: readonly ClassRanking[],
): MetricDifference {
  const reason = whyUndefined(classes, rankings);
  if (reason !== undefined) return undefinedDifference("roc-auc", null, null, reason);
  const pair = { name: "roc-auc", here: macroArea(rankings, 0), there: macroArea(rankings, 1), rows: rowsOf(rankings) };
  return normalDifference(pair, componentError(rankings), "delong-macro");
}

function whyUndefined(classes: readonly string[], rankings: readonly ClassRanking[]): string | undefined {
  const stranger = rankings.find(({ label }) => !classes.includes(label));
  if (stranger !== undefined) return `a label has no score column: ${stranger.label.slice(0, 100)}`;
  const absent = classes.find((name) => !rankings.some(({ label }) => label === name));
  return absent === undefined ? undefined : `no row is of the class ${absent.slice(0, 100)}`;
}

function rowsOf(rankings: readonly ClassRanking[]): number {
  return rankings.reduce((sum, { rows }) => sum + rows, 0);
}

function macroArea(rankings: readonly ClassRanking[], side: number): number {
  return rankings.reduce((sum, { areas }) => sum + (areas[side] ?? 0), 0) / rankings.length;
}

/** √Σψ² over the rows, where ψ is a row's component without what every row of its label has. */
function componentError(rankings: readonly ClassRanking[]): number | undefined {
  const total = rowsOf(rankings);
  let variance = 0;
  for (const ranking of rankings) {
    const { rows, component } = ranking;
    if (component === undefined) return undefined;
    const common = commonPart(ranking, rankings, total, 0) - commonPart(ranking, rankings, total, 1);
    variance += rows * (component.variance + (component.mean - common) ** 2);
  }
  return Math.sqrt((variance * total) / (total - 1));
}

/** [A/n of the own class − Σ (1 − A)/(N − n) of the others] / K; 0 where there is no such model. */
function commonPart(own: ClassRanking, rankings: readonly ClassRanking[], total: number, side: number): number {
  const area = own.areas[side];
  if (area === undefined) return 0;
  const others = rankings.filter(({ label }) => label !== own.label);
  const shares = others.reduce((sum, { areas, rows }) => sum + (1 - (areas[side] ?? 0)) / (total - rows), 0);
  return (area / own.rows - shares) / rankings.length;
}

import type { MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { estimate, undefinedEstimate } from "./estimates.ts";
import { logitInterval } from "./ranking-statistics.ts";

/** Rows of one label: area of its class against the rest, and the moments of the rows' summed structural components. */
export interface ClassRanking {
  readonly label: string;
  readonly rows: number;
  readonly auc: number;
  /** Mean and variance (with n) over the label's rows; `undefined` where they were not computed. */
  readonly component: { readonly mean: number; readonly variance: number } | undefined;
}

/**
 * Mean of the areas of each class against the rest. A row takes part in every class's area; the components of a row are
 * summed before they are squared, so the interval knows that the areas belong together (for one class it is DeLong's).
 */
export function macroRankingEstimate(classes: readonly string[], rankings: readonly ClassRanking[]): MetricEstimate {
  const stranger = rankings.find(({ label }) => !classes.includes(label));
  if (stranger !== undefined)
    return undefinedEstimate("roc-auc", `a label has no score column: ${stranger.label.slice(0, 100)}`);
  const absent = classes.find((name) => !rankings.some(({ label }) => label === name));
  if (absent !== undefined) return undefinedEstimate("roc-auc", `no row is of the class ${absent.slice(0, 100)}`);
  const total = rankings.reduce((sum, { rows }) => sum + rows, 0);
  const value = rankings.reduce((sum, { auc }) => sum + auc, 0) / classes.length;
  const variance = componentVariance(rankings, total);
  const interval = variance === undefined ? null : logitInterval(value, Math.sqrt(variance));
  return estimate("roc-auc", value, interval, "delong-macro-logit", total);
}

/** Σψ² over the rows; `expected` is what the component of a row with this label would be without its own ranks. */
export function componentVariance(rankings: readonly ClassRanking[], total: number): number | undefined {
  const shareOfOthers = rankings.reduce((sum, { auc, rows }) => sum + (1 - auc) / (total - rows), 0);
  let variance = 0;
  for (const { rows, auc, component } of rankings) {
    if (component === undefined) return undefined;
    const expected = (auc / rows - (shareOfOthers - (1 - auc) / (total - rows))) / rankings.length;
    variance += rows * (component.variance + (component.mean - expected) ** 2);
  }
  return (variance * total) / (total - 1);
}

import type { ChosenMetric } from "../config/project-config.ts";
import { decimalsFor, formatNumber, formatQuantity } from "./format-number.ts";
import type { Doubts } from "./judge-model.ts";
import { listNames } from "./list-names.ts";
import { metricLabel } from "./metric-label.ts";
import type { Headline, KeyedResult } from "./model-report.ts";
import type { ReportContext } from "./report-context.ts";
import type { Sentence } from "./sentence.ts";

/**
 * The headline of a model that was trained several times for one commit, with several seeds for instance. Every run has
 * its own comparison, and the verdict is what all of them agree on: a mean over runs has no honest interval.
 */
export function describeKeyed(
  primary: ChosenMetric,
  results: readonly KeyedResult[],
  doubts: Doubts,
  { baseRef }: ReportContext,
): Headline {
  const total = results.length;
  const failed = results.filter((result) => result.failed).map(({ key }) => key);
  if (failed.length > 0) {
    const sentence: Sentence = [
      ` failed in ${String(failed.length)} of ${formatQuantity(total, "run")}: `,
      ...listNames(failed, 5),
    ];
    return { kind: "failed", icon: "❌", sentence, conclusion: "failure" };
  }
  const numbers: Sentence = [metricLabel(primary.name), ...summarize(results)];
  if (doubts.judge.length > 0) {
    const sentence: Sentence = [
      ": ",
      ...numbers,
      "; the baseline is not comparable, because ",
      ...(doubts.judge[0] ?? []),
    ];
    return { kind: "not comparable", icon: "⚠️", sentence, conclusion: "neutral" };
  }
  const counts = countVerdicts(results);
  if (counts.none > 0) {
    const sentence: Sentence = [
      ": ",
      ...numbers,
      `. Of ${formatQuantity(total, "run")}, ${String(counts.none)} have nothing on `,
      { code: baseRef },
      " to be compared with",
    ];
    return { kind: "nothing to compare with", icon: "⚪", sentence, conclusion: "neutral" };
  }
  const all = total === 2 ? "both runs" : `all ${String(total)} runs`;
  if (counts.better === total)
    return { kind: "better", icon: "✅", sentence: [` is better in ${all}: `, ...numbers], conclusion: "success" };
  if (counts.worse > 0 && counts.better === 0) {
    const where = counts.worse === total ? all : `${String(counts.worse)} of ${String(total)} runs`;
    return { kind: "worse", icon: "❌", sentence: [` is worse in ${where}: `, ...numbers], conclusion: "failure" };
  }
  if (counts.worse === 0 && counts.inconclusive === 0) {
    const kind = counts.same === total ? "same" : "not worse";
    const words = kind === "same" ? "is the same" : "is not worse";
    return { kind, icon: "☑️", sentence: [` ${words} in ${all}: `, ...numbers], conclusion: "success" };
  }
  const parts = (["better", "same", "not-worse", "worse", "inconclusive"] as const).flatMap((kind) =>
    counts[kind] === 0 ? [] : [`${kind.replace("-", " ")} in ${String(counts[kind])}`],
  );
  const sentence: Sentence = [`: cannot tell. The ${String(total)} runs disagree (${parts.join(", ")}); `, ...numbers];
  return { kind: "cannot tell", icon: "⚪", sentence, conclusion: "neutral" };
}

function countVerdicts(results: readonly KeyedResult[]) {
  const counts = { better: 0, worse: 0, same: 0, "not-worse": 0, inconclusive: 0, none: 0 };
  for (const { verdict } of results) counts[verdict?.kind ?? "none"] += 1;
  return counts;
}

/** Mean, sample standard deviation and range of the runs. */
function summarize(results: readonly KeyedResult[]): Sentence {
  const values = results.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length === 0) return [" was not reported"];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1),
  );
  const decimals = decimalsFor(mean, deviation);
  const show = (value: number) => formatNumber(value, decimals);
  return [
    " ",
    { strong: show(mean) },
    ` on average (standard deviation ${show(deviation)}, ${show(Math.min(...values))} to ${show(Math.max(...values))})`,
  ];
}

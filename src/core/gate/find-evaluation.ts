import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import { formatNumber } from "../report/format-number.ts";
import type { Accepted } from "../report/report-facts.ts";
import { measureMetric } from "./find-metric.ts";
import type { VersionFacts } from "./gate-facts.ts";

export type FoundEvaluation =
  | { readonly kind: "found"; readonly evaluation: Accepted<EvaluationEvidence> }
  /** Half a sentence, and what to do. */
  | { readonly kind: "none"; readonly why: string; readonly todo: string };

/**
 * The one evaluation of a version that a rule about `metric` may use: on the ledger, succeeded, of this model, with the
 * metric. Several that agree are one; several that differ are a conflict, which no rule may resolve by choosing.
 *
 * @param key Key of the evaluation that the rule names; undefined: any.
 */
export function findEvaluation(facts: VersionFacts, metric: string, key: string | undefined): FoundEvaluation {
  const { version, evaluations } = facts;
  const who = `version ${String(version.version)}`;
  const usable = evaluations.filter(
    ({ document, standing }) =>
      standing === "ledger" && document.outcome.kind === "succeeded" && document.model === version.model,
  );
  const named = key === undefined ? usable : usable.filter(({ document }) => document.key === key);
  if (named.length === 0) {
    const which = key === undefined ? "evaluation" : `evaluation with the key ${key}`;
    return {
      kind: "none",
      why: `no accepted ${which} of ${who} is on the ledger`,
      todo: "Evaluate it in a trusted workflow of the default branch.",
    };
  }
  const measured = named.flatMap((evaluation) => {
    const value = measureMetric(evaluation.document, metric)?.value;
    return value === undefined || !Number.isFinite(value) ? [] : [{ evaluation, value }];
  });
  const [first] = measured;
  if (first === undefined) return { kind: "none", ...describeUndefined(who, metric, named) };
  if (measured.some(({ value }) => value !== first.value)) {
    const values = [...new Set(measured.map(({ value }) => formatNumber(value)))].slice(0, 5).join(", ");
    return {
      kind: "none",
      why: `${String(measured.length)} evaluations of ${who} contradict each other in ${metric} (${values})`,
      todo: "Name the one that counts by its key in evaluation:, or find out why they differ.",
    };
  }
  const newest =
    measured.toSorted((a, b) => b.evaluation.acceptedAt.localeCompare(a.evaluation.acceptedAt))[0] ?? first;
  return { kind: "found", evaluation: newest.evaluation };
}

function describeUndefined(who: string, metric: string, named: readonly Accepted<EvaluationEvidence>[]) {
  const reason = named.flatMap(({ document }) => document.metrics.filter(({ name }) => name === metric))[0]?.reason;
  return {
    why: `${metric} of ${who} is not known${reason === undefined ? "" : `: ${reason}`}`,
    todo: `Let the evaluation report ${metric}, or name one that it reports.`,
  };
}

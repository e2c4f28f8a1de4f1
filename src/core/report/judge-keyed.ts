import { describeFailure } from "./describe-failure.ts";
import type { KeyedResult, MetricRow } from "./model-report.ts";
import type { KeyedEvidence } from "./select-evidence.ts";

/** One of several runs of a model, in one row. */
export function judgeKeyed(evidence: KeyedEvidence, metrics: readonly MetricRow[]): KeyedResult {
  const primary = metrics.find(({ rank }) => rank === "primary");
  const failed = describeFailure(evidence) !== undefined;
  return {
    key: evidence.key,
    value: failed ? undefined : primary?.here?.value,
    verdict: failed ? undefined : primary?.verdict,
    failed,
    workflowRunUrl: evidence.run?.workflowRun.url ?? evidence.evaluation?.workflowRun.url ?? "",
  };
}

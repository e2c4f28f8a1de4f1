import { formatDay, formatQuantity } from "./format-number.ts";
import { listNames } from "./list-names.ts";
import type { ComparisonBasis } from "./model-report.ts";
import type { BaselineFacts, ModelFacts } from "./report-facts.ts";
import type { KeyedEvidence } from "./select-evidence.ts";
import type { Sentence } from "./sentence.ts";

/** Why the judge of the two models was not the same, one sentence each; empty where it was. */
export function findJudgeChanges(
  { changedEvaluationCode, changedTestData }: Pick<ModelFacts, "changedEvaluationCode" | "changedTestData">,
  { evaluation }: KeyedEvidence,
  baseline: BaselineFacts,
  paired: boolean,
): Sentence[] {
  const reasons: Sentence[] = [];
  const here = evaluation?.document;
  const there = baseline.evaluation?.document;
  if (changedEvaluationCode.length > 0) {
    reasons.push(["this pull request changes the evaluation code (", ...listNames(changedEvaluationCode, 2), ")"]);
  } else if (differ(here?.evaluationCode, there?.evaluationCode)) {
    reasons.push(["it was judged by other evaluation code"]);
  }
  if (changedTestData.length > 0) {
    reasons.push(["this pull request changes the test data (", ...listNames(changedTestData, 2), ")"]);
  } else if (!paired && differ(here?.testData, there?.testData)) {
    reasons.push(["it was judged on other test data"]);
  }
  if (here !== undefined && there !== undefined && here.task !== there.task) {
    reasons.push([`it was judged as ${there.task}, this pull request as ${here.task}`]);
  } else if (differ(here?.positiveLabel, there?.positiveLabel)) {
    reasons.push(["another label counted as positive for it"]);
  }
  return reasons;
}

/** Data sets that differ from the baseline's although the pull request does not change them: the difference may be theirs. */
export function findForeignDataChanges(
  touchedFiles: readonly string[],
  { run }: KeyedEvidence,
  baseline: BaselineFacts,
): Sentence[] {
  const earlier = new Map((baseline.run?.document.data ?? []).map((dataset) => [dataset.name, dataset]));
  return (run?.document.data ?? []).flatMap((dataset): Sentence[] => {
    const before = earlier.get(dataset.name);
    if (before === undefined || before.algorithm !== dataset.algorithm || before.value === dataset.value) return [];
    const own = touchedFiles.some(
      (file) =>
        file === dataset.path ||
        file === `${dataset.path}.dvc` ||
        file.endsWith("dvc.lock") ||
        file.startsWith(`${dataset.path}/`),
    );
    if (own) return [];
    const fingerprint = (value: string) => ({ code: `${dataset.algorithm}:${value.slice(0, 8)}…` });
    return [[{ code: dataset.name }, " ", fingerprint(before.value), " → ", fingerprint(dataset.value)]];
  });
}

interface BaselineContext {
  readonly baseRef: string;
  readonly now: string;
  readonly staleAfterDays: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** What is odd about the baseline itself, without making the comparison worthless. */
export function findBaselineWarnings(
  baseline: BaselineFacts,
  { baseRef, now, staleAfterDays }: BaselineContext,
): Sentence[] {
  const warnings: Sentence[] = [];
  const finishedAt = baseline.run?.document.finishedAt ?? baseline.evaluation?.document.finishedAt;
  if (finishedAt !== undefined && Date.parse(now) - Date.parse(finishedAt) > staleAfterDays * DAY) {
    warnings.push([
      `The baseline is stale: it was trained on ${formatDay(finishedAt)}, more than ${formatQuantity(staleAfterDays, "day")} ago. Train `,
      { code: baseRef },
      " again for a fair comparison.",
    ]);
  }
  if (!baseline.isMergeBase) {
    warnings.push([
      "The commit that this branch started from was not trained; the baseline is the nearest earlier one, ",
      { code: baseline.commit.slice(0, 7) },
      ". What ",
      { code: baseRef },
      " changed since then counts as if it were yours.",
    ]);
  }
  return warnings;
}

/** Rows that are missing from a paired comparison. */
export function findJoinWarnings(basis: ComparisonBasis): Sentence[] {
  if (basis.kind !== "paired") return [];
  const missing = [
    [basis.onlyHere, "only in this pull request's predictions"],
    [basis.onlyThere, "only in the baseline's"],
    [basis.labelsDiffer, "with different labels"],
  ] as const;
  const parts = missing.flatMap(([rows, where]) => (rows === 0 ? [] : [`${formatQuantity(rows, "row")} ${where}`]));
  return parts.length === 0 ? [] : [[`Left out of the comparison: ${parts.join(", ")}.`]];
}

function differ(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}

import { describeRefusals } from "./describe-refusals.ts";
import { formatQuantity } from "./format-number.ts";
import type { ReportContext } from "./report-context.ts";
import type { ModelFacts } from "./report-facts.ts";
import type { KeyedEvidence } from "./select-evidence.ts";
import type { Sentence } from "./sentence.ts";

/** What a reader must know to believe the numbers, apart from the baseline. */
export function listWarnings(facts: ModelFacts, evidence: KeyedEvidence, { fork, baseRef }: ReportContext): Sentence[] {
  const hasEvidence = evidence.run !== undefined || evidence.evaluation !== undefined;
  return [
    ...(fork && hasEvidence ? [FORK] : []),
    ...describeRefusals(facts.refused),
    ...lostRuns(facts),
    ...(facts.workflowChanged
      ? [
          [
            "This pull request changes the workflow ",
            { code: facts.plan.workflow },
            " that measured it; on ",
            { code: baseRef },
            " it is another.",
          ],
        ]
      : []),
    ...readerProblems(evidence),
    ...leftOutRows(evidence),
  ];
}

const FORK: Sentence = ["These numbers come from a fork. They are shown, but not kept, and no gate ever uses them."];

/** A later workflow run ended badly and left nothing, so that what is shown is the one before. */
function lostRuns({ workflowRuns, evidence }: ModelFacts): Sentence[] {
  const known = [...evidence.runs, ...evidence.evaluations].map(({ workflowRun }) => workflowRun);
  const newest = Math.max(0, ...known.map(({ id }) => id));
  if (newest === 0) return [];
  return workflowRuns
    .filter(
      ({ id, status, conclusion }) =>
        id > newest && status === "completed" && conclusion !== "success" && conclusion !== "skipped",
    )
    .slice(0, 1)
    .map(({ number, url, conclusion }) => [
      "A later workflow run, ",
      { link: `run ${String(number)}`, url },
      ", ended as ",
      { code: conclusion ?? "unknown" },
      " and left no evidence.",
    ]);
}

function readerProblems({ run }: KeyedEvidence): Sentence[] {
  const readers = run?.document.readers;
  if (readers === undefined || readers.conclusive) return [];
  return readers.problems.slice(0, 3).map((problem) => ["Reading the training log: ", { text: problem }]);
}

function leftOutRows({ evaluation }: KeyedEvidence): Sentence[] {
  const leftOut = evaluation?.document.leftOut ?? [];
  return leftOut
    .filter(({ rows }) => rows > 0)
    .slice(0, 3)
    .map(({ reason, rows }) => [`${formatQuantity(rows, "row")} left out of the evaluation: `, { text: reason }]);
}

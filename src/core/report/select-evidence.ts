import type { EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import type { Accepted, ModelEvidence } from "./report-facts.ts";

/** The documents of one key; the key is empty where a model is trained once. */
export interface KeyedEvidence {
  readonly key: string;
  readonly run: Accepted<RunEvidence> | undefined;
  readonly evaluation: Accepted<EvaluationEvidence> | undefined;
}

/** The newest documents of each key, in the order of the keys. */
export function selectEvidence({ runs, evaluations }: ModelEvidence): KeyedEvidence[] {
  const newestRuns = newestByKey(runs);
  const newestEvaluations = newestByKey(evaluations);
  const keys = [...new Set([...newestRuns.keys(), ...newestEvaluations.keys()])].toSorted();
  return keys.map((key) => ({ key, run: newestRuns.get(key), evaluation: newestEvaluations.get(key) }));
}

function newestByKey<Document extends RunEvidence | EvaluationEvidence>(
  documents: readonly Accepted<Document>[],
): Map<string, Accepted<Document>> {
  const newest = new Map<string, Accepted<Document>>();
  for (const document of documents) {
    const key = document.document.key ?? "";
    const known = newest.get(key);
    if (known === undefined || isNewer(document, known)) newest.set(key, document);
  }
  return newest;
}

/** By the end of the run; of one workflow run its last attempt. The digest settles what is left, so that order never matters. */
function isNewer(
  left: Accepted<RunEvidence | EvaluationEvidence>,
  right: Accepted<RunEvidence | EvaluationEvidence>,
): boolean {
  const order = (item: typeof left) =>
    [Date.parse(item.document.finishedAt), item.workflowRun.id, item.workflowRun.attempt] as const;
  const [a, b] = [order(left), order(right)];
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value > other;
  }
  return left.digest > right.digest;
}

import type { Comparison, EvaluationEvidence } from "../evidence/evaluation-evidence.ts";
import { findComparison } from "../report/find-comparison.ts";
import type { Accepted } from "../report/report-facts.ts";
import { findEvaluation } from "./find-evaluation.ts";
import type { VersionFacts } from "./gate-facts.ts";

/** Evaluations of both versions by the same code on the same test data. */
interface BothEvaluations {
  readonly here: EvaluationEvidence;
  readonly there: EvaluationEvidence;
  readonly rows: number;
}

export type VersionPairing =
  | (BothEvaluations & {
      readonly kind: "paired";
      readonly comparison: Comparison;
      /** The champion was judged again, by the workflow run that judged the challenger. */
      readonly again: boolean;
    })
  /** Without the champion's predictions row by row; `why` is half a sentence. */
  | (BothEvaluations & { readonly kind: "unpaired"; readonly why: string })
  | { readonly kind: "none"; readonly why: string; readonly todo: string };

/** Two versions whose numbers may be compared. */
export type PairedVersions = Exclude<VersionPairing, { kind: "none" }>;

export interface PairingWish {
  readonly metric: string;
  /** Key of the evaluation that a rule names; undefined: any. */
  readonly evaluation: string | undefined;
  /** Whether the champion may have been judged again where its own evaluation was on other test data. */
  readonly again: boolean;
}

const AGAIN = "Evaluate the challenger again, with the champion's predictions beside it.";

/**
 * Brings the two versions' evaluations of one metric together: what rules decide by and texts about two versions show. The
 * job says with which predictions it compared; only the champion's own on the ledger count. Another judge (test data,
 * evaluation code) makes two numbers that no interval can compare, unless the champion's being judged again in the same
 * workflow run is taken.
 */
export function pairVersions(
  challenger: VersionFacts,
  champion: VersionFacts,
  { metric, evaluation, again }: PairingWish,
): VersionPairing {
  const here = findEvaluation(challenger, metric, evaluation);
  if (here.kind === "none") return here;
  const there = findEvaluation(champion, metric, evaluation);
  if (there.kind === "none") return there;
  const left = here.evaluation.document;
  const right = there.evaluation.document;
  const difference = differentJudge(left, right);
  if (difference !== undefined) {
    const judged = again ? judgedAgain(left, there.evaluation, champion) : undefined;
    if (judged !== undefined) return judged;
    return { kind: "none", why: difference, todo: "Evaluate both versions with the same code on the same test data." };
  }
  const found = findPaired(left, there.evaluation);
  if (found.kind === "none") {
    return { kind: "unpaired", here: left, there: right, rows: Math.min(left.rows, right.rows), why: found.why };
  }
  const conflict = contradiction(found.comparison, left, right);
  if (conflict !== undefined) return { kind: "none", why: conflict, todo: AGAIN };
  const { comparison } = found;
  return { kind: "paired", here: left, there: right, comparison, rows: comparison.rows.joined, again: false };
}

/** The champion on the challenger's test data; undefined where the evaluation has no such comparison. */
function judgedAgain(
  here: EvaluationEvidence,
  there: Accepted<EvaluationEvidence>,
  { version }: VersionFacts,
): VersionPairing | undefined {
  if (here.task !== there.document.task) return undefined;
  const found = findComparison("champion", here, there, version.digest);
  if (found.kind !== "again") return undefined;
  const { comparison } = found;
  const conflict = contradiction(comparison, here, undefined);
  if (conflict !== undefined) return { kind: "none", why: conflict, todo: AGAIN };
  return { kind: "paired", here, there: there.document, comparison, rows: comparison.rows.joined, again: true };
}

/** The baseline of the run may have been the champion's own commit: what counts is whose predictions they are. */
function findPaired(here: EvaluationEvidence, there: Accepted<EvaluationEvidence>) {
  const champion = findComparison("champion", here, there);
  if (champion.kind === "paired") return champion;
  const baseline = findComparison("baseline", here, there);
  return baseline.kind === "paired" ? baseline : champion;
}

function differentJudge(here: EvaluationEvidence, there: EvaluationEvidence): string | undefined {
  if (here.task !== there.task) return "the two versions were evaluated for different tasks";
  if (here.testData === undefined || there.testData === undefined) {
    return "it is not known whether both versions were judged on the same test data";
  }
  if (here.testData !== there.testData) return "the two versions were judged on different test data";
  if (here.evaluationCode !== there.evaluationCode) return "the two versions were judged by different evaluation code";
  return undefined;
}

/** Where every row was joined, the sides of the comparison have to be what the evaluations say themselves. */
function contradiction(
  { rows, metrics }: Comparison,
  here: EvaluationEvidence,
  there: EvaluationEvidence | undefined,
): string | undefined {
  const { onlyHere, onlyThere, doubledHere, doubledThere, labelsDiffer } = rows;
  if (onlyHere + onlyThere + doubledHere + doubledThere + labelsDiffer > 0) return undefined;
  const own = valuesOf(here);
  const other = there === undefined ? new Map<string, number | null>() : valuesOf(there);
  const broken = metrics.find(
    (metric) => differs(metric.here, own.get(metric.name)) || differs(metric.there, other.get(metric.name)),
  );
  return broken === undefined
    ? undefined
    : `the comparison and the evaluations on record contradict each other in ${broken.name}`;
}

function valuesOf({ metrics }: EvaluationEvidence): ReadonlyMap<string, number | null> {
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Two ways of summing the same rows agree to many digits. */
const SAME = 1e-6;

function differs(left: number | null, right: number | null | undefined): boolean {
  if (left === null || right === null || right === undefined) return false;
  return Math.abs(left - right) > SAME * Math.max(1, Math.abs(left), Math.abs(right));
}

import type { Comparison } from "../evidence/evaluation-evidence.ts";
import {
  findBaselineWarnings,
  findForeignDataChanges,
  findJoinWarnings,
  findJudgeChanges,
} from "./check-comparability.ts";
import { type ComparedSide, compareMetrics } from "./compare-metrics.ts";
import { compareSlices } from "./compare-slices.ts";
import { describeAbsence } from "./describe-absence.ts";
import { describeFailure } from "./describe-failure.ts";
import { describeKeyed } from "./describe-keyed.ts";
import { describeVerdict } from "./describe-verdict.ts";
import { findComparison } from "./find-comparison.ts";
import { judgeKeyed } from "./judge-keyed.ts";
import { listWarnings } from "./list-warnings.ts";
import type { ComparisonBasis, ModelReport } from "./model-report.ts";
import type { ReportContext } from "./report-context.ts";
import type { BaselineFacts, ModelFacts } from "./report-facts.ts";
import { type KeyedEvidence, selectEvidence } from "./select-evidence.ts";
import type { Sentence } from "./sentence.ts";

/** From the facts about one model to everything that its report says. Pure: equal facts make an equal report. */
export function judgeModel(facts: ModelFacts, context: ReportContext): ModelReport {
  const selected = selectEvidence(facts.evidence);
  const [only, ...others] = selected;
  const active = facts.workflowRuns.filter(({ status }) => status !== "completed");
  const judged = others.length > 0 ? judgeSeveral(facts, selected, context) : judgeOne(facts, only ?? NOTHING, context);
  if (only !== undefined && active.length === 0) return distrustForks({ ...judged, active });
  return { ...judged, active, headline: describeAbsence(facts, active, only !== undefined, context) };
}

/** The code that measured a fork is the fork's own: what it says can count against it, never for it. */
function distrustForks(report: ModelReport): ModelReport {
  const fork = [report.run, report.evaluation].some((document) => document?.standing === "fork");
  const { headline } = report;
  return fork && headline.conclusion === "success"
    ? { ...report, headline: { ...headline, conclusion: "neutral" } }
    : report;
}

const NOTHING: KeyedEvidence = { key: "", run: undefined, evaluation: undefined };

type Judged = Omit<ModelReport, "active">;

function judgeOne(facts: ModelFacts, evidence: KeyedEvidence, context: ReportContext): Judged {
  const parts = compareOne(facts, evidence, context);
  const failure = describeFailure(evidence);
  return { ...parts, headline: failure ?? describeVerdict(parts, parts.doubts, context), keyed: [] };
}

/** One of several is shown in full, the first that succeeded; the headline speaks of all. */
function judgeSeveral(facts: ModelFacts, selected: readonly KeyedEvidence[], context: ReportContext): Judged {
  const all = selected.map((evidence) => ({ evidence, parts: compareOne(facts, evidence, context) }));
  const keyed = all.map(({ evidence, parts }) => judgeKeyed(evidence, parts.metrics));
  const shown = all.find(({ evidence }) => describeFailure(evidence) === undefined) ?? all[0];
  const parts = shown?.parts ?? compareOne(facts, NOTHING, context);
  return { ...parts, headline: describeKeyed(facts.plan.primaryMetric, keyed, parts.doubts, context), keyed };
}

/** What makes a comparison less than clean. */
export interface Doubts {
  /** The judge changed: the numbers of the two models are not comparable. */
  readonly judge: readonly Sentence[];
  /** The baseline was trained on other data. */
  readonly data: readonly Sentence[];
}

function compareOne(facts: ModelFacts, evidence: KeyedEvidence, context: ReportContext) {
  const baseline = facts.baseline === undefined ? undefined : ofKey(facts.baseline, evidence.key);
  const champion = facts.champion === undefined ? undefined : ofKey(facts.champion, evidence.key);
  const toBaseline = compareWith("baseline", evidence, baseline, facts);
  const toChampion = compareWith("champion", evidence, champion, facts, facts.champion?.digest);
  const documents = { run: evidence.run?.document, evaluation: evidence.evaluation?.document };
  const paired = toBaseline.side?.comparable === true ? toBaseline.side.paired : undefined;
  const data = baseline === undefined ? [] : findForeignDataChanges(facts.touchedFiles, evidence, baseline);
  const warnings = [
    ...(baseline === undefined ? [] : findBaselineWarnings(baseline, context)),
    ...findJoinWarnings(toBaseline.basis),
    ...listWarnings(facts, evidence, context),
  ];
  return {
    facts,
    primary: facts.plan.primaryMetric,
    ...evidence,
    basis: toBaseline.basis,
    championBasis: toChampion.basis,
    metrics: compareMetrics(facts.plan, documents, toBaseline.side, toChampion.side),
    slices: compareSlices(facts.plan.primaryMetric, documents.evaluation, paired),
    warnings,
    doubts: { judge: toBaseline.judgeChanges, data },
  };
}

/** With a matrix, the baseline's documents of the same key. */
function ofKey(baseline: BaselineFacts, key: string): BaselineFacts {
  const same = baseline.keyed?.find((candidate) => candidate.key === key);
  return same === undefined ? baseline : { ...baseline, ...same };
}

interface ComparedWith {
  readonly basis: ComparisonBasis;
  readonly side: ComparedSide | undefined;
  readonly judgeChanges: readonly Sentence[];
}

function compareWith(
  against: Comparison["against"],
  evidence: KeyedEvidence,
  other: BaselineFacts | undefined,
  facts: ModelFacts,
  digest?: string,
): ComparedWith {
  if (other === undefined || (other.run === undefined && other.evaluation === undefined)) {
    return { basis: { kind: "none" }, side: undefined, judgeChanges: [] };
  }
  const here = evidence.evaluation?.document;
  const found = here === undefined ? undefined : findComparison(against, here, other.evaluation, digest);
  if (found?.kind === "again") return judgedAgain(found.comparison);
  const paired = found?.kind === "paired" ? found.comparison : undefined;
  const judgeChanges = findJudgeChanges(facts, evidence, other, paired !== undefined);
  const comparable = judgeChanges.length === 0;
  const side = { run: other.run?.document, evaluation: other.evaluation?.document, paired, comparable };
  const basis = comparable ? basisOf(found, evidence, other) : ({ kind: "not-comparable" } as const);
  return { basis, side, judgeChanges };
}

/** By the same code on the same rows as this pull request, whatever the champion was judged on before. */
function judgedAgain(comparison: Comparison): ComparedWith {
  const side = { run: undefined, evaluation: undefined, paired: comparison, comparable: true };
  return { basis: { kind: "again", rows: comparison.rows.joined }, side, judgeChanges: [] };
}

function basisOf(
  found: ReturnType<typeof findComparison> | undefined,
  { evaluation }: KeyedEvidence,
  other: BaselineFacts,
): ComparisonBasis {
  if (found?.kind === "paired") {
    const { joined, onlyHere, onlyThere, labelsDiffer } = found.comparison.rows;
    return { kind: "paired", rows: joined, onlyHere, onlyThere, labelsDiffer };
  }
  if (evaluation === undefined || other.evaluation === undefined) return { kind: "training-metrics" };
  const why = found?.kind === "none" ? found.why : "there is no comparison";
  return { kind: "unpaired", why, rows: evaluation.document.rows };
}

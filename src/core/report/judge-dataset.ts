import { compareClasses } from "../dataset/compare-classes.ts";
import { compareProfiles } from "../dataset/compare-profiles.ts";
import type { DataEvidence } from "../evidence/data-evidence.ts";
import { formatFingerprint } from "../evidence/run-evidence.ts";
import { compareChecks } from "./compare-checks.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { describeDataAbsence, describeDataPending } from "./describe-data-absence.ts";
import { describeDataVerdict } from "./describe-data-verdict.ts";
import { listDataWarnings, usesOtherContract } from "./list-data-warnings.ts";
import type { ReportContext } from "./report-context.ts";
import type { DataFacts, ModelDataFacts } from "./report-facts.ts";

/** Everything that is said about the datasets of a pull request. Those that it has nothing to do with are left out. */
export function judgeData(data: readonly ModelDataFacts[], context: ReportContext): DatasetReport[] {
  return data.flatMap(({ model, datasets }) =>
    datasets.filter(isConcerned).map((facts) => judgeDataset(model, facts, context)),
  );
}

function isConcerned(facts: DataFacts): boolean {
  return isTouched(facts) || facts.evidence !== undefined || facts.refused.length > 0;
}

function isTouched({ touchedFiles, contractChanged }: DataFacts): boolean {
  return touchedFiles.length > 0 || contractChanged;
}

/** From the facts about one dataset to everything that its report says. Pure: equal facts make an equal report. */
export function judgeDataset(model: string, facts: DataFacts, context: ReportContext): DatasetReport {
  const { evidence, base, plan } = facts;
  const active = facts.workflowRuns.filter(({ status }) => status !== "completed");
  const here = evidence?.document;
  const there = base?.evidence.document;
  const sameData = isSame(here, there);
  const changes =
    here?.profile === undefined || there?.profile === undefined || sameData
      ? undefined
      : compareProfiles(there.profile, here.profile);
  const label = plan.label ?? here?.label;
  const pending = describeDataPending(active, evidence !== undefined);
  const headline =
    pending ??
    (here === undefined ? describeDataAbsence(facts, model, context) : describeDataVerdict(here, base, context));
  // The code that looked at a fork's data is the fork's own: what it says can count against it, never for it.
  const distrusted = evidence?.standing === "fork" || usesOtherContract(facts);
  const judged =
    distrusted && headline.conclusion === "success" ? { ...headline, conclusion: "neutral" as const } : headline;
  return {
    model,
    facts,
    headline: judged,
    warnings: listDataWarnings(facts, context),
    evidence,
    base,
    sameData,
    changes,
    checkChanges: isRead(here) && isRead(there) ? compareChecks(there.checks, here.checks) : undefined,
    classes:
      label === undefined || here?.profile === undefined ? [] : compareClasses(label, there?.profile, here.profile),
    active,
    speaks: isTouched(facts) || facts.refused.length > 0 || judged.conclusion === "failure",
  };
}

function isRead(evidence: DataEvidence | undefined): evidence is DataEvidence {
  return evidence?.outcome.kind === "succeeded";
}

function isSame(here: DataEvidence | undefined, there: DataEvidence | undefined): boolean {
  if (here?.dataset === undefined || there?.dataset === undefined) return false;
  return formatFingerprint(here.dataset) === formatFingerprint(there.dataset);
}

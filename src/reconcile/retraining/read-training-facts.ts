import type { ModelPlan, Project } from "../../core/config/project-config.ts";
import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import { type RetrainingRecord, retrainingBranch } from "../../core/retraining/retraining.ts";
import type { TrainingFacts } from "../../core/retraining/retraining-facts.ts";
import { listWorkflowRunsOfFile, readWorkflowRun, type WorkflowRun } from "../../github/workflow-runs.ts";
import { acceptEvidence } from "../accept-evidence.ts";
import { byAttempt } from "../find-baseline.ts";
import { readEntries } from "../read-ledger.ts";
import { readRepository } from "../registry/read-repository.ts";
import type { Workplace } from "../workplace.ts";
import { findTrainingRun, isLeftOut } from "./find-training-run.ts";

/** GitHub lists a dispatched workflow run within seconds; a training that this App dispatched so lately is waited for. */
const LISTED_MS = 120_000;

/** So long a replica gets to dispatch what it put on record; a crash costs so long. */
const CLAIM_MS = 60_000;

/** Lists of artifacts lag behind; so long after its end a training that left nothing is waited for. */
const SETTLED_MS = 600_000;

export interface TrainingQuestion {
  readonly plan: ModelPlan;
  readonly project: Project;
  readonly defaultBranch: string;
  readonly record: RetrainingRecord;
}

/**
 * What became of the newest training of a retraining; undefined where there is nothing to know. Evidence that its workflow
 * run left and that is not on the ledger yet is put there on the way.
 */
export async function readTrainingFacts(
  workplace: Workplace,
  question: TrainingQuestion,
): Promise<TrainingFacts | undefined> {
  const [run, ...earlier] = question.record.runs;
  if (run === undefined || run.outcome === "succeeded") return undefined;
  if (run.outcome !== "running") return findLaterSuccess(workplace, question);
  const { octokit, repository, self, memory } = workplace;
  const { plan } = question;
  const branch = retrainingBranch(plan.name);
  const runs = await listWorkflowRunsOfFile(octokit, repository, plan.retrain?.workflow ?? plan.workflow, { branch });
  const taken = earlier.flatMap(({ workflowRun }) => workflowRun?.id ?? []);
  const listed = findTrainingRun(runs, { run, taken, login: self.login });
  const known = run.workflowRun?.id;
  const found = listed ?? (known === undefined ? undefined : await readWorkflowRun(octokit, repository, known));
  if (found === undefined || isLeftOut(found)) {
    const startedAt = memory.startedTrainings.get(run.key);
    const isListedSoon = startedAt !== undefined && millisecondsSince(startedAt, workplace) < LISTED_MS;
    const isOfReplica =
      memory.ownClaims.get(run.key) !== true && millisecondsSince(run.dispatchedAt, workplace) < CLAIM_MS;
    if (isListedSoon || (isOfReplica && found === undefined)) return { kind: "running", workflowRun: undefined };
    return { kind: found === undefined ? "lost" : "left-out" };
  }
  const workflowRun = { id: found.id, url: found.url };
  if (found.status !== "completed") return { kind: "running", workflowRun };
  return readEnd(workplace, question, found);
}

async function readEnd(
  workplace: Workplace,
  { plan, project, defaultBranch, record }: TrainingQuestion,
  found: WorkflowRun,
): Promise<TrainingFacts> {
  const { id, url, conclusion } = found;
  const ofRun = async () =>
    (await readEntries(workplace, plan.name)).filter(({ workflowRun }) => workflowRun.id === id);
  let entries = await ofRun();
  if (entries.length === 0) {
    const number = record.pullRequest;
    const pullRequest = number === undefined ? undefined : { number, fork: false };
    await acceptEvidence(workplace, [found], { project, defaultBranch, pullRequest });
    entries = await ofRun();
  }
  const workflowRun = { id, url };
  const over = judgeEnd(entries, conclusion);
  const settled = millisecondsSince(found.updatedAt, workplace) >= SETTLED_MS;
  if (entries.length === 0 && !settled) return { kind: "running", workflowRun };
  return { kind: "over", workflowRun, ...over };
}

/** By what the training left on the ledger, and by what GitHub says of the workflow run that it was a part of. */
export function judgeEnd(
  entries: readonly LedgerEntry[],
  conclusion: string | null,
): Pick<Extract<TrainingFacts, { readonly kind: "over" }>, "outcome" | "reason"> {
  const [run] = entries.filter(({ kind }) => kind === "run").sort(byAttempt);
  if (run === undefined) {
    const lost = conclusion === "cancelled" || conclusion === "failure";
    if (lost)
      return {
        outcome: "preempted",
        reason: "The workflow run ended and left nothing, as when its machine is taken away.",
      };
    if (
      conclusion === "success" &&
      entries.some(({ kind, outcome }) => kind === "evaluation" && outcome === "succeeded")
    ) {
      return { outcome: "succeeded", reason: undefined };
    }
    return {
      outcome: "failed",
      reason: `The workflow run ended with ${conclusion ?? "nothing"} and left no evidence of a training.`,
    };
  }
  switch (run.outcome) {
    case "cancelled":
      return { outcome: "preempted", reason: "The training was stopped before its end." };
    case "failed":
      return { outcome: "failed", reason: "The training command failed." };
    case "timed-out":
      return { outcome: "failed", reason: "The training ran out of time." };
    case "succeeded":
      return conclusion === "success"
        ? { outcome: "succeeded", reason: undefined }
        : {
            outcome: "failed",
            reason: `The training went through, and a later part of its workflow run ended with ${conclusion ?? "nothing"}.`,
          };
  }
}

/** People may have trained the same head again, with `/pawl train` or GitHub's button. */
async function findLaterSuccess(
  workplace: Workplace,
  { plan, record }: TrainingQuestion,
): Promise<TrainingFacts | undefined> {
  const [run] = record.runs;
  const entries = (await readEntries(workplace, plan.name)).filter(
    ({ commit, kind }) => commit === run?.commit && kind === "run",
  );
  const [newest] = entries.sort(byAttempt);
  if (newest === undefined || newest.outcome !== "succeeded" || run === undefined) return undefined;
  const { id } = newest.workflowRun;
  // A training that went through before a later part failed is what was said to have failed.
  if (id === run.workflowRun?.id && newest.workflowRun.attempt === 1) return undefined;
  const { url } = await readRepository(workplace);
  return {
    kind: "over",
    workflowRun: { id, url: `${url}/actions/runs/${String(id)}` },
    outcome: "succeeded",
    reason: undefined,
  };
}

function millisecondsSince(instant: string, { now }: Pick<Workplace, "now">): number {
  return Date.parse(now()) - Date.parse(instant);
}

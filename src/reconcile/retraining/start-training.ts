import { readWorkflowFacts } from "../../core/doctor/read-workflow-facts.ts";
import { type RetrainingRecord, type RetrainingRun, retrainingBranch } from "../../core/retraining/retraining.ts";
import { retrainingKey } from "../../core/retraining/retraining-key.ts";
import { readFileAt } from "../../github/contents.ts";
import { isForbidden, isNotFound, isUnprocessable, messageOf, statusOf } from "../../github/request-failure.ts";
import { dispatchAndFind } from "../dispatch-once.ts";
import type { Workplace } from "../workplace.ts";
import { changeRecord } from "./change-record.ts";
import { couldBeTraining, isKeyed, isLeftOut, isStartedByPull, type SoughtTraining } from "./find-training-run.ts";
import type { ModelScene } from "./place.ts";
import { tellNews } from "./tell-people.ts";

export interface TrainingOrder {
  readonly record: RetrainingRecord;
  readonly attempt: number;
  /** It is on record and was not found. */
  readonly again: boolean;
}

const KEY_INPUT = "pawl-key";

/**
 * Starts the training of a retraining's head: the claim comes first, then the dispatch. A workflow run that the pull request
 * itself started is the training, so that nothing trains twice. False where somebody else was first: then it is decided
 * again.
 */
export async function startTraining(workplace: Workplace, scene: ModelScene, order: TrainingOrder): Promise<boolean> {
  const { plan, facts } = scene;
  const { attempt, again } = order;
  const commit = facts.branch?.sha;
  if (commit === undefined) return false;
  let { record } = order;
  if (!again) {
    const key = retrainingKey(plan.name, record.counter, attempt);
    const run: RetrainingRun = { key, commit, dispatchedAt: workplace.now(), outcome: "running" };
    const after = { ...record, runs: [run, ...record.runs] };
    const headline = `${plan.name}: training ${String(attempt)} of retraining ${String(record.counter)}`;
    if (!(await changeRecord(workplace, { model: plan.name, before: record, after, headline }))) return false;
    workplace.memory.ownClaims.set(key, true);
    record = after;
  }
  const [run, ...earlier] = record.runs;
  if (run === undefined) return false;
  const outcome = await dispatch(workplace, scene, { run, earlier, again });
  if (outcome.kind === "refused") return refuse(workplace, scene, record, outcome.reason);
  workplace.memory.startedTrainings.set(run.key, workplace.now());
  if (outcome.run !== undefined) {
    const workflowRun = { id: outcome.run.id, url: outcome.run.url };
    const after = { ...record, runs: [{ ...run, workflowRun }, ...earlier] };
    const headline = `${plan.name}: training ${String(attempt)} is workflow run ${String(workflowRun.id)}`;
    await changeRecord(workplace, { model: plan.name, before: record, after, headline });
    await tellNextAttempt(workplace, scene, after);
  }
  return true;
}

async function dispatch(
  workplace: Workplace,
  { plan }: ModelScene,
  {
    run,
    earlier,
    again,
  }: { readonly run: RetrainingRun; readonly earlier: readonly RetrainingRun[]; readonly again: boolean },
) {
  const workflowFile = plan.retrain?.workflow ?? plan.workflow;
  const ref = retrainingBranch(plan.name);
  const taken = earlier.flatMap(({ workflowRun }) => workflowRun?.id ?? []);
  const sought: SoughtTraining = { run, taken, login: workplace.self.login };
  const byPull = await startsByItself(workplace, workflowFile, run.commit);
  return dispatchAndFind(workplace, {
    workflowFile,
    ref,
    inputs: { [KEY_INPUT]: run.key },
    // GitHub needs some seconds to list what a pull request started, as what was dispatched.
    seenBefore: again || byPull,
    among: { branch: ref },
    isOrdered: (found, uncertain) =>
      !isLeftOut(found) &&
      (isKeyed(found, sought) || isStartedByPull(found, sought) || (uncertain && couldBeTraining(found, sought))),
    explainRefusal: (error) => explainRefusal(error, workflowFile),
  });
}

/** Whether the workflow file of this commit runs on pull requests. What a token of a workflow opens starts none, and is dispatched after the wait. */
async function startsByItself({ octokit, repository }: Workplace, file: string, commit: string): Promise<boolean> {
  const bytes = await readFileAt(octokit, repository, `.github/workflows/${file}`, commit);
  return readWorkflowFacts(file, bytes).onPullRequests;
}

async function refuse(
  workplace: Workplace,
  scene: ModelScene,
  record: RetrainingRecord,
  reason: string,
): Promise<boolean> {
  const [run, ...earlier] = record.runs;
  if (run === undefined) return false;
  const refused: RetrainingRun = { ...run, outcome: "refused", reason };
  await tellNews(workplace, scene, record, { kind: "training-refused", run: refused });
  const model = scene.plan.name;
  const after = { ...record, runs: [refused, ...earlier] };
  return changeRecord(workplace, { model, before: record, after, headline: `${model}: ${run.key} was refused` });
}

/** That the machine was taken away is told together with the attempt that follows. */
async function tellNextAttempt(workplace: Workplace, scene: ModelScene, record: RetrainingRecord): Promise<void> {
  const [next, before] = record.runs;
  if (before?.outcome !== "preempted" || before.commit !== next?.commit) return;
  await tellNews(workplace, scene, record, { kind: "preempted", run: before, next });
}

function explainRefusal(error: unknown, workflowFile: string): string | undefined {
  // These pass by themselves: a limit, a token that just expired, a branch that GitHub does not show everywhere yet.
  if (statusOf(error) === 401 || /rate limit|no ref found/i.test(messageOf(error))) return undefined;
  if (isNotFound(error)) return `There is no workflow .github/workflows/${workflowFile} on the default branch.`;
  if (isUnprocessable(error)) {
    return `GitHub did not start ${workflowFile}: it needs on: workflow_dispatch with an input ${KEY_INPUT}, and no other that is required.`;
  }
  if (isForbidden(error)) {
    return `The App may not start ${workflowFile}: it needs the permission "Actions: write", and no policy that keeps Apps from starting workflows.`;
  }
  return undefined;
}

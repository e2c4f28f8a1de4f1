import type { RetrainingNews } from "../../core/retraining/render-retraining-comment.ts";
import { type RetrainingRun, retrainingBranch } from "../../core/retraining/retraining.ts";
import type { RetrainingPlan } from "../../core/retraining/retraining-plan.ts";
import { listPullsOfBranch, updatePull } from "../../github/branch-pulls.ts";
import { readDocument, readEntries } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { changeRecord, claimRecord } from "./change-record.ts";
import { makeBranch, updateText } from "./make-branch.ts";
import type { ModelScene } from "./place.ts";
import { startTraining } from "./start-training.ts";
import { tellNews, tellNotWaiting, tellWaiting } from "./tell-people.ts";

/** Whether there may be a next step, which is decided from what is there then. */
export type Applied = "again" | "over";

/** Carries out one step of a retraining. Safe to repeat, and safe to be killed at any point of. */
export async function applyPlan(workplace: Workplace, scene: ModelScene, plan: RetrainingPlan): Promise<Applied> {
  const model = scene.plan.name;
  switch (plan.kind) {
    case "nothing":
      await tellNotWaiting(workplace, model);
      return "over";
    case "blocked":
      await tellWaiting(workplace, model, plan.because);
      return "over";
    case "claim": {
      const models = scene.project.models.map(({ name }) => name);
      await claimRecord(workplace, { model, record: plan.record, models });
      return "again";
    }
    case "make-branch": {
      if (!(await makeBranch(workplace, scene, plan.record))) return "over";
      await tellNotWaiting(workplace, model);
      return "again";
    }
    case "record":
      return record(workplace, scene, plan);
    case "train":
      return (await startTraining(workplace, scene, plan)) ? "again" : "over";
    case "tell-failure":
      return tellFailure(workplace, scene, plan);
    case "close":
      return close(workplace, scene, plan);
    case "keep":
      await updateText(workplace, scene, plan.record);
      return "over";
  }
}

async function record(
  workplace: Workplace,
  scene: ModelScene,
  { record: after, because }: Extract<RetrainingPlan, { readonly kind: "record" }>,
): Promise<Applied> {
  const model = scene.plan.name;
  const before = scene.facts.retraining.records.find(({ counter }) => counter === after.counter);
  if (before === undefined) return "over";
  if (after.state === "hands-off")
    await tellNews(workplace, scene, after, { kind: "hands-off", by: scene.facts.branch?.by });
  const headline = `${model}: retraining ${String(after.counter)}, ${because}`;
  await changeRecord(workplace, { model, before, after, headline });
  if (after.state === "hands-off") await updateText(workplace, scene, after);
  return "again";
}

/** The comment first: what is on record as failed has been said. */
async function tellFailure(
  workplace: Workplace,
  scene: ModelScene,
  { record: after }: Extract<RetrainingPlan, { readonly kind: "tell-failure" }>,
): Promise<Applied> {
  const [run] = after.runs;
  const before = scene.facts.retraining.records.find(({ counter }) => counter === after.counter);
  if (run === undefined || before === undefined) return "over";
  const news: RetrainingNews =
    run.outcome === "preempted"
      ? { kind: "preempted", run, next: undefined }
      : { kind: "training-failed", run, logTail: await readLogTail(workplace, scene.plan.name, run) };
  await tellNews(workplace, scene, after, news);
  const headline = `${scene.plan.name}: ${run.key} ${run.outcome}`;
  await changeRecord(workplace, { model: scene.plan.name, before, after, headline });
  return "again";
}

async function readLogTail(workplace: Workplace, model: string, run: RetrainingRun): Promise<readonly string[]> {
  const entries = await readEntries(workplace, model);
  const entry = entries.find(({ kind, workflowRun }) => kind === "run" && workflowRun.id === run.workflowRun?.id);
  const predicate = entry === undefined ? undefined : (await readDocument(workplace, entry))?.statement.predicate;
  if (predicate?.schema !== "pawl.run/v1" || predicate.outcome.kind === "succeeded") return [];
  return predicate.outcome.logTail;
}

/** The comment, the pull request, and then the record that it is over. */
async function close(
  workplace: Workplace,
  scene: ModelScene,
  { record: before, because }: Extract<RetrainingPlan, { readonly kind: "close" }>,
): Promise<Applied> {
  const { octokit, repository, self, log } = workplace;
  const model = scene.plan.name;
  const pulls = await listPullsOfBranch(octokit, repository, retrainingBranch(model), self);
  const open = pulls.find((pull) => pull.open && pull.own);
  if (open !== undefined && (before.pullRequest === undefined || before.pullRequest === open.number)) {
    const { windows } = scene.facts;
    const news =
      scene.plan.retrain === undefined
        ? ({ kind: "closed", because } as const)
        : ({ kind: "drift-gone", windows: windows.filter(({ broken }) => !broken), good: 3 } as const);
    await tellNews(workplace, scene, { ...before, pullRequest: open.number }, news);
    await updatePull(octokit, repository, open.number, { state: "closed" });
    log.info({ model, number: open.number, because }, "retraining closed");
  }
  const after = { ...before, pullRequest: before.pullRequest ?? open?.number, closedAt: workplace.now() };
  const headline = `${model}: retraining ${String(before.counter)} is closed`;
  await changeRecord(workplace, { model, before, after, headline });
  return "again";
}

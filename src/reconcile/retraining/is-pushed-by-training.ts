import { retrainingBranch } from "../../core/retraining/retraining.ts";
import { type BranchPush, listBranchPushes } from "../../github/branch-pushes.ts";
import { listWorkflowRunsOfFile, type WorkflowRun } from "../../github/workflow-runs.ts";
import type { Workplace } from "../workplace.ts";

/** Who pushes from within a workflow with its own token. */
const JOBS = "github-actions[bot]";

/** Clocks of GitHub's parts may differ by so much. */
const CLOCK_MS = 60_000;

/** GitHub's lists lag behind what happened by seconds; what they do not show so long after is not what it says it is. */
const LISTED_MS = 900_000;

export interface PushQuestion {
  readonly model: string;
  /** File name of the workflow that trains. */
  readonly workflowFile: string;
  /** Commits on top of the App's, newest first. */
  readonly onTop: readonly string[];
  /** The App's commit below them. */
  readonly ours: string;
  /** When the pull request last changed, by GitHub's clock. */
  readonly changedAt: string;
}

/**
 * Whether what is on top of the App's commit was pushed by a training: each push by a job's own token, while a workflow run
 * of the training's file ran on a commit of this branch. The names in commits can be anybody's; who pushed, GitHub vouches
 * for. `unknown` where that may still become known; people where it does not.
 */
export async function isPushedByTraining(
  workplace: Workplace,
  question: PushQuestion,
): Promise<"training" | "people" | "unknown"> {
  const { octokit, repository, memory, now } = workplace;
  const { model, workflowFile, onTop, ours, changedAt } = question;
  const [head = ours] = onTop;
  const key = `${ours}...${head}`;
  if (memory.trainingPushes.get(key) === true) return "training";
  const branch = retrainingBranch(model);
  const pushes = await listBranchPushes(octokit, repository, branch);
  if (pushes === undefined) return "people";
  const way = wayFrom(pushes, head, ours);
  const isJob = ({ actor }: BranchPush) => actor === JOBS || actor === workplace.self.login;
  if (!way.pushes.every(isJob)) return "people";
  const runs = (await listWorkflowRunsOfFile(octokit, repository, workflowFile, { branch })).filter(
    ({ headSha, fork }) => fork !== true && [ours, ...onTop].includes(headSha),
  );
  if (way.complete && way.pushes.every(({ at }) => runs.some((run) => wasRunning(run, at)))) {
    memory.trainingPushes.set(key, true);
    return "training";
  }
  return Date.parse(now()) - Date.parse(changedAt) < LISTED_MS ? "unknown" : "people";
}

/** The pushes that brought a branch from one commit to another, newest first; not complete where GitHub lists no such way. */
function wayFrom(
  pushes: readonly BranchPush[],
  head: string,
  ours: string,
): { readonly pushes: readonly BranchPush[]; readonly complete: boolean } {
  const way: BranchPush[] = [];
  let rest = pushes;
  for (let at = head; at !== ours; ) {
    const index = rest.findIndex(({ after }) => after === at);
    const push = rest[index];
    if (push === undefined) return { pushes: way, complete: false };
    way.push(push);
    rest = rest.slice(index + 1);
    at = push.before;
  }
  return { pushes: way, complete: true };
}

function wasRunning({ createdAt, status, updatedAt }: WorkflowRun, at: string): boolean {
  const begun = Date.parse(createdAt) - CLOCK_MS <= Date.parse(at);
  return begun && (status !== "completed" || Date.parse(at) <= Date.parse(updatedAt) + CLOCK_MS);
}

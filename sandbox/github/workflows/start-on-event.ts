import type { Pull, Repository } from "../state.ts";
import type { RepositoryEvent, World } from "../world.ts";
import { queueDefaultBranchRuns, queueDeploymentRuns, queuePullRuns } from "./queue-runs.ts";

/** GitHub lets workflow runs start each other up to this depth. */
const LONGEST_CHAIN = 3;

/**
 * Starts the workflows of an event that is neither a push nor about a pull request itself: those start theirs where they
 * happen. What a job's own token causes starts none, except that a workflow run may start others.
 */
export async function startOnEvent(world: World, event: RepositoryEvent): Promise<void> {
  const { name, repository, sender, payload } = event;
  if (name !== "workflow_run" && sender.id === world.actionsApp.bot.id) return;
  const action = typeof payload["action"] === "string" ? { action: payload["action"] } : {};
  if (name === "issue_comment" || name === "issues") {
    await queueDefaultBranchRuns(world, repository, { happening: { event: name, ...action }, payload, sender });
  }
  if (name === "workflow_run") await startAfterRun(world, event);
  if (name === "pull_request_review") {
    const pull = pullOf(repository, payload);
    const wish = { event: name, action: action.action ?? "submitted", payload, sender };
    if (pull !== undefined) await queuePullRuns(world, repository, { ...wish, pull });
  }
  if (name === "deployment" || name === "deployment_status") {
    const deployment = repository.deployments.get(Number(Reflect.get(Object(payload["deployment"]), "id")));
    if (deployment !== undefined)
      await queueDeploymentRuns(world, repository, { event: name, deployment, payload, sender });
  }
}

async function startAfterRun(world: World, { repository, sender, payload }: RepositoryEvent): Promise<void> {
  const run = repository.runs.get(Number(Reflect.get(Object(payload["workflow_run"]), "id")));
  if (run === undefined || run.chain >= LONGEST_CHAIN) return;
  const happening = {
    event: "workflow_run",
    action: String(payload["action"]),
    workflow: run.workflow.name,
    ...(run.headBranch === null ? {} : { branch: run.headBranch }),
  };
  await queueDefaultBranchRuns(world, repository, { happening, payload, sender, chain: run.chain + 1 });
}

function pullOf(repository: Repository, payload: RepositoryEvent["payload"]): Pull | undefined {
  return repository.pulls.get(Number(Reflect.get(Object(payload["pull_request"]), "number")));
}

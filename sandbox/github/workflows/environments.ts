import { emitToInstallation } from "../events/emit-to-installation.ts";
import { addDeployment, addDeploymentStatus } from "../operations/deployments.ts";
import { renderSimplePull } from "../render/pull.ts";
import { apiUrl } from "../render/repository.ts";
import { renderDeployment } from "../render/run.ts";
import type { Environment } from "../rules/environment.ts";
import type { Gate, JobEnvironment, WorkflowRun } from "../run-state.ts";
import type { Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";
import { fillExpressions } from "./fill-expressions.ts";
import type { ParsedWorkflow } from "./parse-workflow.ts";

/** The environment of that name; it comes to exist when it is first named. */
export function ensureEnvironment(world: World, repository: Repository, name: string): Environment {
  const known = repository.environments.get(name.toLowerCase());
  if (known !== undefined) return known;
  const environment = { id: newId(world), name, createdAt: timestamp(world), rules: new Map() };
  repository.environments.set(name.toLowerCase(), environment);
  return environment;
}

/** Makes the deployments of jobs that name an environment, and asks the Apps that guard those. */
export async function enterEnvironments(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  jobs: ParsedWorkflow["jobs"],
): Promise<readonly Gate[]> {
  run.environments = [];
  run.gates = [];
  const context = { github: { event: run.payload, sha: run.headSha }, inputs: run.payload["inputs"] ?? {} };
  for (const { name: job, environment: wanted } of jobs) {
    const name = fillExpressions(wanted?.name ?? "", context).trim();
    if (wanted === undefined || name === "") continue;
    const environment = ensureEnvironment(world, repository, name);
    const deployment = wanted.deployment ? await deploy(world, repository, run, name) : undefined;
    const url = fillExpressions(wanted.url ?? "", context).trim();
    const entered: JobEnvironment = { job, deployment, url };
    run.environments.push(entered);
    run.gates.push(
      ...[...environment.rules.values()].map(({ app }) => ({
        environment: name,
        app,
        deployment,
        state: "waiting" as const,
      })),
    );
    await report(world, repository, run, entered, run.gates.length > 0 ? "pending" : "queued");
  }
  for (const gate of run.gates) ask(world, repository, run, gate);
  return run.gates;
}

/** What became of the jobs shows on the deployments that they made. */
export async function reportEnvironments(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  stateOf: (job: string) => string,
): Promise<void> {
  for (const entered of run.environments) await report(world, repository, run, entered, stateOf(entered.job));
}

async function deploy(world: World, repository: Repository, run: WorkflowRun, environment: string) {
  const wanted = {
    sha: run.headSha,
    ref: run.ref.replace(/^refs\/(heads|tags)\//, ""),
    task: "deploy",
    environment,
    description: null,
    payload: {},
    transient: false,
    production: environment === "production",
  };
  return addDeployment(world, repository, wanted, { account: world.actionsApp.bot, app: world.actionsApp, run });
}

async function report(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  { deployment, url }: JobEnvironment,
  state: string,
): Promise<void> {
  if (deployment === undefined) return;
  const logUrl = `${apiUrl(world, repository)}/actions/runs/${String(run.id)}`;
  const deployer = { account: world.actionsApp.bot, app: world.actionsApp, run };
  await addDeploymentStatus(world, repository, deployment, { state, logUrl, environmentUrl: url }, deployer);
}

/** Sends `deployment_protection_rule.requested` to the App alone that guards the environment. */
function ask(world: World, repository: Repository, run: WorkflowRun, { app, environment, deployment }: Gate): void {
  const pull = run.pullNumber === undefined ? undefined : repository.pulls.get(run.pullNumber);
  emitToInstallation(world, repository, app, {
    name: "deployment_protection_rule",
    sender: run.triggeringActor,
    payload: {
      action: "requested",
      environment,
      event: run.event,
      sha: run.headSha,
      ref: run.ref,
      deployment_callback_url: `${apiUrl(world, repository)}/actions/runs/${String(run.id)}/deployment_protection_rule`,
      deployment: deployment === undefined ? null : renderDeployment(world, repository, deployment),
      pull_requests: pull === undefined ? [] : [renderSimplePull(world, repository, pull)],
    },
  });
}

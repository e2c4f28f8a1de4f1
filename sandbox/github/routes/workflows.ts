import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { emitRepositoryEvent } from "../events/repository-event.ts";
import { nodeId, renderAccount } from "../render/account.ts";
import { apiUrl, renderRepository } from "../render/repository.ts";
import { renderRun, renderWorkflow } from "../render/run.ts";
import type { Gate, Workflow, WorkflowRun } from "../run-state.ts";
import {
  actorOf,
  appOf,
  found,
  NO_CONTENT,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
} from "../server/context.ts";
import { countedReply, paginate } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Json, Repository } from "../state.ts";
import { answerGate } from "../workflows/answer-gate.ts";
import { createRun } from "../workflows/create-run.ts";
import { ensureEnvironment } from "../workflows/environments.ts";
import type { ParsedWorkflow } from "../workflows/parse-workflow.ts";
import { listWorkflowFiles, queueDefaultBranchRuns, registerWorkflows } from "../workflows/queue-runs.ts";
import { rerun } from "../workflows/run-lifecycle.ts";

const MOST_INPUTS = 25;
const Dispatch = z.object({
  ref: z.string(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  return_run_details: z.boolean().default(false),
});
const GateAnswer = z.object({
  environment_name: z.string(),
  state: z.enum(["approved", "rejected"]).optional(),
  comment: z.string().max(1024).optional(),
});
const RepositoryDispatch = z.object({
  event_type: z.string().min(1).max(100),
  client_payload: z.record(z.string(), z.unknown()).default({}),
});

/** Routes of workflows and their runs. */
export function workflowRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/actions/workflows", ["actions:read"], async (context) => {
      const all = await registerWorkflows(context.world, context.repository);
      return countedReply(context, "workflows", all, (one) => renderWorkflow(context.world, context.repository, one));
    }),
    repositoryRoute("GET", "/actions/workflows/{workflow_id}", ["actions:read"], async (context) =>
      ok(renderWorkflow(context.world, context.repository, await workflowOf(context))),
    ),
    repositoryRoute("POST", "/actions/workflows/{workflow_id}/dispatches", ["actions:write"], dispatchWorkflow),
    ...(["enable", "disable"] as const).map((verb) =>
      repositoryRoute("PUT", `/actions/workflows/{workflow_id}/${verb}`, ["actions:write"], async (context) => {
        (await workflowOf(context)).state = verb === "enable" ? "active" : "disabled_manually";
        return NO_CONTENT;
      }),
    ),
    repositoryRoute("GET", "/actions/workflows/{workflow_id}/runs", ["actions:read"], async (context) => {
      const workflow = await workflowOf(context);
      return runsReply(context, (run) => run.workflow.id === workflow.id);
    }),
    repositoryRoute("GET", "/actions/runs", ["actions:read"], (context) => runsReply(context, () => true)),
    repositoryRoute("GET", "/actions/runs/{run_id}", ["actions:read"], async (context) =>
      ok(await renderRun(context.world, context.repository, runOf(context))),
    ),
    repositoryRoute("POST", "/actions/runs/{run_id}/rerun", ["actions:write"], rerunAll),
    repositoryRoute("POST", "/actions/runs/{run_id}/rerun-failed-jobs", ["actions:write"], rerunAll),
    repositoryRoute("GET", "/actions/runs/{run_id}/pending_deployments", ["actions:read"], (context) =>
      ok(
        runOf(context)
          .gates.filter(({ state }) => state === "waiting")
          .map((gate) => renderPending(context, gate)),
      ),
    ),
    repositoryRoute(
      "POST",
      "/actions/runs/{run_id}/deployment_protection_rule",
      ["deployments:write"],
      answerProtectionRule,
    ),
    repositoryRoute("POST", "/dispatches", ["contents:write"], dispatchRepository),
  ];
}

/** The workflow run that the path names. @throws ApiError 404 */
export function runOf(context: RepositoryContext): WorkflowRun {
  return found(context.repository.runs.get(numberParam(context, "run_id")));
}

async function answerProtectionRule(context: RepositoryContext) {
  const { environment_name: environment, state, comment = "" } = context.body(GateAnswer);
  const app = appOf(context);
  if (app === undefined) throw new ApiError(403, "You must authenticate via a GitHub App.");
  const run = runOf(context);
  await answerGate(context.world, context.repository, { run, app }, { environment, state, comment });
  return NO_CONTENT;
}

function renderPending({ world, repository }: RepositoryContext, { environment: name }: Gate): Json {
  const { id } = ensureEnvironment(world, repository, name);
  const url = `${apiUrl(world, repository)}/environments/${encodeURIComponent(name)}`;
  return {
    environment: { id, node_id: nodeId("EN", id), name, url, html_url: url },
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: false,
    reviewers: [],
  };
}

async function rerunAll(context: RepositoryContext) {
  await rerun(context.world, context.repository, runOf(context), actorOf(context));
  return { status: 201, body: {} };
}

async function workflowOf(context: RepositoryContext): Promise<Workflow> {
  const id = context.param("workflow_id");
  return found(
    (await registerWorkflows(context.world, context.repository)).find(
      (one) => String(one.id) === id || one.path === id || one.path.endsWith(`/${id}`),
    ),
  );
}

async function dispatchWorkflow(context: RepositoryContext) {
  const { world, repository } = context;
  const workflow = await workflowOf(context);
  const wish = context.body(Dispatch);
  const { git } = repository;
  const ref = [`refs/heads/${wish.ref}`, `refs/tags/${wish.ref}`, wish.ref].find((name) => git.refs.has(name));
  const sha = ref === undefined ? undefined : git.refs.get(ref);
  if (ref === undefined || sha === undefined) throw new ApiError(422, `No ref found for: ${wish.ref}`);
  if (workflow.state !== "active")
    throw new ApiError(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const parsed = (await listWorkflowFiles(repository, sha)).get(workflow.path);
  if (parsed === undefined || !parsed.triggers.some(({ event }) => event === "workflow_dispatch")) {
    throw new ApiError(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  const inputs = readInputs(parsed, wish.inputs);
  if (repository.executionProtection?.answer === "refusal") assertMayStart(repository, "workflow_dispatch");
  const sender = actorOf(context);
  const payload = { inputs, ref, workflow: workflow.path };
  emitRepositoryEvent(world, repository, { name: "workflow_dispatch", sender, payload });
  const run = await createRun(world, repository, {
    workflow,
    parsed,
    event: "workflow_dispatch",
    checkoutSha: sha,
    headSha: sha,
    headBranch: ref.replace(/^refs\/(heads|tags)\//, ""),
    headRepository: repository,
    ref,
    payload: { ...payload, repository: renderRepository(world, repository), sender: renderAccount(world, sender) },
    sender,
  });
  if (!wish.return_run_details) return NO_CONTENT;
  const { url, html_url } = await renderRun(world, repository, run);
  return ok({ workflow_run_id: run.id, run_url: url, html_url });
}

/** @throws ApiError 422 where a policy forbids the event; that GitHub answers a dispatch so is not documented */
function assertMayStart({ executionProtection }: Repository, event: string): void {
  if (executionProtection?.events.has(event) !== true) return;
  throw new ApiError(422, `Event '${event}' is not allowed to trigger Actions workflows`);
}

function readInputs(
  parsed: ParsedWorkflow,
  given: z.infer<typeof Dispatch>["inputs"],
): Readonly<Record<string, string>> {
  const declared = new Set(parsed.inputs.map(({ name }) => name));
  const unexpected = Object.keys(given).filter((name) => !declared.has(name));
  if (unexpected.length > 0) throw new ApiError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  if (Object.keys(given).length > MOST_INPUTS)
    throw new ApiError(422, `you may only define up to ${String(MOST_INPUTS)} \`inputs\``);
  const inputs: Record<string, string> = {};
  for (const { name, required, fallback } of parsed.inputs) {
    const value = given[name] ?? fallback;
    if (required && value === undefined) throw new ApiError(422, `Required input '${name}' not provided`);
    if (value !== undefined) inputs[name] = String(value);
  }
  return inputs;
}

async function dispatchRepository(context: RepositoryContext) {
  const { world, repository } = context;
  const { event_type: action, client_payload } = context.body(RepositoryDispatch);
  if (Object.keys(client_payload).length > 10)
    throw new ApiError(422, "No more than 10 properties are allowed; client_payload has more.");
  const sender = actorOf(context);
  const payload = { action, branch: repository.defaultBranch, client_payload };
  emitRepositoryEvent(world, repository, { name: "repository_dispatch", sender, payload });
  await queueDefaultBranchRuns(world, repository, {
    happening: { event: "repository_dispatch", action },
    payload,
    sender,
  });
  return NO_CONTENT;
}

async function runsReply(context: RepositoryContext, isWanted: (run: WorkflowRun) => boolean) {
  const { world, repository, url } = context;
  const asked = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const isCreated = createdFilter(asked("created"));
  const is = (wanted: string | undefined, ...values: (string | null)[]): boolean =>
    wanted === undefined || values.includes(wanted);
  const all = [...repository.runs.values()]
    .filter(
      (run) =>
        isWanted(run) &&
        is(asked("head_sha"), run.headSha) &&
        is(asked("branch"), run.headBranch) &&
        is(asked("event"), run.event) &&
        is(asked("actor"), run.actor.login) &&
        is(asked("check_suite_id"), String(run.suite.id)) &&
        is(asked("status"), run.status, run.conclusion) &&
        isCreated(run.createdAt),
    )
    .reverse();
  // one page is rendered, not all
  const { items, total, headers } = paginate(context, all);
  const rendered = await Promise.all(items.map((run) => renderRun(world, repository, run)));
  return ok({ total_count: total, workflow_runs: rendered }, headers);
}

/** `>=2026-01-01`, `<2026-01-01T00:00:00Z`, `2026-01-01..2026-02-01` or one day. */
function createdFilter(text: string | undefined): (at: string) => boolean {
  if (text === undefined) return () => true;
  const range = /^(.+)\.\.(.+)$/.exec(text);
  const [, from = "", to = ""] = range ?? [];
  const day = 86_400_000;
  const endOf = (date: string): number => Date.parse(date) + (date.length === 10 ? day - 1 : 0);
  if (range !== null) {
    return (at) => (from === "*" || Date.parse(at) >= Date.parse(from)) && (to === "*" || Date.parse(at) <= endOf(to));
  }
  const [, operator = "", date = ""] = /^(>=|<=|>|<)?(.+)$/.exec(text) ?? [];
  if (Number.isNaN(Date.parse(date))) throw new ApiError(422, "Validation Failed");
  return (at) => {
    const time = Date.parse(at);
    if (operator === ">=") return time >= Date.parse(date);
    if (operator === ">") return time > endOf(date);
    if (operator === "<=") return time <= endOf(date);
    if (operator === "<") return time < Date.parse(date);
    return time >= Date.parse(date) && time <= endOf(date);
  };
}

import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { resolveCommit } from "../git/read-history.ts";
import { addCheckRun, emitCheckRun, emitCheckSuite, ensureCheckSuite, refreshSuite } from "../operations/checks.ts";
import { renderCheckRun, renderCheckSuite } from "../render/check.ts";
import { htmlUrl } from "../render/repository.ts";
import {
  actorOf,
  appOf,
  created,
  found,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
} from "../server/context.ts";
import { countedReply, pageReply, paginate } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { App, CheckRun, CheckSuite, Json } from "../state.ts";
import { newId, timestamp } from "../world.ts";

/** Lengths as GitHub's description gives them. */
const Annotation = z.object({
  path: z.string(),
  start_line: z.number().int(),
  end_line: z.number().int(),
  start_column: z.number().int().optional(),
  end_column: z.number().int().optional(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string().max(65_536),
  title: z.string().max(255).optional(),
  raw_details: z.string().max(65_536).optional(),
});
const Output = z.object({
  title: z.string().max(255).optional(),
  summary: z.string().max(65_535),
  text: z.string().max(65_535).optional(),
  annotations: z.array(Annotation).max(50).default([]),
  images: z.array(z.object({ alt: z.string(), image_url: z.string(), caption: z.string().optional() })).optional(),
});
const Action = z.object({ label: z.string().max(20), description: z.string().max(40), identifier: z.string().max(20) });
const CONCLUSION = z.enum([
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "stale",
  "timed_out",
]);
const Fields = {
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed", "waiting", "requested", "pending"]).optional(),
  conclusion: CONCLUSION.optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: Output.optional(),
  actions: z.array(Action).max(3).optional(),
};
const NewCheckRun = z.object({ name: z.string(), head_sha: z.string(), ...Fields });
const CheckRunChange = z.object({ name: z.string().optional(), ...Fields });
type Change = z.infer<typeof CheckRunChange>;

/** Routes of check runs and check suites. */
export function checkRoutes(): readonly Route[] {
  return [
    repositoryRoute("POST", "/check-runs", ["checks:write"], createCheckRun),
    repositoryRoute("PATCH", "/check-runs/{check_run_id}", ["checks:write"], changeCheckRun),
    repositoryRoute("GET", "/check-runs/{check_run_id}", ["checks:read"], (context) =>
      ok(renderCheckRun(context.world, context.repository, checkRunOf(context))),
    ),
    repositoryRoute("GET", "/check-runs/{check_run_id}/annotations", ["checks:read"], (context) =>
      pageReply(context, checkRunOf(context).annotations, (annotation) => annotation),
    ),
    repositoryRoute("POST", "/check-runs/{check_run_id}/rerequest", ["checks:write"], (context) => {
      const run = checkRunOf(context);
      if (run.status !== "completed") throw new ApiError(422, "This check run is not rerequestable");
      emitCheckRun(context.world, context.repository, run, { action: "rerequested", sender: actorOf(context) });
      return created({});
    }),
    repositoryRoute("GET", "/check-suites/{check_suite_id}", ["checks:read"], async (context) =>
      ok(await renderCheckSuite(context.world, context.repository, suiteOf(context))),
    ),
    repositoryRoute("GET", "/check-suites/{check_suite_id}/check-runs", ["checks:read"], (context) => {
      const suite = suiteOf(context);
      const all = context.repository.checkRunsBySha.get(suite.headSha) ?? [];
      return checkRunsReply(
        context,
        all.filter((run) => run.suite.id === suite.id),
      );
    }),
    repositoryRoute("POST", "/check-suites/{check_suite_id}/rerequest", ["checks:write"], async (context) => {
      await emitCheckSuite(context.world, context.repository, suiteOf(context), "rerequested", actorOf(context));
      return created({});
    }),
    repositoryRoute("GET", "/commits/{ref}/check-runs", ["checks:read"], async (context) => {
      const sha = await commitOf(context);
      return checkRunsReply(context, context.repository.checkRunsBySha.get(sha) ?? []);
    }),
    repositoryRoute("GET", "/commits/{ref}/check-suites", ["checks:read"], async (context) => {
      const { world, repository, url } = context;
      const appId = url.searchParams.get("app_id");
      const all = (repository.checkSuitesBySha.get(await commitOf(context)) ?? []).filter(
        ({ app }) => appId === null || String(app.id) === appId,
      );
      const { items, total, headers } = paginate(context, all);
      const rendered = await Promise.all(items.map((suite) => renderCheckSuite(world, repository, suite)));
      return ok({ total_count: total, check_suites: rendered }, headers);
    }),
  ];
}

async function commitOf(context: RepositoryContext): Promise<string> {
  const name = context.param("ref");
  const sha = await resolveCommit(context.repository.git, name, context.repository.defaultBranch);
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${name}`);
  return sha;
}

function checkRunOf(context: RepositoryContext): CheckRun {
  return found(context.repository.checkRuns.get(numberParam(context, "check_run_id")));
}

function suiteOf(context: RepositoryContext): CheckSuite {
  return found(context.repository.checkSuites.get(numberParam(context, "check_suite_id")));
}

function checkRunsReply(context: RepositoryContext, runs: readonly CheckRun[]) {
  const { searchParams } = context.url;
  const name = searchParams.get("check_name");
  const status = searchParams.get("status");
  const appId = searchParams.get("app_id");
  const kept = runs.filter(
    (run) =>
      (name === null || run.name === name) &&
      (status === null || run.status === status) &&
      (appId === null || String(run.app.id) === appId),
  );
  // the latest run of each name within its suite
  const latest = [...new Map(kept.map((run) => [`${String(run.suite.id)} ${run.name}`, run])).values()];
  const chosen = searchParams.get("filter") === "all" ? kept : latest;
  return countedReply(context, "check_runs", [...chosen].reverse(), (run) =>
    renderCheckRun(context.world, context.repository, run),
  );
}

function callingApp(context: RepositoryContext): App {
  const app = appOf(context);
  if (app === undefined) throw new ApiError(403, "You must authenticate via a GitHub App.");
  return app;
}

async function createCheckRun(context: RepositoryContext) {
  const { world, repository } = context;
  const app = callingApp(context);
  const wish = context.body(NewCheckRun);
  if ((await repository.git.read(wish.head_sha))?.type !== "commit") {
    throw new ApiError(422, `No commit found for SHA: ${wish.head_sha}`);
  }
  const branch = [...repository.git.refs].find(
    ([ref, sha]) => sha === wish.head_sha && ref.startsWith("refs/heads/"),
  )?.[0];
  const suite = ensureCheckSuite(world, repository, {
    app,
    sha: wish.head_sha,
    branch: branch?.slice("refs/heads/".length) ?? null,
  });
  const at = timestamp(world);
  const run: CheckRun = {
    id: newId(world),
    name: wish.name,
    headSha: wish.head_sha,
    app,
    suite,
    externalId: "",
    detailsUrl: undefined,
    status: "queued",
    conclusion: null,
    startedAt: at,
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  applyChange(context, run, wish);
  addCheckRun(repository, run);
  emitCheckRun(world, repository, run, { action: "created", sender: actorOf(context) });
  await announceCompletion(context, run);
  return created(renderCheckRun(world, repository, run));
}

async function changeCheckRun(context: RepositoryContext) {
  const run = checkRunOf(context);
  if (callingApp(context).id !== run.app.id)
    throw new ApiError(
      403,
      `Invalid app_id \`${String(run.app.id)}\` - check run can only be modified by the GitHub App that created it.`,
    );
  const before = run.status;
  applyChange(context, run, context.body(CheckRunChange));
  refreshSuite(context.repository, run.suite, timestamp(context.world));
  if (before !== "completed") await announceCompletion(context, run);
  return ok(renderCheckRun(context.world, context.repository, run));
}

async function announceCompletion(context: RepositoryContext, run: CheckRun): Promise<void> {
  if (run.status !== "completed") return;
  const { world, repository } = context;
  emitCheckRun(world, repository, run, { action: "completed", sender: actorOf(context) });
  if (run.suite.status === "completed")
    await emitCheckSuite(world, repository, run.suite, "completed", actorOf(context));
}

/** A conclusion completes the run; going back to another status takes the conclusion away. */
function applyChange(context: RepositoryContext, run: CheckRun, change: Change): void {
  const at = timestamp(context.world);
  if (change.status === "completed" && change.conclusion === undefined && run.conclusion === null) {
    throw new ApiError(422, `Invalid request.\n\nMissing required keys "conclusion".`);
  }
  if (change.conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = change.conclusion;
    run.completedAt = change.completed_at ?? at;
  } else if (change.status !== undefined && change.status !== "completed") {
    run.status = change.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  run.startedAt = change.started_at ?? run.startedAt;
  run.externalId = change.external_id ?? run.externalId;
  run.detailsUrl = change.details_url ?? run.detailsUrl;
  run.actions = change.actions ?? run.actions;
  const { output } = change;
  if (output === undefined) return;
  run.title = output.title ?? run.title;
  run.summary = output.summary;
  run.text = output.text ?? null;
  run.annotations.push(...output.annotations.map((annotation) => renderAnnotation(context, run, annotation)));
}

function renderAnnotation(context: RepositoryContext, run: CheckRun, annotation: z.infer<typeof Annotation>): Json {
  return {
    path: annotation.path,
    start_line: annotation.start_line,
    end_line: annotation.end_line,
    start_column: annotation.start_column ?? null,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
    blob_href: `${htmlUrl(context.world, context.repository)}/blob/${run.headSha}/${annotation.path}`,
  };
}

import { ApiError } from "../api-error.ts";
import { renderJob, renderRun } from "../render/run.ts";
import type { Job } from "../run-state.ts";
import { found, numberParam, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { countedReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import { completeRun } from "../workflows/run-lifecycle.ts";
import { runOf } from "./workflows.ts";

/** Routes of attempts and jobs of workflow runs. */
export function jobRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/actions/runs/{run_id}/jobs", ["actions:read"], (context) => {
      const run = runOf(context);
      const latest = context.url.searchParams.get("filter") !== "all";
      return jobsReply(
        context,
        run.jobs.filter(({ attempt }) => !latest || attempt === run.attempt),
      );
    }),
    repositoryRoute("GET", "/actions/runs/{run_id}/attempts/{attempt_number}", ["actions:read"], async (context) => {
      const run = runOf(context);
      const attempt = numberParam(context, "attempt_number");
      found(attempt >= 1 && attempt <= run.attempt ? attempt : undefined);
      const rendered = await renderRun(context.world, context.repository, run);
      return ok({ ...rendered, run_attempt: attempt });
    }),
    repositoryRoute("GET", "/actions/runs/{run_id}/attempts/{attempt_number}/jobs", ["actions:read"], (context) => {
      const wanted = numberParam(context, "attempt_number");
      return jobsReply(
        context,
        runOf(context).jobs.filter(({ attempt }) => attempt === wanted),
      );
    }),
    repositoryRoute("GET", "/actions/jobs/{job_id}", ["actions:read"], (context) => {
      const id = numberParam(context, "job_id");
      const runs = [...context.repository.runs.values()];
      const run = found(runs.find(({ jobs }) => jobs.some((job) => job.id === id)));
      return ok(renderJob(context.world, context.repository, run, found(run.jobs.find((job) => job.id === id))));
    }),
    repositoryRoute("POST", "/actions/runs/{run_id}/cancel", ["actions:write"], async (context) => {
      const run = runOf(context);
      if (run.status === "completed") throw new ApiError(409, "Cannot cancel a workflow run that is completed.");
      await completeRun(context.world, context.repository, run, { conclusion: "cancelled" });
      return { status: 202, body: {} };
    }),
  ];
}

function jobsReply(context: RepositoryContext, jobs: readonly Job[]) {
  const run = runOf(context);
  return countedReply(context, "jobs", jobs, (job) => renderJob(context.world, context.repository, run, job));
}

import { filesAt, nextId, type QuickRepository, type QuickRun } from "./quick-repository.ts";
import { NOT_FOUND, ok, type QuickAnswer, type QuickRequest, type QuickRoute, refused } from "./quick-route.ts";

/** Workflows and their runs. */
export function runRoutes(): readonly QuickRoute[] {
  return [
    ["POST", /^\/actions\/workflows\/([^/]+)\/dispatches$/, dispatch],
    [
      "GET",
      /^\/actions\/workflows\/([^/]+)\/runs$/,
      ({ repository, query }, [, workflow = ""]) => {
        const event = query.get("event");
        const branch = query.get("branch");
        const found = [...repository.runs.values()].filter(
          (run) =>
            run.workflow === workflow &&
            (event === null || run.event === event) &&
            (branch === null || run.branch === branch),
        );
        return ok({
          total_count: found.length,
          workflow_runs: found.slice(-100).map((run) => renderRun(repository, run)),
        });
      },
    ],
    [
      "GET",
      /^\/actions\/runs\/(\d+)$/,
      ({ repository }, [, id]) => {
        const run = repository.runs.get(Number(id));
        return run === undefined ? NOT_FOUND : ok(renderRun(repository, run));
      },
    ],
    ["GET", /^\/actions\/runs\/\d+\/artifacts$/, () => ok({ total_count: 0, artifacts: [] })],
  ];
}

function dispatch({ repository, body, now, app }: QuickRequest, [, workflow = ""]: RegExpExecArray): QuickAnswer {
  const branch = String(body["ref"]);
  const sha = repository.heads.get(branch);
  if (sha === undefined) return refused(`No ref found for: ${branch}`);
  if (filesAt(repository, branch)?.has(`.github/workflows/${workflow}`) !== true) return NOT_FOUND;
  const inputs = Object.fromEntries(
    Object.entries(Object(body["inputs"])).map(([name, value]) => [name, String(value)]),
  );
  const id = nextId();
  repository.runs.set(id, {
    id,
    number: repository.runs.size + 1,
    workflow,
    event: "workflow_dispatch",
    branch,
    sha,
    title: `${workflow} ${inputs["pawl-key"] ?? ""}`,
    actor: app,
    createdAt: now,
    updatedAt: now,
    inputs,
    status: "queued",
    conclusion: null,
  });
  return ok({ workflow_run_id: id, html_url: runUrl(repository, id) });
}

function renderRun(repository: QuickRepository, run: QuickRun) {
  return {
    id: run.id,
    run_number: run.number,
    run_attempt: 1,
    html_url: runUrl(repository, run.id),
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_sha: run.sha,
    head_branch: run.branch,
    path: `.github/workflows/${run.workflow}`,
    display_title: run.title,
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: { login: run.actor },
    repository: { id: 1 },
    head_repository: { id: 1, full_name: repository.name },
  };
}

function runUrl({ name }: QuickRepository, id: number): string {
  return `https://github.example/${name}/actions/runs/${String(id)}`;
}

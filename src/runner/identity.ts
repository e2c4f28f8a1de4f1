import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PawlError } from "../core/errors.ts";
import { Identity } from "../core/evidence/identity.ts";
import { toSafeText } from "../core/evidence/limits.ts";
import { checkedOutCommit } from "./git.ts";
import { readEvent } from "./read-event.ts";

/**
 * Who is writing: from `GITHUB_*`, `RUNNER_*` and the event file alone, never from the code that is trained.
 * On a pull request the commit is its head, not the test merge that `GITHUB_SHA` names.
 * Throws `INPUT_INVALID` outside of GitHub Actions.
 */
export function readIdentity(env: NodeJS.ProcessEnv): Identity {
  const event = readEvent(env);
  const runnerCommit = demand(env, "GITHUB_SHA");
  const commit = event.pull_request?.head.sha ?? event.merge_group?.head_sha ?? runnerCommit;
  const base = event.pull_request?.base.sha ?? event.merge_group?.base_sha;
  const workspace = env["GITHUB_WORKSPACE"];
  const checkout = workspace === undefined ? undefined : checkedOutCommit(workspace, env);
  const parsed = Identity.safeParse({
    repository: demand(env, "GITHUB_REPOSITORY"),
    commit,
    checkout: checkout ?? runnerCommit,
    ...(base === undefined ? {} : { base }),
    ref: name(demand(env, "GITHUB_REF"), 300),
    event: name(demand(env, "GITHUB_EVENT_NAME"), 60),
    ...(event.pull_request === undefined ? {} : { pullRequest: event.pull_request.number }),
    workflow: { name: name(env["GITHUB_WORKFLOW"], 300), path: workflowPath(env) },
    workflowRun: {
      id: Number(demand(env, "GITHUB_RUN_ID")),
      attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? "1"),
      number: Number(env["GITHUB_RUN_NUMBER"] ?? "0"),
      job: name(env["GITHUB_JOB"], 200),
    },
    actor: name(env["GITHUB_ACTOR"], 100),
    runner: {
      name: name(env["RUNNER_NAME"], 200),
      os: name(env["RUNNER_OS"], 40),
      arch: name(env["RUNNER_ARCH"], 40),
      ...(env["RUNNER_ENVIRONMENT"] === undefined ? {} : { environment: name(env["RUNNER_ENVIRONMENT"], 60) }),
    },
  });
  if (parsed.success) return parsed.data;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `the runner's environment does not identify this run: ${z.prettifyError(parsed.error).slice(0, 1000)}`,
    hint: "Pawl's actions have to run in GitHub Actions.",
    cause: parsed.error,
  });
}

function demand(env: NodeJS.ProcessEnv, variable: string): string {
  const value = env[variable];
  if (value !== undefined && value !== "") return value;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${variable} is not set`,
    hint: "Pawl's actions have to run in GitHub Actions, which sets it.",
  });
}

function name(value: string | undefined, max: number): string {
  const text = toSafeText((value ?? "").replace(/[\n\r\t]+/g, " ").trim(), max);
  return text === "" ? "unknown" : text;
}

/** `acme/demo/.github/workflows/train.yml@refs/heads/main` → `.github/workflows/train.yml`; empty where it is not known. */
function workflowPath(env: NodeJS.ProcessEnv): string {
  const told = /^[^/]+\/[^/]+\/([^@]+)@/.exec(env["GITHUB_WORKFLOW_REF"] ?? "")?.[1];
  if (told !== undefined) return toSafeText(told, 300);
  const workflow = env["GITHUB_WORKFLOW"] ?? "";
  // A workflow without a name is called by its path.
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(workflow)) return toSafeText(workflow, 300);
  const found = workflow === "" ? [] : workflowsNamed(workflow, env["GITHUB_WORKSPACE"]);
  return found.length === 1 ? toSafeText(found[0] ?? "", 300) : "";
}

function workflowsNamed(workflow: string, workspace: string | undefined): string[] {
  if (workspace === undefined) return [];
  const folder = ".github/workflows";
  try {
    return readdirSync(join(workspace, folder))
      .filter((file) => /\.ya?ml$/.test(file))
      .filter((file) => {
        const named = /^name:[ \t]*(["']?)(.*?)\1[ \t]*(?:#.*)?$/m.exec(
          readFileSync(join(workspace, folder, file), "utf8"),
        );
        return named?.[2] === workflow;
      })
      .map((file) => `${folder}/${file}`);
  } catch {
    return [];
  }
}

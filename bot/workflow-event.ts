import { z } from "zod";
import { PawlError } from "../src/core/errors.ts";
import type { Repository } from "../src/github/repository.ts";

/** What started the workflow, as the runner tells it. */
export interface WorkflowEvent {
  /** `pull_request`, `schedule`. */
  readonly name: string;
  /** The event file, as GitHub wrote it. */
  readonly payload: Payload;
  readonly repository: Repository;
  /** `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string;
  /** The workflow file that runs, `acme/flights/.github/workflows/pawl-bot.yml@refs/heads/main`. */
  readonly workflowRef: string;
  /** Tells this attempt of the workflow run from every other. */
  readonly runKey: string;
}

const Head = z.looseObject({ repo: z.looseObject({ full_name: z.string() }).nullish() });
const Payload = z.looseObject({
  action: z.string().optional(),
  repository: z.looseObject({ full_name: z.string(), default_branch: z.string().optional() }).optional(),
  pull_request: z.looseObject({ number: z.number().int(), head: Head }).optional(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
});
export type Payload = z.infer<typeof Payload>;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads what the runner says of the event.
 *
 * @param readFile Reads the file of `GITHUB_EVENT_PATH`.
 * @throws `INPUT_INVALID` outside of a workflow.
 */
export function readWorkflowEvent(env: Env, readFile: (path: string) => string): WorkflowEvent {
  const [owner, repo] = demand(env, "GITHUB_REPOSITORY").split("/");
  if (owner === undefined || repo === undefined) throw missing("GITHUB_REPOSITORY");
  return {
    name: demand(env, "GITHUB_EVENT_NAME"),
    payload: readPayload(readFile(demand(env, "GITHUB_EVENT_PATH"))),
    repository: { owner, repo },
    ref: demand(env, "GITHUB_REF"),
    workflowRef: demand(env, "GITHUB_WORKFLOW_REF"),
    runKey: `${demand(env, "GITHUB_RUN_ID")}-${env["GITHUB_RUN_ATTEMPT"] ?? "1"}`,
  };
}

/** File name of the workflow that runs, `pawl-bot.yml`. */
export function workflowFileOf({ workflowRef }: WorkflowEvent): string {
  return workflowRef.replace(/@.*$/, "").split("/").at(-1) ?? "";
}

function readPayload(text: string): Payload {
  try {
    return Payload.parse(JSON.parse(text));
  } catch (cause) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "The event file is no event of GitHub's",
      hint: "The bot runs as a step of a workflow: see templates/workflows/pawl-bot.yml.",
      cause,
    });
  }
}

function demand(env: Env, variable: string): string {
  const value = env[variable];
  if (value === undefined || value === "") throw missing(variable);
  return value;
}

function missing(variable: string): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message: `${variable} is not set`,
    hint: "The bot runs as a step of a workflow: see templates/workflows/pawl-bot.yml.",
  });
}

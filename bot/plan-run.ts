import { PawlError } from "../src/core/errors.ts";
import { formatRepository } from "../src/github/repository.ts";
import { BOT_EVENTS } from "./bot-events.ts";
import type { BotCredentials } from "./inputs.ts";
import type { WorkflowEvent } from "./workflow-event.ts";

export type RunPlan =
  /** Hand the event to the App's handlers, as a webhook would. */
  | { readonly kind: "event" }
  /** Look for what no event told. */
  | { readonly kind: "sweep" }
  | { readonly kind: "pull-request"; readonly number: number }
  /** Start the same workflow on the default branch, where it has the App's key. */
  | { readonly kind: "hand-over"; readonly number: number }
  | { readonly kind: "leave"; readonly notice: string };

/**
 * What a workflow run of the bot is for.
 *
 * @throws `INPUT_INVALID` for `pull_request_target`, for an event that the bot has no use for, and where the App's key is
 *   given to code that is not the default branch's.
 */
export function planRun(event: WorkflowEvent, kind: BotCredentials["kind"], defaultBranch: string): RunPlan {
  const { name, payload, repository } = event;
  if (name === "pull_request_target") {
    throw invalid(
      "The bot does not run on pull_request_target",
      "Use pull_request, as templates/workflows/pawl-bot.yml does.",
    );
  }
  const known = Object.hasOwn(BOT_EVENTS, name) ? BOT_EVENTS[name] : undefined;
  if (known === undefined) {
    throw invalid(
      `The bot has no use for the event ${name.slice(0, 60)}`,
      `Events: ${Object.keys(BOT_EVENTS).join(", ")}.`,
    );
  }
  if (kind === "app") assertDefaultBranch(event, defaultBranch);
  const pull = payload.pull_request;
  if (pull !== undefined && pull.head.repo?.full_name !== formatRepository(repository)) {
    return {
      kind: "leave",
      notice: `Pull request ${String(pull.number)} comes from a fork, whose token may only read. It is looked at when one of its workflow runs ends, and with the next scheduled run.`,
    };
  }
  if (kind === "messenger") {
    if (pull !== undefined) return { kind: "hand-over", number: pull.number };
    throw invalid(
      "The input app-id is set, but private-key is empty",
      "The job has to use the environment that holds the key as a secret; see docs/bot.md.",
    );
  }
  if (known.does === "look at what it names") return { kind: "event" };
  const number = readNumber(payload.inputs?.["pull-request"]);
  return number === undefined ? { kind: "sweep" } : { kind: "pull-request", number };
}

/**
 * The key signs as the App, so it works for reviewed code alone. A workflow that has it under another ref could use it
 * without us: the environment that holds it has to be restricted to the default branch. This tells whoever forgot that.
 */
function assertDefaultBranch({ name, ref, workflowRef }: WorkflowEvent, defaultBranch: string): void {
  const wanted = `refs/heads/${defaultBranch}`;
  if (ref === wanted && workflowRef.endsWith(`@${wanted}`)) return;
  throw invalid(
    `The App's key is used by the workflow of ${defaultBranch} alone, and ${name} runs here with that of ${ref}`,
    "Keep the key in an environment that is restricted to the default branch, and let pull requests hand over as templates/workflows/pawl-bot.yml does.",
  );
}

function readNumber(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw invalid(
    "The input pull-request is no number of a pull request",
    "Give a number, or leave it empty to look at everything.",
  );
}

function invalid(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}

import { randomUUID } from "node:crypto";
import { PRIVATE_KEY_HINT, parsePrivateKey } from "../app/parse-private-key.ts";
import type { Credentials } from "../app/settings.ts";
import { PawlError } from "../src/core/errors.ts";

/** Who the bot is on GitHub. */
export type BotCredentials =
  /** The job's own token: whatever the repository's workflows may do. */
  | { readonly kind: "job"; readonly token: string }
  | { readonly kind: "app"; readonly credentials: Credentials }
  /** There is an App, but this job has no key of it, only its token to ask for a job that has one. */
  | { readonly kind: "messenger"; readonly token: string };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the action's inputs.
 *
 * @throws `INPUT_INVALID`, naming the input and what to do.
 */
export function readCredentials(env: Env): BotCredentials {
  const appId = input(env, "app-id");
  const privateKey = input(env, "private-key");
  if (appId !== undefined && privateKey !== undefined) return { kind: "app", credentials: appOf(appId, privateKey) };
  if (privateKey !== undefined) throw invalid("app-id", "is not set, but private-key is", "Give both, or neither.");
  const token = input(env, "github-token");
  if (token === undefined)
    throw invalid("github-token", "is empty", "Leave it out: its default is the job's own token.");
  // Installation tokens, the job's among them, begin with ghs_; what belongs to a person cannot post checks.
  if (/^(ghp|gho|ghu|ghr|github_pat)_/.test(token)) {
    throw invalid("github-token", "is a person's token", "Leave it out, or give app-id and private-key of an App.");
  }
  return { kind: appId === undefined ? "job" : "messenger", token };
}

function appOf(appId: string, privateKey: string): Credentials {
  if (!/^[1-9]\d*$/.test(appId)) {
    throw invalid("app-id", "is not a number", "It is the App ID on the App's settings page.");
  }
  try {
    // Nothing comes in over HTTP here, so nobody knows the secret.
    return { appId: Number(appId), privateKey: parsePrivateKey(privateKey), webhookSecret: randomUUID() };
  } catch (cause) {
    throw invalid("private-key", "is not a private key in PEM", PRIVATE_KEY_HINT, cause);
  }
}

/** The runner puts inputs into the environment of JavaScript actions. */
function input(env: Env, name: string): string | undefined {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
  return value === "" ? undefined : value;
}

function invalid(name: string, what: string, hint: string, cause?: unknown): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message: `The input ${name} ${what}`, hint, cause });
}

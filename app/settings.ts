import { PawlError } from "../src/core/errors.ts";
import { normalizeApiUrl } from "../src/github/octokit.ts";
import type { PackageReaderOptions } from "../src/oci/create-package-reader.ts";
import { readRegistryEnvironment } from "../src/oci/read-registry-environment.ts";
import { PRIVATE_KEY_HINT, parsePrivateKey } from "./parse-private-key.ts";

/** Everything that the environment says, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
  readonly logFormat: "pretty" | "json";
  /** Undefined: GitHub's own. */
  readonly apiUrl: string | undefined;
  readonly sweepSeconds: number;
  /** Which registries may be asked whether a package can be pulled. */
  readonly packages: PackageReaderOptions;
  /** Undefined: none at all, so the App has to be registered first. */
  readonly credentials: Credentials | undefined;
  /** Distances between writes, for tests and benchmarks against a stand-in that has no limits; GitHub's if not given. */
  readonly writeGapMs: number | undefined;
}

export interface Credentials {
  readonly appId: number;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Probot falls back to this one when there is none, so everybody can sign with it. */
const KNOWN_SECRET = "development";
/** Shorter ones are found by trying. */
const MIN_SECRET_LENGTH = 8;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment.
 *
 * @param readFile Reads the file of `PRIVATE_KEY_PATH`.
 * @throws `INPUT_INVALID`, naming the variable and what to do.
 */
export function readSettings(env: Env, readFile: (path: string) => string): Settings {
  const settings = {
    port: readNumber(env, "PORT", 3000, 65535),
    host: given(env, "HOST") ?? "localhost",
    logLevel: readLogLevel(env),
    logFormat: given(env, "LOG_FORMAT") === "json" ? ("json" as const) : ("pretty" as const),
    apiUrl: readApiUrl(env),
    packages: readRegistryEnvironment(env),
    sweepSeconds: readNumber(env, "PAWL_SWEEP_SECONDS", 600, 7 * 24 * 3600),
    writeGapMs:
      given(env, "PAWL_WRITE_GAP_MS") === undefined ? undefined : readNumber(env, "PAWL_WRITE_GAP_MS", 0, 60_000),
  };
  return { ...settings, credentials: readCredentials(env, readFile) };
}

function readCredentials(env: Env, readFile: (path: string) => string): Credentials | undefined {
  const appId = given(env, "APP_ID");
  const hasKey = given(env, "PRIVATE_KEY") !== undefined || given(env, "PRIVATE_KEY_PATH") !== undefined;
  if (appId === undefined && !hasKey) return undefined;
  if (appId === undefined) throw missing("APP_ID", "Set it to the App ID on the App's settings page.");
  if (!/^[1-9]\d*$/.test(appId))
    throw invalid("APP_ID", "is not a number", "It is the App ID on the App's settings page.");
  if (!hasKey) {
    throw missing(
      "PRIVATE_KEY",
      "Set PRIVATE_KEY to the PEM text of the App's private key, or PRIVATE_KEY_PATH to its file.",
    );
  }
  return { appId: Number(appId), privateKey: readPrivateKey(env, readFile), webhookSecret: readWebhookSecret(env) };
}

function readWebhookSecret(env: Env): string {
  const hint =
    "Make one with `openssl rand -hex 32`, set WEBHOOK_SECRET to it, and enter the same one as the webhook secret on the App's settings page.";
  const secret = given(env, "WEBHOOK_SECRET");
  if (secret === undefined) throw missing("WEBHOOK_SECRET", hint);
  if (secret === KNOWN_SECRET) {
    throw invalid("WEBHOOK_SECRET", `is "${KNOWN_SECRET}", Probot's default, which everybody knows`, hint);
  }
  if (secret.length < MIN_SECRET_LENGTH) {
    throw invalid("WEBHOOK_SECRET", `has fewer than ${String(MIN_SECRET_LENGTH)} characters`, hint);
  }
  return secret;
}

function readPrivateKey(env: Env, readFile: (path: string) => string): string {
  const inline = given(env, "PRIVATE_KEY");
  const variable = inline === undefined ? "PRIVATE_KEY_PATH" : "PRIVATE_KEY";
  try {
    return parsePrivateKey(inline ?? readFile(given(env, "PRIVATE_KEY_PATH") ?? ""));
  } catch (cause) {
    const why =
      cause instanceof Error && "code" in cause && cause.code === "ENOENT"
        ? "names a file that does not exist"
        : "is not a private key in PEM";
    throw invalid(variable, why, PRIVATE_KEY_HINT, cause);
  }
}

function readApiUrl(env: Env): string | undefined {
  const apiUrl = given(env, "GITHUB_API_URL");
  if (apiUrl !== undefined) return checkUrl("GITHUB_API_URL", normalizeApiUrl(apiUrl));
  const host = given(env, "GHE_HOST");
  return host === undefined
    ? undefined
    : checkUrl("GHE_HOST", `${given(env, "GHE_PROTOCOL") ?? "https"}://${host}/api/v3`);
}

function checkUrl(variable: string, url: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (protocol === "https:" || protocol === "http:") return url;
  throw invalid(variable, "is not an http or https address", "Set GITHUB_API_URL=https://github.example.com/api/v3.");
}

function readLogLevel(env: Env): LogLevel {
  const wanted = given(env, "LOG_LEVEL") ?? "info";
  const level = LOG_LEVELS.find((known) => known === wanted);
  if (level === undefined) throw invalid("LOG_LEVEL", "is not a level", `Set it to ${LOG_LEVELS.join(", ")}.`);
  return level;
}

function readNumber(env: Env, variable: string, otherwise: number, max: number): number {
  const text = given(env, variable);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && value <= max) return value;
  throw invalid(variable, "is not a number that fits", `Set it to a number from 0 to ${String(max)}.`);
}

function given(env: Env, variable: string): string | undefined {
  const value = env[variable];
  return value === undefined || value.trim() === "" ? undefined : value;
}

function missing(variable: string, hint: string): PawlError {
  return invalid(variable, "is not set", hint);
}

function invalid(variable: string, what: string, hint: string, cause?: unknown): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message: `${variable} ${what}`, hint, cause });
}

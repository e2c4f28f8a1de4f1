import { readFile } from "node:fs/promises";
import { hasSecretName } from "../redact.ts";

/** Code and configuration are small; what is larger is data. */
const MAX_SCANNED_BYTES = 2 * 1024 * 1024;
/** Shorter values occur by chance. */
const MIN_SECRET_LENGTH = 8;

/** Files that exist to hold a secret. */
const SECRET_FILE =
  /(^|\/)(\.env(\.[\w-]+)?|\.netrc|\.npmrc|\.pypirc|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|[^/]+\.(pem|p12|pfx|jks|keystore))$/i;

/** Formats that nothing but a secret has. Each is linear. */
const FORMATS: readonly (readonly [string, RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----/],
  ["a token of GitHub", /\b(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/],
  ["a key of AWS", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a token of Hugging Face", /\bhf_[A-Za-z0-9]{30,}/],
  ["a key of Google", /\bAIza[\w-]{35}/],
];

export interface SecretSearch {
  /** Inside the package. */
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
  /** The job's environment: a value of it that looks secret must not be in a file. */
  readonly env: NodeJS.ProcessEnv;
  /** Further secrets of the job. */
  readonly more: readonly string[];
}

/**
 * What in a file is a secret, in words that do not repeat it; `undefined` where nothing is. What is packed once can be
 * read for ever by whoever may pull.
 */
export async function findSecret({ path, absolute, bytes, env, more }: SecretSearch): Promise<string | undefined> {
  if (SECRET_FILE.test(path)) return "a name that only files with secrets have";
  if (bytes > MAX_SCANNED_BYTES) return undefined;
  const text = await readFile(absolute, "latin1");
  const format = FORMATS.find(([, pattern]) => pattern.test(text))?.[0];
  if (format !== undefined) return format;
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && hasSecretName(name) && holds(text, value)) return `the value of the variable ${name}`;
  }
  return more.some((secret) => holds(text, secret)) ? "a secret of this job" : undefined;
}

function holds(text: string, secret: string): boolean {
  const value = Buffer.from(secret.trim(), "utf8").toString("latin1");
  return value.length >= MIN_SECRET_LENGTH && text.includes(value);
}

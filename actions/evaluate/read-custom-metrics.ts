import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PawlError } from "../../src/core/errors.ts";
import { label } from "../../src/core/evidence/limits.ts";
import { parseStrictJson } from "../../src/core/evidence/strict-json.ts";

const MAX_METRICS = 200;
const MAX_BYTES = 1024 * 1024;
const Name = label();

/** Numbers of a JSON file by name; nested ones are named `outer.inner`. Throws `PREDICTIONS_INVALID` or `EVIDENCE_INVALID`. */
export async function readCustomMetrics(folder: string, path: string): Promise<Record<string, number>> {
  const bytes = await readFile(resolve(folder, path)).catch((cause: unknown) => {
    throw refusal(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if (bytes.byteLength > MAX_BYTES) throw refusal(`${path} is larger than 1 MiB`);
  const entries = flatten(parseStrictJson(bytes, path), "");
  const wrong = entries.find(([name, value]) => typeof value !== "number" || !Name.safeParse(name).success);
  if (wrong !== undefined) throw refusal(`${path}: "${wrong[0].slice(0, 60)}" is not a number under a one-line name`);
  if (entries.length > MAX_METRICS) throw refusal(`${path} has more than ${String(MAX_METRICS)} metrics`);
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])));
}

function flatten(value: unknown, prefix: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[prefix, value]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix === "" ? key : `${prefix}.${key}`));
}

function refusal(message: string): PawlError {
  return new PawlError({
    code: "PREDICTIONS_INVALID",
    message,
    hint: '`custom-metrics` must be a JSON object of numbers, like {"revenue": 12.5}.',
  });
}

import { readFileSync } from "node:fs";
import { z } from "zod";
import { PawlError } from "../core/errors.ts";

// Not strict: GitHub's payloads have hundreds of keys, and more every month.
const Event = z.object({
  pull_request: z
    .object({ number: z.number(), head: z.object({ sha: z.string() }), base: z.object({ sha: z.string() }) })
    .optional(),
  merge_group: z.object({ head_sha: z.string(), base_sha: z.string() }).optional(),
  /** Of a dispatch. */
  inputs: z.record(z.string(), z.unknown()).nullish(),
});
export type Event = z.infer<typeof Event>;

/** What started this workflow run, as the runner's event file has it; empty where there is none. Throws `INPUT_INVALID`. */
export function readEvent(env: NodeJS.ProcessEnv): Event {
  const file = env["GITHUB_EVENT_PATH"];
  if (file === undefined || file === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw unreadable(file, cause);
  }
  const parsed = Event.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unreadable(file, parsed.error);
}

function unreadable(file: string, cause: unknown): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message: `${file}, the event file of this workflow run, cannot be read`,
    hint: "GITHUB_EVENT_PATH is set by the runner; a job in a container needs its folder mounted.",
    cause,
  });
}

import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PawlError } from "../core/errors.ts";
import type { Identity } from "../core/evidence/identity.ts";

/** What is kept beside the checkout, at most. */
const KEPT_RUNS = 20;
const KEPT_DAYS = 30;
const FOLDER = "pawl-kept";

/**
 * The folder in which evidence, log and predictions of a run stay: `<kept>/run.json`, `<kept>/evaluation.json`,
 * `<kept>/log.txt`. It lies beside the checkout, not in it (the next checkout cleans that) and not in `RUNNER_TEMP`
 * (which is emptied when the job ends), so that on a self-hosted runner it survives the job. Created if it does not
 * exist, readable by its owner alone. Older ones are removed: 20 stay, for at most 30 days.
 * Throws `INPUT_INVALID` where no folder can be created.
 */
export function keptFolder({
  env,
  identity,
  model,
  key,
  now,
}: {
  readonly env: NodeJS.ProcessEnv;
  readonly identity: Identity;
  readonly model: string;
  readonly key?: string | undefined;
  readonly now: Date;
}): string {
  const { id, attempt } = identity.workflowRun;
  const name = `${String(id)}-${String(attempt)}-${model}${key === undefined ? "" : `-${key}`}`;
  const faults: string[] = [];
  for (const parent of parents(env)) {
    const folder = join(parent, FOLDER, name);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      removeOld(join(parent, FOLDER), name, now);
      return folder;
    } catch (error) {
      faults.push(`${folder} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `no folder can be created to keep this run in: ${faults.join(", ")}`,
    hint: "The folder that holds the checkout, or RUNNER_TEMP, must be writable.",
  });
}

function parents(env: NodeJS.ProcessEnv): string[] {
  const workspace = env["GITHUB_WORKSPACE"];
  const temporary = env["RUNNER_TEMP"];
  return [...(workspace === undefined ? [] : [dirname(workspace)]), ...(temporary === undefined ? [] : [temporary])];
}

function removeOld(folder: string, current: string, now: Date): void {
  const oldest = now.getTime() - KEPT_DAYS * 86_400_000;
  const kept = readdirSync(folder)
    .filter((name) => name !== current)
    .map((name) => ({ name, time: modified(join(folder, name)) }))
    .sort((a, b) => b.time - a.time);
  for (const [index, { name, time }] of kept.entries()) {
    if (index < KEPT_RUNS - 1 && time >= oldest) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Another job may be reading or removing it; the next run tries again.
    }
  }
}

function modified(path: string): number {
  try {
    return lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

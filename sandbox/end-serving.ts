import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { kill } from "node:process";
import { z } from "zod";
import { endMarkedProcesses } from "./runner/end-marked-processes.ts";

/** A deployment's job gets the folder in which it keeps what serves in this variable, and so does every server that it starts. */
export const SERVING_VARIABLE = "SERVING_STATE";

const Running = z.object({ pid: z.int().positive() });

/**
 * Ends the model's servers that deployments left running, as the machine's owner would: the one that serves, and one that an
 * interrupted deployment was just trying. Nothing where there is none.
 */
export async function endServing(stateFolder: string): Promise<void> {
  if ((await endMarkedProcesses(`${SERVING_VARIABLE}=${stateFolder}`)) > 0) return;
  // Without a /proc there is only what the deployment has written down.
  const text = await readFile(join(stateFolder, "running.json"), "utf8").catch(() => undefined);
  if (text === undefined) return;
  try {
    kill(Running.parse(JSON.parse(text)).pid, "SIGTERM");
  } catch {
    // It is gone already.
  }
}

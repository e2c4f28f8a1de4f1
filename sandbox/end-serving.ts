import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { kill } from "node:process";
import { z } from "zod";

const Running = z.object({ pid: z.int().positive() });

/** Ends the model's server that a deployment left running, as the machine's owner would; nothing where there is none. */
export async function endServing(stateFolder: string): Promise<void> {
  const text = await readFile(join(stateFolder, "running.json"), "utf8").catch(() => undefined);
  if (text === undefined) return;
  try {
    kill(Running.parse(JSON.parse(text)).pid, "SIGTERM");
  } catch {
    // It is gone already.
  }
}

import { availableParallelism, totalmem } from "node:os";
import type { Environment } from "../../core/evidence/run-evidence.ts";
import { readGpu } from "./read-gpu.ts";
import { readPython } from "./read-python.ts";

export interface EnvironmentFacts {
  readonly environment: Environment;
  readonly notes: readonly string[];
}

/** What a command runs on. Never rejects: what cannot be found out is absent. */
export async function readEnvironment(request: Parameters<typeof readPython>[0]): Promise<EnvironmentFacts> {
  const [{ python, notes }, gpu] = await Promise.all([readPython(request), readGpu(request.env)]);
  return {
    environment: {
      ...(python === undefined ? {} : { python }),
      ...(gpu === undefined ? {} : { gpu }),
      ...machine(),
    },
    notes,
  };
}

/** Processors that may be used and memory in MiB, as the container allows where it sets a limit. */
export function machine(): Pick<Environment, "cpuCount" | "memoryMiB"> {
  const constrained = process.constrainedMemory();
  // Without a limit the kernel answers with a number larger than any memory.
  const bytes = constrained > 0 && constrained < totalmem() ? constrained : totalmem();
  return { cpuCount: Math.max(1, availableParallelism()), memoryMiB: Math.max(1, Math.round(bytes / (1024 * 1024))) };
}

import { formatCacheKey } from "../../src/runner/format-cache-key.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { TrainInputs } from "./inputs.ts";

/** Decides what the cache steps of the action restore and save. Without a path to cache there is nothing to decide. */
export async function prepareTraining(env: NodeJS.ProcessEnv): Promise<number> {
  const inputs = readInputs(TrainInputs, env);
  if (inputs["cache-paths"].length === 0) return 0;
  const { key, restoreKeys } = await formatCacheKey({
    name: `${inputs.model}${inputs.key === undefined ? "" : `-${inputs.key}`}`,
    files: inputs["cache-key-files"],
    folder: inputs["working-directory"],
    paths: inputs["cache-paths"],
    env,
  });
  writeOutputs(
    { "cache-key": key, "cache-restore-keys": restoreKeys.join("\n"), "cache-paths": inputs["cache-paths"].join("\n") },
    env,
  );
  return 0;
}

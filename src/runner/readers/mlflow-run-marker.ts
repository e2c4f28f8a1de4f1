import { flattenValues, isPlainObject } from "./flatten-values.ts";

/** MLflow reads this variable (JSON of tags) and puts the tags on every run that the fluent API starts. */
const RUN_CONTEXT = "MLFLOW_RUN_CONTEXT";

/** The tag by which a run on a shared MLflow server is known to be the command's own. */
export const MLFLOW_RUN_TAG = "pawl.run";

/** The environment variable that makes MLflow tag the command's runs with `marker`; tags that were set already stay. */
export function mlflowRunMarker(env: NodeJS.ProcessEnv, marker: string): Record<string, string> {
  return { [RUN_CONTEXT]: JSON.stringify({ ...contextOf(env), [MLFLOW_RUN_TAG]: marker }) };
}

/** The marker in a command's environment; `undefined` where it has none. */
export function readMlflowRunMarker(env: NodeJS.ProcessEnv): string | undefined {
  return contextOf(env)[MLFLOW_RUN_TAG];
}

function contextOf(env: NodeJS.ProcessEnv): Record<string, string> {
  try {
    const context: unknown = JSON.parse(env[RUN_CONTEXT] ?? "{}");
    if (!isPlainObject(context)) return {};
    return Object.fromEntries(flattenValues(context, ".").map(({ name, value }) => [name, String(value)]));
  } catch {
    // MLflow itself ignores a context that is not JSON.
    return {};
  }
}

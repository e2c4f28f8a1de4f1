import type { Identity } from "../../src/core/evidence/identity.ts";
import type { ChildEnvironment } from "../../src/runner/child-environment.ts";
import { mlflowRunMarker } from "../../src/runner/readers/mlflow-run-marker.ts";

/**
 * The command's environment with the tag by which its runs on a shared MLflow server are known. The tag follows from
 * what the evidence says of itself, so that a kept run that is read again looks for the same one.
 */
export function markTraining(
  child: ChildEnvironment,
  training: { readonly identity: Identity; readonly model: string; readonly key?: string | undefined },
): ChildEnvironment {
  const { repository, workflowRun } = training.identity;
  const marker = [repository, workflowRun.id, workflowRun.attempt, training.model, training.key ?? ""].join("/");
  return { ...child, env: { ...child.env, ...mlflowRunMarker(child.env, marker) } };
}

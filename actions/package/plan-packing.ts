import { resolve } from "node:path";
import type { ModelPlan } from "../../src/core/config/project-config.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { findConfiguredModel } from "../../src/runner/find-configured-model.ts";
import { createRedact, type Redact } from "../../src/runner/redact.ts";
import { workingFolder } from "../../src/runner/working-folder.ts";
import { type Destination, planDestination } from "./destination.ts";
import type { PackageInputs } from "./inputs.ts";

/** Everything that is known before anything is read. */
export interface PackingJob {
  readonly inputs: PackageInputs;
  readonly identity: Identity;
  /** Where evidence stays. */
  readonly kept: string;
  readonly workspace: string;
  /** The input `working-directory`. */
  readonly folder: string;
  /** Undefined: `.github/pawl.yml` does not have the model. */
  readonly plan: ModelPlan | undefined;
  readonly destination: Destination;
  readonly redact: Redact;
  /** Secrets of this job that no file may hold. */
  readonly secrets: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Sentences for the evidence; grows. */
  readonly notes: string[];
}

/** @throws `INPUT_INVALID` or `CONFIG_INVALID` where an input names something that cannot be used. */
export function planPacking(
  inputs: PackageInputs,
  { identity, kept, env }: { readonly identity: Identity; readonly kept: string; readonly env: NodeJS.ProcessEnv },
): PackingJob {
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const folder = workingFolder(workspace, inputs["working-directory"]);
  const secrets = [inputs["github-token"], inputs.password].flatMap((secret) => secret ?? []);
  const configured = findConfiguredModel(workspace, inputs.model, "nobody will register the package");
  // A package without its code is another package, so it is not made by mistake.
  if (configured.error !== undefined) throw configured.error;
  return {
    inputs,
    identity,
    kept,
    workspace,
    folder,
    plan: configured.model,
    destination: planDestination(inputs, { identity, folder, env }),
    redact: createRedact(env, secrets),
    secrets,
    env,
    notes: [...configured.notes],
  };
}

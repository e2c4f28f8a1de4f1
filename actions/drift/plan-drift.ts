import { resolve } from "node:path";
import type { DatasetPlan } from "../../src/core/config/project-config.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { chooseDataset, onlyDataset } from "../../src/runner/datasets/choose-dataset.ts";
import { readProject } from "../../src/runner/read-project.ts";
import { createRedact, type Redact } from "../../src/runner/redact.ts";
import { workingFolder } from "../../src/runner/working-folder.ts";
import type { DriftInputs } from "./inputs.ts";

/** Everything that is known before anything is read. */
export interface DriftJob {
  readonly inputs: DriftInputs;
  readonly identity: Identity;
  /** The input `working-directory`. */
  readonly folder: string;
  /** The dataset; `undefined` where only paths are compared. */
  readonly plan: DatasetPlan | undefined;
  /** Key of the evidence. */
  readonly key: string | undefined;
  readonly fromLedger: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** URLs may carry keys, and messages name URLs. */
  readonly redact: Redact;
  /** Sentences for the evidence; grows. */
  readonly notes: string[];
}

/** Throws `INPUT_INVALID` or `CONFIG_INVALID` where it is not clear what is to be compared with what. */
export function planDrift(inputs: DriftInputs, identity: Identity, env: NodeJS.ProcessEnv): DriftJob {
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const folder = workingFolder(workspace, inputs["working-directory"]);
  const fromLedger = inputs.reference.includes("ledger");
  if (fromLedger && inputs.reference.length > 1) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: 'input "reference": "ledger" and files cannot be the reference together',
      hint: "Name either the word `ledger` alone, or one batch a line.",
    });
  }
  const project = readProject(workspace);
  const plan =
    fromLedger || inputs.dataset !== undefined
      ? chooseDataset(project, inputs, true).plan
      : onlyDataset(project, inputs.model);
  return {
    inputs,
    identity,
    folder,
    plan,
    key: inputs.key ?? plan?.key,
    fromLedger,
    env,
    redact: createRedact(env, inputs["github-token"] === undefined ? [] : [inputs["github-token"]]),
    notes: [],
  };
}

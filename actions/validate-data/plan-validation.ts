import { join, relative, resolve, sep } from "node:path";
import type { DriftPlan } from "../../src/core/config/monitoring-plan.ts";
import type { DatasetPlan } from "../../src/core/config/project-config.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { chooseDataset } from "../../src/runner/datasets/choose-dataset.ts";
import { readProject } from "../../src/runner/read-project.ts";
import { createRedact, type Redact } from "../../src/runner/redact.ts";
import { workingFolder } from "../../src/runner/working-folder.ts";
import type { ValidateDataInputs } from "./inputs.ts";

/** Everything that is known before anything is read. */
export interface ValidationJob {
  readonly inputs: ValidateDataInputs;
  readonly identity: Identity;
  readonly workspace: string;
  /** The input `working-directory`. */
  readonly folder: string;
  readonly plan: DatasetPlan;
  /** When and how these data are looked at for drift, where they are. */
  readonly drift: DriftPlan | undefined;
  /** Name of the dataset and key of the evidence. */
  readonly dataset: string;
  /** What is to be read, and the folder to which it is relative. */
  readonly data: { readonly paths: readonly string[]; readonly folder: string };
  /** Relative to the workspace. */
  readonly contract: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** URLs may carry keys, and messages name URLs. */
  readonly redact: Redact;
  /** Sentences for the evidence; grows. */
  readonly notes: string[];
}

/** Throws `INPUT_INVALID` or `CONFIG_INVALID` where it is not clear which dataset is meant, or where it is. */
export function planValidation(inputs: ValidateDataInputs, identity: Identity, env: NodeJS.ProcessEnv): ValidationJob {
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const folder = workingFolder(workspace, inputs["working-directory"]);
  const project = readProject(workspace);
  const { plan, configured } = chooseDataset(project, inputs, inputs.data.length > 0);
  const { drift } = project?.models.find(({ name }) => name === inputs.model) ?? {};
  const notes = configured
    ? []
    : [`.github/pawl.yml does not have the dataset ${plan.name}: only a contract is checked.`];
  return {
    inputs,
    identity,
    workspace,
    folder,
    plan,
    drift: drift?.dataset === (plan.key ?? plan.name) ? drift : undefined,
    dataset: plan.key ?? plan.name,
    data: inputs.data.length > 0 ? { paths: inputs.data, folder } : { paths: [dataPath(plan)], folder: workspace },
    contract: contractPath(inputs, plan, { workspace, folder }),
    env,
    redact: createRedact(env, inputs["github-token"] === undefined ? [] : [inputs["github-token"]]),
    notes,
  };
}

/** A pointer stands for the data beside it. */
export function dataPath({ path }: Pick<DatasetPlan, "path">): string {
  return path.replace(/\.dvc$/, "");
}

function contractPath(
  { contract }: ValidateDataInputs,
  plan: DatasetPlan,
  { workspace, folder }: { readonly workspace: string; readonly folder: string },
): string | undefined {
  if (contract === "none") return undefined;
  if (contract === undefined) return plan.contract;
  return relative(workspace, join(folder, contract)).split(sep).join("/");
}

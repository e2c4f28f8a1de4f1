import { resolve } from "node:path";
import type { DriftPlan } from "../../src/core/config/monitoring-plan.ts";
import type { DatasetPlan, ModelPlan } from "../../src/core/config/project-config.ts";
import { findDriftBound } from "../../src/core/drift/drift-bound.ts";
import type { DriftBounds } from "../../src/core/drift/drift-rule.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { chooseDataset, onlyDataset } from "../../src/runner/datasets/choose-dataset.ts";
import { readEvent } from "../../src/runner/read-event.ts";
import { readProject } from "../../src/runner/read-project.ts";
import { createRedact, type Redact } from "../../src/runner/redact.ts";
import { workingFolder } from "../../src/runner/working-folder.ts";
import type { DriftInputs } from "./inputs.ts";
import { type DueCheck, planCheck } from "./plan-check.ts";

/** What the current data are compared with. */
export type ReferenceChoice =
  | { readonly kind: "champion" | "ledger" }
  | { readonly kind: "paths"; readonly paths: readonly string[] };

/** Everything that is known before anything is read. */
export interface DriftJob extends DueCheck {
  readonly inputs: DriftInputs;
  readonly identity: Identity;
  /** The input `working-directory`. */
  readonly folder: string;
  /** The model, where the configuration has it. */
  readonly model: ModelPlan | undefined;
  /** The dataset; `undefined` where only paths are compared. */
  readonly plan: DatasetPlan | undefined;
  /** Key of the evidence. */
  readonly key: string | undefined;
  readonly reference: ReferenceChoice;
  /** Of the ledger: at most so many reference batches. */
  readonly batches: number;
  /** Whether windows of the same weekday alone are the reference, and by whose clocks. */
  readonly weekly: DriftPlan["weekly"];
  readonly timeZone: string;
  readonly bounds: Partial<DriftBounds>;
  readonly env: NodeJS.ProcessEnv;
  /** URLs may carry keys, and messages name URLs. */
  readonly redact: Redact;
  /** Sentences for the evidence; grows. */
  readonly notes: string[];
}

/** Where and when the action runs. */
export interface DriftPlace {
  readonly identity: Identity;
  readonly env: NodeJS.ProcessEnv;
  readonly now: Date;
}

/** What `drift.batches` of the configuration is where nobody says otherwise. */
const MOST_BATCHES = 28;

/** Throws `INPUT_INVALID` or `CONFIG_INVALID` where it is not clear what is to be compared with what. */
export async function planDrift(inputs: DriftInputs, { identity, env, now }: DriftPlace): Promise<DriftJob> {
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const folder = workingFolder(workspace, inputs["working-directory"]);
  const project = readProject(workspace);
  const model = project?.models.find(({ name }) => name === inputs.model);
  const reference = chooseReference(inputs, model);
  const dataset = inputs.dataset ?? model?.drift?.dataset;
  const plan =
    reference.kind !== "paths" || dataset !== undefined
      ? chooseDataset(project, { model: inputs.model, dataset }, true).plan
      : onlyDataset(project, inputs.model);
  const key = readEvent(env).inputs?.["pawl-key"];
  const { due, notes } = await planCheck({
    inputs,
    drift: model?.drift,
    plan,
    key: typeof key === "string" ? key : undefined,
    scheduled: identity.event === "schedule",
    now,
  });
  return {
    ...due,
    inputs,
    identity,
    folder,
    model,
    plan,
    key: inputs.key ?? plan?.key,
    reference,
    batches: inputs.batches ?? model?.drift?.batches ?? MOST_BATCHES,
    weekly: model?.drift?.weekly ?? "auto",
    timeZone: model?.drift?.schedule?.timeZone ?? "UTC",
    bounds: { ...configuredBounds(model), ...Object.assign({}, ...inputs.bounds) },
    env,
    redact: createRedact(env, inputs["github-token"] === undefined ? [] : [inputs["github-token"]]),
    notes: [...notes],
  };
}

const WORDS = ["champion", "ledger"] as const;

function chooseReference({ reference }: DriftInputs, model: ModelPlan | undefined): ReferenceChoice {
  if (reference === undefined) return { kind: model?.drift?.reference === "champion" ? "champion" : "ledger" };
  const word = WORDS.find((known) => reference.includes(known));
  if (word === undefined) return { kind: "paths", paths: reference };
  if (reference.length === 1) return { kind: word };
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `input "reference": "${word}" and files cannot be the reference together`,
    hint: "Name either the word `champion` or `ledger` alone, or one batch a line.",
  });
}

/** The configuration was checked: its bounds exist, and are within their range. */
function configuredBounds(model: ModelPlan | undefined): Partial<DriftBounds> {
  return Object.fromEntries(
    Object.entries(model?.drift?.bounds ?? {}).flatMap(([name, value]) => {
      const bound = findDriftBound(name);
      return bound === undefined ? [] : [[bound.key, value]];
    }),
  );
}

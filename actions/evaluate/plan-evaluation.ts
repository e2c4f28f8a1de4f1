import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { matchPaths } from "../../src/core/config/match-paths.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { championAlias } from "../../src/core/registry/champion-alias.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { findConfiguredModel } from "../../src/runner/find-configured-model.ts";
import { listCheckout } from "../../src/runner/list-checkout.ts";
import { workingFolder } from "../../src/runner/working-folder.ts";
import type { EvaluateInputs } from "./inputs.ts";

/** Everything that is known before anything is run or read. */
export interface EvaluationJob {
  readonly inputs: EvaluateInputs;
  readonly identity: Identity;
  /** Where evidence and predictions stay. */
  readonly kept: string;
  readonly workspace: string;
  readonly folder: string;
  readonly slices: readonly string[];
  readonly evaluationCode: string | undefined;
  /** The alias whose holder is the champion. */
  readonly championAlias: string;
  readonly env: NodeJS.ProcessEnv;
  /** Sentences for the evidence; grows. */
  readonly notes: string[];
}

/** Throws `INPUT_INVALID` where an input names something that cannot be used. */
export async function planEvaluation(
  inputs: EvaluateInputs,
  identity: Identity,
  kept: string,
  env: NodeJS.ProcessEnv,
): Promise<EvaluationJob> {
  if (inputs["champion-package"] !== undefined && ["auto", "none"].includes(inputs.champion)) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "champion-package" says that the champion was judged again, and input "champion" names no file`,
      hint: "Let champion name the file with the champion's predictions of this test data.",
    });
  }
  const workspace = resolve(env["GITHUB_WORKSPACE"] ?? process.cwd());
  const folder = workingFolder(workspace, inputs["working-directory"]);
  const configured = findConfiguredModel(workspace, inputs.model, "its slices and evaluation paths are not used");
  const { model } = configured;
  const notes = [...configured.notes];
  const evaluationCode =
    model === undefined || model.evaluationPaths.length === 0
      ? undefined
      : await attempt(
          "Reading the evaluation code",
          notes,
          () => digestCode(workspace, model.evaluationPaths, env),
          undefined,
        );
  const slices = inputs.slices.length > 0 ? inputs.slices : (model?.slices ?? []);
  return {
    inputs,
    identity,
    kept,
    workspace,
    folder,
    slices,
    evaluationCode,
    championAlias: championAlias(model ?? { environments: [] }),
    env,
    notes,
  };
}

/** sha-256 over mode, git blob id and path of every file that judges the model. */
async function digestCode(
  workspace: string,
  globs: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const files = await listCheckout(workspace, env, (paths) => matchPaths(globs, paths));
  if (files.length === 0) return undefined;
  const lines = files.map(({ mode, sha, path }) => `${mode} ${sha} ${path}\n`).sort();
  return createHash("sha256")
    .update(`pawl.evaluation-code/v1\n${lines.join("")}`)
    .digest("hex");
}

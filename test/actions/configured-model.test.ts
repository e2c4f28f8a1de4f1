import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EvaluateInputs } from "../../actions/evaluate/inputs.ts";
import { planEvaluation } from "../../actions/evaluate/plan-evaluation.ts";
import { PackageInputs } from "../../actions/package/inputs.ts";
import { planPacking } from "../../actions/package/plan-packing.ts";
import { TrainInputs } from "../../actions/train/inputs.ts";
import { planTraining } from "../../actions/train/plan-training.ts";
import { buildIdentity } from "../core/evidence/build-evidence.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const CONFIG = "models:\n  late-flights: { paths: [train.py], primary-metric: roc-auc }\n";
const MISSPELT = "is not a model in .github/pawl.yml, so no report shows it and";

/** Notes of each action about a model of this name, or the error that it ends with. */
async function notesOf(config: string, model: string): Promise<readonly string[]> {
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, ".github"));
  writeFileSync(join(workspace, ".github/pawl.yml"), config);
  const env = { GITHUB_WORKSPACE: workspace, PATH: process.env["PATH"] };
  const identity = buildIdentity();
  const plans = [
    async () => planTraining(TrainInputs.parse({ model, command: "true" }), identity, env),
    async () => planEvaluation(EvaluateInputs.parse({ model }), identity, workspace, env),
    async () => planPacking(PackageInputs.parse({ model, files: "model.joblib" }), { identity, kept: workspace, env }),
  ];
  const told = plans.map(async (plan) => {
    try {
      return (await plan()).notes.filter((note) => note.includes("pawl.yml")).join(" ");
    } catch (error) {
      return String(error);
    }
  });
  return Promise.all(told);
}

describe("a model that the checkout does not configure", () => {
  it("is told by every action in the same words, with what follows for it", async () => {
    expect(await notesOf(CONFIG, "late-flight")).toEqual([
      `late-flight ${MISSPELT} this run cannot be reused. Did you mean late-flights?`,
      `late-flight ${MISSPELT} its slices and evaluation paths are not used. Did you mean late-flights?`,
      `late-flight ${MISSPELT} nobody will register the package. Did you mean late-flights?`,
    ]);
  });

  it("where the file is not valid, is only not packed: a package without its code is another one", async () => {
    expect(await notesOf(CONFIG.replace("paths", "pathes"), "late-flights")).toEqual([
      ".github/pawl.yml is not valid, so this run cannot be reused.",
      ".github/pawl.yml is not valid, so its slices and evaluation paths are not used.",
      expect.stringContaining("pathes"),
    ]);
  });
});

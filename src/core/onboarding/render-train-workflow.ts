import type { DetectedProject } from "./detect-project.ts";
import { ownAction, PINNED } from "./pinned-actions.ts";
import { baseOf } from "./project-files.ts";
import { indent, renderCheckout, renderRun, renderTriggers, TRUSTED } from "./workflow-parts.ts";
import { yamlScalar } from "./yaml-text.ts";

/**
 * Text of the workflow that trains and evaluates, filled in from `templates/workflows/train.yml`. What was not found is a
 * comment; without files that training leaves there is no job that packages them.
 */
export function renderTrainWorkflow(project: DetectedProject, branch: string): string {
  const { model } = project;
  return `# Trains and evaluates on every pull request, and on ${branch} after the merge, so that there is a baseline.
${renderTriggers("train", branch)}
jobs:
  train:
    name: train ${model.value}
    ${TRUSTED}
    runs-on: ubuntu-latest # or your own GPU runner
    timeout-minutes: 60
    permissions:
      contents: read # to check the code out and to read the ledger branch
      actions: read # to find the baseline's predictions among the artifacts of earlier workflow runs
    steps:
${[...setupSteps(project), trainStep(project), evaluateStep(project), ...keepStep(project)].join("\n")}${packageJob(project)}`;
}

function setupSteps({ setup, data, fetching }: DetectedProject): readonly string[] {
  const lfs = data.datasets.some(({ value }) => value.kept === "lfs");
  const isPython = setup === undefined || setup.value.language === "python";
  const python = `      - name: Python
        uses: ${PINNED.setupPython}
        with:
          python-version: "${setup?.value.pythonVersion ?? "3.12"}"
`;
  const install = setup?.value.install ?? [];
  return [
    renderCheckout({ lfs }),
    ...(isPython ? [python] : []),
    ...(install.length > 0
      ? [renderRun("Install", install)]
      : ["      # Not found: what installs the packages that training needs.\n"]),
    ...(fetching === undefined ? [] : [renderRun("Fetch the data", [fetching.value])]),
  ];
}

function trainStep({ model, training, setup, params, models, predictions }: DetectedProject): string {
  const command = training === undefined ? "python train.py" : `${setup?.value.runner ?? ""}${training.value.command}`;
  const outputs = [...(models?.value ?? []), ...(predictions === undefined ? [] : [predictions.value])];
  const lines = [
    `model: ${model.value}`,
    `command: ${yamlScalar(command)}${training === undefined ? " # not found: what trains the model" : ""}`,
    params === undefined ? "# params: params.yaml # not found" : `params: ${yamlScalar(params.value)}`,
    ...(outputs.length === 0
      ? ["# outputs: model.joblib # not found: what training leaves"]
      : ["outputs: |", ...outputs.map((file) => `  ${file}`)]),
  ];
  return `      - name: Train
        uses: ${ownAction("train")}
        with:
${indent(lines, 10)}
`;
}

function evaluateStep({ model, predictions, task }: DetectedProject): string {
  const lines = [
    "- name: Evaluate",
    `  uses: ${ownAction("evaluate")}`,
    "  with:",
    `    model: ${model.value}`,
    `    predictions: ${predictions === undefined ? "predictions.csv" : yamlScalar(predictions.value)}`,
    task === undefined ? "    # task: binary # not found: binary, multiclass or regression" : `    task: ${task.value}`,
  ];
  if (predictions !== undefined) return `${indent(lines, 6)}\n`;
  const why = [
    "# Not found: a file with a prediction for each row of the test data. With one, metrics get intervals and slices;",
    "# without, what training logs is compared.",
  ];
  return `${indent([...why, ...lines.map((line) => `# ${line}`)], 6)}\n`;
}

function keepStep({ models }: DetectedProject): readonly string[] {
  if (models === undefined) return [];
  return [
    `      - name: Keep the model for the next job
        uses: ${PINNED.upload}
        with:
          name: model
          path: ${pathInput(models.value)}
          if-no-files-found: ignore # nothing was trained where an earlier run had the same inputs
          retention-days: 1
`,
  ];
}

/** The artifact of one file holds it by its bare name; of several, below the folder that they share. */
function pathInput(files: readonly string[]): string {
  const [only = ""] = files;
  return files.length === 1 ? yamlScalar(only) : `|\n${indent(files, 12)}`;
}

function packageJob({ model, models, predictions }: DetectedProject): string {
  if (models === undefined) {
    return `
  # Not found: the file that training leaves as the model. The job \`package\` of
  # https://github.com/pawl-ml/pawl/blob/main/templates/workflows/train.yml makes versions of it.
`;
  }
  const files = unpackedNames(models.value);
  const inputs = [
    `model: ${model.value}`,
    ...(files.length === 1
      ? [`files: ${yamlScalar(files[0] ?? "")}`]
      : ["files: |", ...files.map((file) => `  ${file}`)]),
    ...(predictions === undefined
      ? ["evidence: evidence/run.json"]
      : ["evidence: |", "  evidence/run.json", "  evidence/evaluation.json"]),
    ...(predictions === undefined ? [] : [`predictions: ${yamlScalar(`evidence/${baseOf(predictions.value)}`)}`]),
    "registry: ghcr.io",
  ];
  return `
  # A job of its own: no code of yours runs where something can be written or signed.
  package:
    name: package ${model.value}
    needs: train
    ${TRUSTED}
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read # to check the code out, and to find an earlier package on the ledger
      packages: write # to push to ghcr.io
      id-token: write # to sign
      attestations: write # to keep the signature
    steps:
${renderCheckout({ lfs: false })}
      - name: Fetch the model
        continue-on-error: true # nothing was trained where an earlier run had the same inputs: its package is taken
        uses: ${PINNED.download}
        with:
          name: model

      - name: Fetch what train and evaluate left
        uses: ${PINNED.download}
        with:
          pattern: pawl-*-${model.value}
          merge-multiple: true
          path: evidence

      - name: Package
        uses: ${ownAction("package")}
        with:
${indent(inputs, 10)}
`;
}

/** The artifact action leaves out the folders that all files share. */
function unpackedNames(files: readonly string[]): readonly string[] {
  const folders = files.map((file) => file.split("/").slice(0, -1));
  const [first = []] = folders;
  let shared = 0;
  while (shared < first.length && folders.every((folder) => folder[shared] === first[shared])) shared += 1;
  return files.map((file) => file.split("/").slice(shared).join("/"));
}

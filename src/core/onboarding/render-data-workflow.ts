import type { DetectedProject } from "./detect-project.ts";
import { ownAction, PINNED } from "./pinned-actions.ts";
import { renderCheckout, renderRun, renderTriggers, TRUSTED } from "./workflow-parts.ts";

/** Text of the workflow that validates every dataset with a contract; `undefined` where none has one. */
export function renderDataWorkflow(
  { model, data, fetching, setup }: DetectedProject,
  branch: string,
): string | undefined {
  const checked = data.datasets.filter(({ value }) => value.contract !== undefined);
  if (checked.length === 0) return undefined;
  const lfs = checked.some(({ value }) => value.kept === "lfs");
  const python = `      - name: Python
        uses: ${PINNED.setupPython}
        with:
          python-version: "${setup?.value.pythonVersion ?? "3.12"}"
`;
  // A script of the project's may need its packages, `dvc` does not.
  const needs = fetching?.value.startsWith("python ") === true ? (setup?.value.install ?? []) : [];
  const install = needs.length > 0 ? [renderRun("Install", needs)] : [];
  const steps = [
    renderCheckout({ lfs }),
    ...(fetching === undefined ? [] : [python, ...install, renderRun("Fetch the data", [fetching.value])]),
    ...checked.map(
      ({ value: { name } }) => `      - name: Validate ${name}
        uses: ${ownAction("validate-data")}
        with:
          model: ${model.value}
          dataset: ${name}
`,
    ),
  ];
  return `# Checks data against their contracts on every pull request, and on ${branch} after the merge.
${renderTriggers("data", branch)}
jobs:
  validate:
    name: validate data
    ${TRUSTED}
    runs-on: ubuntu-latest # or where the data is
    timeout-minutes: 30
    permissions:
      contents: read # to check the code out and to read the ledger branch
    steps:
${steps.join("\n")}`;
}

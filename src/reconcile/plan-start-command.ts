import { matchDataset } from "../core/config/match-dataset.ts";
import type { DatasetPlan, ModelPlan, Project } from "../core/config/project-config.ts";

export type StartCommand =
  | { readonly kind: "train"; readonly model: string | undefined }
  | { readonly kind: "validate"; readonly dataset: string | undefined };

/** The order in the words after `train` or `validate`; `undefined` where there are too many. */
export function parseStart(kind: StartCommand["kind"], words: readonly string[]): StartCommand | undefined {
  if (words.length > 1) return undefined;
  return kind === "train" ? { kind, model: words[0] } : { kind, dataset: words[0] };
}

/** The key by which the workflow run of a command is found again: one comment is one key, however often it arrives. */
export function commandKey({
  kind,
  commentId,
}: {
  readonly kind: StartCommand["kind"];
  readonly commentId: number;
}): string {
  return `${kind}-${String(commentId)}`;
}

/** A workflow run's name holds the key of some command. */
export const ANY_COMMAND_KEY = /(^|[^\w-])(train|validate)-\d+($|[^\w-])/m;

export type StartPlan =
  | { readonly kind: "dispatch"; readonly workflows: readonly string[] }
  | { readonly kind: "answer"; readonly text: string };

export interface StartQuestion {
  readonly command: StartCommand;
  readonly open: boolean;
  readonly fork: boolean;
  readonly headSha: string;
  /** Configuration in force; undefined where there is none that is valid. */
  readonly project: Project | undefined;
  /** Models that the pull request touches. */
  readonly touched: readonly ModelPlan[];
  readonly changedFiles: readonly string[];
}

/** Which workflows a command starts, or what has to be said instead. The reader may write to the repository. */
export function planStart(question: StartQuestion): StartPlan {
  const { command, open, fork, headSha, project } = question;
  if (!open) return answer("This pull request is closed, so nothing was started.");
  if (fork) {
    return answer(
      `This is a fork's code, and it is not run on this repository's runners. Read it, then push commit ${headSha.slice(0, 12)} to a branch of this repository and open a pull request from there.`,
    );
  }
  if (project === undefined) {
    return answer("The base branch has no valid `.github/pawl.yml` yet, so there is no workflow to start.");
  }
  return command.kind === "train"
    ? planTrain(project, command.model, question.touched)
    : planValidate(project, command.dataset, question.changedFiles);
}

function planTrain(project: Project, model: string | undefined, touched: readonly ModelPlan[]): StartPlan {
  const known = listNames(project.models.map(({ name }) => name));
  if (model !== undefined) {
    const plan = project.models.find(({ name }) => name === model);
    if (plan !== undefined) return { kind: "dispatch", workflows: [plan.workflow] };
    return answer(`There is no model of that name in \`.github/pawl.yml\` of the base branch. It has ${known}.`);
  }
  const workflows = workflowsOf(touched);
  if (workflows.length > 0) return { kind: "dispatch", workflows };
  return answer(
    `This pull request touches no model. To train one all the same, name it: \`/pawl train <model>\`, one of ${known}.`,
  );
}

/** Datasets of several models may have one name; then all of them are meant. */
function planValidate(project: Project, name: string | undefined, changedFiles: readonly string[]): StartPlan {
  const datasets = project.models.flatMap(({ data }) => data).filter(({ key }) => key !== undefined);
  if (datasets.length === 0) {
    return answer("No dataset in `.github/pawl.yml` of the base branch has a `name`, so there is none to validate.");
  }
  const known = listNames(datasets.map(({ key }) => key ?? ""));
  const meant = datasets.filter((plan) => (name === undefined ? isTouched(plan, changedFiles) : plan.key === name));
  if (meant.length > 0) return { kind: "dispatch", workflows: workflowsOf(meant) };
  return name === undefined
    ? answer(
        `This pull request touches no dataset. To validate one all the same, name it: \`/pawl validate <dataset>\`, one of ${known}.`,
      )
    : answer(`There is no dataset of that name in \`.github/pawl.yml\` of the base branch. It has ${known}.`);
}

function isTouched(plan: DatasetPlan, changedFiles: readonly string[]): boolean {
  const { touchedFiles, contractChanged } = matchDataset(plan, changedFiles);
  return contractChanged || touchedFiles.length > 0;
}

function workflowsOf(plans: readonly { readonly workflow: string }[]): readonly string[] {
  return [...new Set(plans.map(({ workflow }) => workflow))];
}

function listNames(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `\`${name}\``).join(", ");
}

function answer(text: string): StartPlan {
  return { kind: "answer", text };
}

import type { ModelPlan, Project } from "../core/config/project-config.ts";

export type CommentCommand =
  | { readonly kind: "train"; readonly model: string | undefined }
  | { readonly kind: "unknown"; readonly text: string };

/** A `/pawl …` line at the beginning of a comment; `undefined` for every other comment. */
export function parseCommand(body: string): CommentCommand | undefined {
  const line = body.trimStart().split(/\r?\n/, 1)[0] ?? "";
  const words = line.trim().split(/\s+/);
  if (words[0] !== "/pawl") return undefined;
  if (words[1] === "train" && words.length <= 3) return { kind: "train", model: words[2] };
  return { kind: "unknown", text: words.slice(1).join(" ").slice(0, 100) };
}

/** The key by which the workflow run of a command is found again: one comment is one key, however often it arrives. */
export function commandKey(commentId: number): string {
  return `train-${String(commentId)}`;
}

export type TrainPlan =
  | { readonly kind: "dispatch"; readonly workflows: readonly string[] }
  | { readonly kind: "answer"; readonly text: string };

export interface TrainQuestion {
  readonly model: string | undefined;
  readonly open: boolean;
  readonly fork: boolean;
  readonly headSha: string;
  /** Configuration in force; undefined where there is none that is valid. */
  readonly project: Project | undefined;
  readonly touched: readonly ModelPlan[];
}

/** Which workflows `/pawl train` starts, or what has to be said instead. The reader may write to the repository. */
export function planTrain({ model, open, fork, headSha, project, touched }: TrainQuestion): TrainPlan {
  if (!open) return answer("This pull request is closed, so nothing was started.");
  if (fork) {
    return answer(
      `This is a fork's code, and it is not trained on this repository's runners. Read it, then push commit ${headSha.slice(0, 12)} to a branch of this repository and open a pull request from there.`,
    );
  }
  if (project === undefined) {
    return answer("The base branch has no valid `.github/pawl.yml` yet, so there is no workflow to start.");
  }
  const known = project.models.map(({ name }) => `\`${name}\``).join(", ");
  if (model !== undefined) {
    const plan = project.models.find(({ name }) => name === model);
    if (plan !== undefined) return { kind: "dispatch", workflows: [plan.workflow] };
    return answer(`There is no model of that name in \`.github/pawl.yml\` of the base branch. It has ${known}.`);
  }
  const workflows = [...new Set(touched.map(({ workflow }) => workflow))];
  if (workflows.length > 0) return { kind: "dispatch", workflows };
  return answer(
    `This pull request touches no model. To train one all the same, name it: \`/pawl train <model>\`, one of ${known}.`,
  );
}

function answer(text: string): TrainPlan {
  return { kind: "answer", text };
}

import { CONFIG_FILE } from "../config/parse-project-config.ts";
import { type DetectedProject, detectProject } from "./detect-project.ts";
import { type CodeOwnersPlan, planCodeOwners } from "./plan-code-owners.ts";
import type { ProjectSource } from "./project-source.ts";
import { renderConfig } from "./render-config.ts";
import { renderDataWorkflow } from "./render-data-workflow.ts";
import { renderTrainWorkflow } from "./render-train-workflow.ts";
import { nameWorkflows } from "./workflow-names.ts";

export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** Everything that a repository needs to begin, as files. */
export interface OnboardingPlan {
  readonly project: DetectedProject;
  readonly config: PlannedFile;
  readonly codeOwners: CodeOwnersPlan;
  /** Below `.github/workflows`, where an App without that permission cannot write. */
  readonly workflows: readonly (PlannedFile & { readonly template: string })[];
}

export interface OnboardingQuestion {
  readonly defaultBranch: string;
  /** Login of whoever owns the configuration where CODEOWNERS names nobody for everything. */
  readonly person: string | undefined;
}

/** Finds out what a project is and writes the files that it needs. Pure: both doors make the same. */
export function planOnboarding(source: ProjectSource, { defaultBranch, person }: OnboardingQuestion): OnboardingPlan {
  const project = detectProject(source);
  const names = nameWorkflows(source);
  const data = renderDataWorkflow(project, defaultBranch);
  const file = (name: string, text: string, template: string) => ({
    path: `.github/workflows/${name}`,
    text,
    template: `templates/workflows/${template}`,
  });
  return {
    project,
    config: { path: CONFIG_FILE, text: renderConfig(project, names) },
    codeOwners: planCodeOwners(source.texts, person),
    workflows: [
      file(names.train, renderTrainWorkflow(project, defaultBranch), "train.yml"),
      ...(data === undefined ? [] : [file(names.data, data, "validate-data.yml")]),
    ],
  };
}

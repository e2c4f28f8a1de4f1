import type { ModelPlan, Project } from "../../core/config/project-config.ts";
import type { RetrainingFacts } from "../../core/retraining/retraining-facts.ts";
import type { BranchPull } from "../../github/branch-pulls.ts";
import type { CommitFacts } from "../../github/commits.ts";

/** Where retrainings are reconciled: by which rules, and on top of which branch. */
export interface RetrainingPlace {
  readonly project: Pick<Project, "models" | "staleAfterDays">;
  readonly defaultBranch: string;
  /** The commit of the default branch that the project was read from, where the caller knows it. */
  readonly commit?: string | undefined;
}

/** One model as it was read for one decision. */
export interface ModelScene extends RetrainingPlace {
  readonly plan: ModelPlan;
  readonly facts: RetrainingFacts;
  /** Newest commit of the default branch; undefined: it was not asked for. */
  readonly base: CommitFacts | undefined;
  /** From the retraining branch, newest first; empty where they were not asked for. */
  readonly pulls: readonly BranchPull[];
}

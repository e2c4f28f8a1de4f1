import type { Project } from "../../core/config/project-config.ts";

/** What everything that follows from a moved alias needs to know of its repository. */
export interface DeploymentPlace {
  /** The configuration in force on the default branch. */
  readonly project: Pick<Project, "models">;
  readonly defaultBranch: string;
}

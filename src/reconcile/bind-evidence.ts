import type { ModelPlan } from "../core/config/project-config.ts";
import { formatArtifactName } from "../core/evidence/names.ts";
import { type Evidence, evidenceKind } from "../core/evidence/statement.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";

/** What GitHub says about where a document was found. Everything in the document itself is a claim. */
export interface EvidenceOrigin {
  /** `owner/name`. */
  readonly repository: string;
  readonly artifactName: string;
  readonly workflowRun: Pick<WorkflowRun, "id" | "attempt" | "event" | "headSha" | "path">;
  /** Models of the configuration in force, and the workflow files that train them. */
  readonly models: readonly Pick<ModelPlan, "name" | "workflow">[];
  /** The workflow run executed the default branch's own code, so its workflow file was reviewed whatever its name. */
  readonly reviewed: boolean;
}

/**
 * Why a document does not belong to the workflow run that it was found in, as one sentence; `undefined` where it does.
 * A job may write what it likes into its artifact: only what GitHub says about the workflow run makes it evidence.
 */
export function bindEvidence(evidence: Evidence, origin: EvidenceOrigin): string | undefined {
  const { identity, model, key } = evidence;
  const { workflowRun } = origin;
  if (identity.repository.toLowerCase() !== origin.repository.toLowerCase()) {
    return `It says that it comes from repository ${identity.repository}, and was found in ${origin.repository}.`;
  }
  if (identity.workflowRun.id !== workflowRun.id) {
    return `It says that it comes from workflow run ${String(identity.workflowRun.id)}, and was found in ${String(workflowRun.id)}.`;
  }
  if (identity.workflowRun.attempt > workflowRun.attempt) {
    return `It says that it comes from attempt ${String(identity.workflowRun.attempt)}; the workflow run has had ${String(workflowRun.attempt)}.`;
  }
  if (identity.commit !== workflowRun.headSha) {
    return `It speaks about commit ${identity.commit.slice(0, 12)}; the workflow run's head is ${workflowRun.headSha.slice(0, 12)}.`;
  }
  if (identity.event !== workflowRun.event) {
    return `It says that ${identity.event} started it; GitHub says ${workflowRun.event}.`;
  }
  // The runner does not always know its file, and GitHub's older versions do not list it.
  if (identity.workflow.path !== "" && workflowRun.path !== "" && identity.workflow.path !== workflowRun.path) {
    return `It says that ${identity.workflow.path} made it; the workflow run's file is ${workflowRun.path}.`;
  }
  const expectedName = formatArtifactName({ kind: evidenceKind(evidence), model, key });
  if (origin.artifactName !== expectedName) {
    return `It holds ${expectedName}, and the artifact is called ${origin.artifactName}.`;
  }
  const plan = origin.models.find(({ name }) => name === model);
  if (plan === undefined) return `Model ${model} is not in .github/pawl.yml of the base branch.`;
  // A pull request could otherwise add a workflow of its own that only writes down good numbers.
  const configured = `.github/workflows/${plan.workflow}`;
  const made = workflowRun.path === "" ? identity.workflow.path : workflowRun.path;
  if (!origin.reviewed && made !== "" && made !== configured) {
    return `${made} made it, and the base branch's .github/pawl.yml says that ${configured} trains ${model}: key "workflow" of the model names the file.`;
  }
  return undefined;
}

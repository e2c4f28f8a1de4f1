import type { DriftPlan, RetrainPlan } from "../core/config/monitoring-plan.ts";
import type { DatasetPlan, ModelPlan } from "../core/config/project-config.ts";
import { type EvidenceKind, formatArtifactName } from "../core/evidence/names.ts";
import { type Evidence, evidenceKind } from "../core/evidence/statement.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";

/** What of a model's configuration says which evidence is its own. */
export interface BoundModel extends Pick<ModelPlan, "name" | "workflow"> {
  readonly data: readonly Pick<DatasetPlan, "key" | "workflow">[];
  /** Whose workflow looks for drift, and validates the data that it looks at. */
  readonly drift?: Pick<DriftPlan, "workflow"> | undefined;
  /** Whose workflow trains on the branch of a retraining. */
  readonly retrain?: Pick<RetrainPlan, "workflow"> | undefined;
}

/** What GitHub says about where a document was found. Everything in the document itself is a claim. */
export interface EvidenceOrigin {
  /** `owner/name`. */
  readonly repository: string;
  readonly artifactName: string;
  readonly workflowRun: Pick<WorkflowRun, "id" | "attempt" | "event" | "headSha" | "path">;
  /** Models of the configuration in force, and the workflow files that train them. */
  readonly models: readonly BoundModel[];
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
  if (evidence.schema === "pawl.data/v1" && !plan.data.some((dataset) => isNamed(dataset, key))) {
    return `${model} has no dataset called ${key ?? "(nothing)"} in .github/pawl.yml of the base branch: key "name" of the dataset says what it is called.`;
  }
  // A pull request could otherwise add a workflow of its own that only writes down good numbers.
  const configured = makersOf(plan, evidence).map((file) => `.github/workflows/${file}`);
  const made = workflowRun.path === "" ? identity.workflow.path : workflowRun.path;
  if (!origin.reviewed && made !== "" && !configured.includes(made)) {
    return `${made} made it, and the base branch's .github/pawl.yml says that ${configured.join(" or ")} ${WORK[evidenceKind(evidence)]} ${model}: key "workflow" names the file.`;
  }
  return undefined;
}

const WORK = {
  run: "trains",
  evaluation: "trains",
  data: "validates the data of",
  drift: "looks for drift in the data of",
  package: "packages",
  deployment: "deploys",
} as const satisfies Record<EvidenceKind, string>;

/** File names of the workflows whose evidence counts: of data that of the dataset as well, of drift that of any dataset; of both that of the drift checks. */
function makersOf({ workflow, data, drift, retrain }: BoundModel, { schema, key }: Evidence): readonly string[] {
  const checks = drift === undefined ? [] : [drift.workflow];
  switch (schema) {
    case "pawl.run/v1":
    case "pawl.evaluation/v1":
    case "pawl.package/v1":
      return unique([workflow, retrain?.workflow ?? workflow]);
    case "pawl.data/v1":
      return unique([
        workflow,
        ...data.filter((dataset) => isNamed(dataset, key)).map((dataset) => dataset.workflow),
        ...checks,
      ]);
    case "pawl.drift/v1":
      return unique([workflow, ...data.map((dataset) => dataset.workflow), ...checks]);
  }
}

function isNamed(dataset: Pick<DatasetPlan, "key">, key: string | undefined): boolean {
  return key !== undefined && dataset.key === key;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

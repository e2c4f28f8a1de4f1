import { type ErrorCode, formatError, PawlError } from "../core/errors.ts";
import { MAX_EVIDENCE_BYTES } from "../core/evidence/limits.ts";
import { artifactKind, type EvidenceKind } from "../core/evidence/names.ts";
import { documentDigest, EVIDENCE_SCHEMAS, parseStatement, type Statement } from "../core/evidence/statement.ts";
import type { RefusedEvidence } from "../core/report/report-facts.ts";
import { type Artifact, downloadArtifactFile, listArtifacts } from "../github/artifacts.ts";
import { formatRepository } from "../github/repository.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";
import { type BoundModel, bindEvidence } from "./bind-evidence.ts";
import type { Workplace } from "./workplace.ts";

/** A document that belongs to the workflow run it was found in. */
export interface CollectedDocument {
  readonly statement: Statement;
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly artifactName: string;
}

export interface CollectedEvidence {
  readonly workflowRun: WorkflowRun;
  readonly documents: readonly CollectedDocument[];
  readonly refused: readonly RefusedEvidence[];
}

/** A matrix of this many cells is the largest that GitHub starts; each leaves a run and an evaluation. */
const MAX_EVIDENCE_ARTIFACTS = 512;

/** Lists of artifacts lag behind; after so long a completed workflow run's is taken for complete. */
const LIST_SETTLES_MS = 3600 * 1000;

/** Whether a completed workflow run may still show artifacts that were not listed when it was last looked at. */
export function mayStillListMore({ updatedAt }: Pick<WorkflowRun, "updatedAt">, now: string): boolean {
  return Date.parse(now) - Date.parse(updatedAt) < LIST_SETTLES_MS;
}

/** By what evidence is judged: the configuration in force, and whose code the workflow run executed. */
export interface CollectRules {
  readonly models: readonly BoundModel[];
  /** The workflow run executed the default branch's own, reviewed code. */
  readonly reviewed: boolean;
}

/** Errors that say something about the artifact; anything else is trouble on the way, and tried again later. */
const REFUSALS: readonly ErrorCode[] = ["ARTIFACT_REFUSED", "EVIDENCE_INVALID", "EVIDENCE_TOO_LARGE", "NOT_FOUND"];

/**
 * Downloads, parses and binds the evidence of one completed workflow run. Whether it may be kept is decided elsewhere.
 *
 * An artifact never changes, so what it holds is remembered; that a list shows no more is remembered only when it is old.
 *
 * @param kept Artifacts whose documents are on the ledger already; they are not downloaded again.
 */
export async function collectEvidence(
  workplace: Workplace,
  workflowRun: WorkflowRun,
  rules: CollectRules,
  kept: ReadonlySet<string>,
): Promise<CollectedEvidence> {
  const { octokit, repository, memory } = workplace;
  const rulesKey = keyOfRules(rules);
  const memoryKey = `${String(workflowRun.id)}/${String(workflowRun.attempt)}/${rulesKey}`;
  const known = memory.collected.get(memoryKey);
  if (known !== undefined) return known;

  const documents: CollectedDocument[] = [];
  const refused: RefusedEvidence[] = [];
  const listed = await listArtifacts(octokit, repository, workflowRun.id);
  const evidence = listed.filter(({ name }) => readableKind(name) !== undefined);
  for (const artifact of evidence.slice(0, MAX_EVIDENCE_ARTIFACTS)) {
    if (kept.has(artifact.name)) continue;
    const artifactKey = `${String(artifact.id)}/${memoryKey}`;
    const before = memory.artifacts.get(artifactKey);
    const found = before ?? (await readEvidence(workplace, workflowRun, artifact, rules));
    memory.artifacts.set(artifactKey, found);
    if (typeof found !== "string") documents.push(found);
    else {
      refused.push({ artifact: artifact.name, reason: found, workflowRunUrl: workflowRun.url });
      const fields = { artifact: artifact.name, workflowRun: workflowRun.id, reason: found };
      if (before === undefined) workplace.log.warn(fields, "evidence refused");
    }
  }
  const collected = { workflowRun, documents, refused };
  if (!mayStillListMore(workflowRun, workplace.now())) memory.collected.set(memoryKey, collected);
  return collected;
}

/** What was judged by other rules has to be judged again. */
function keyOfRules({ reviewed, models }: CollectRules): string {
  const parts = models.map(({ name, workflow, data, drift, retrain }) => [
    name,
    workflow,
    drift?.workflow ?? "",
    retrain?.workflow ?? "",
    data.map((dataset) => [dataset.key ?? "", dataset.workflow]),
  ]);
  return JSON.stringify([reviewed, parts]);
}

/** The document of one artifact, or the sentence that says why it is refused. */
async function readEvidence(
  { octokit, repository }: Workplace,
  workflowRun: WorkflowRun,
  artifact: Artifact,
  rules: CollectRules,
): Promise<CollectedDocument | string> {
  try {
    const { bytes } = await downloadArtifactFile(octokit, repository, artifact, {
      fileNames: [`${String(readableKind(artifact.name))}.json`],
      maxBytes: MAX_EVIDENCE_BYTES,
    });
    const statement = parseStatement(bytes, artifact.name);
    const reason = bindEvidence(statement.predicate, {
      repository: formatRepository(repository),
      artifactName: artifact.name,
      workflowRun,
      ...rules,
    });
    return reason ?? { statement, bytes, digest: documentDigest(bytes), artifactName: artifact.name };
  } catch (error) {
    if (error instanceof PawlError && REFUSALS.includes(error.code)) return formatError(error);
    throw error;
  }
}

/** Kinds that this version can read; artifacts of others are left for the version that can. */
function readableKind(artifactName: string): EvidenceKind | undefined {
  const kind = artifactKind(artifactName);
  return kind !== undefined && kind in EVIDENCE_SCHEMAS ? kind : undefined;
}

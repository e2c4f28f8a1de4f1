import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { PawlError } from "../../src/core/errors.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import { LEDGER_BRANCH } from "../../src/core/evidence/ledger-index.ts";
import type { EvidenceKind } from "../../src/core/evidence/names.ts";
import type { LineageDocument, PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import { documentDigest, type Evidence, parseStatement } from "../../src/core/evidence/statement.ts";
import { lineagePaths } from "../../src/core/registry/lineage-paths.ts";
import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { readFileAt } from "../../src/github/contents.ts";
import type { Octokit } from "../../src/github/octokit.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import { findChampion } from "../find-champion.ts";
import { downloadPredictions, jobClient } from "./download-predictions.ts";
import type { OtherPredictions } from "./find-others.ts";
import { packageCredentials } from "./package-credentials.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";
import { PREDICTION_FILES } from "./stage-predictions.ts";

/** What is looked for where, and by whom. */
interface Search {
  readonly job: EvaluationJob;
  readonly octokit: Octokit;
  readonly repository: { readonly owner: string; readonly repo: string };
}

/**
 * The predictions of the version that holds the model's first alias on the default branch, as its accepted evaluation
 * judged them: from its workflow run, or, where those have expired, out of its package. Notes say why there are none.
 */
export async function downloadChampion(job: EvaluationJob): Promise<OtherPredictions | undefined> {
  const octokit = jobClient(job);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = job.identity.repository.split("/");
  const search: Search = { job, octokit, repository: { owner, repo } };
  const { model } = job.inputs;
  const version = await findChampion({ ...search, model, alias: job.championAlias, notes: job.notes });
  if (version === undefined) return undefined;
  const named = version.lineage.evaluations.find(({ key }) => key === job.inputs.key);
  const found = named === undefined ? undefined : await readEvaluation(search, version, named);
  if (named === undefined || found?.predictions === undefined) {
    job.notes.push(`The ledger has no predictions of ${nameOf(job, version)}, so it is not compared with.`);
    return undefined;
  }
  const { sha256 } = found.predictions;
  const path =
    (await fromWorkflowRun(search, named.workflowRun.id, sha256)) ?? (await fromPackage(search, version, sha256));
  if (path === undefined) {
    job.notes.push(
      `The predictions of ${nameOf(job, version)} are gone, from its workflow run and from its package, so the comparison with it is not paired.`,
    );
    return undefined;
  }
  return {
    against: "champion",
    path,
    name: `predictions of ${nameOf(job, version)}`,
    predictions: { path: found.predictions.path, ...(await hashFile(path)) },
    given: false,
    workflowRunId: named.workflowRun.id,
    commit: version.commit,
  };
}

function nameOf({ inputs, championAlias }: EvaluationJob, { version }: ModelVersion): string {
  return `version ${String(version)} of ${inputs.model} (${championAlias})`;
}

async function readEvaluation(
  search: Search,
  version: ModelVersion,
  named: LineageDocument,
): Promise<EvaluationEvidence | undefined> {
  const found = await readLineage(search, version, { kind: "evaluation", named });
  return found?.schema === "pawl.evaluation/v1" ? found : undefined;
}

async function readLineage(
  { octokit, repository }: Search,
  { model, registeredAt }: ModelVersion,
  { kind, named }: { readonly kind: EvidenceKind; readonly named: LineageDocument },
): Promise<Evidence | undefined> {
  for (const path of lineagePaths({ model, kind }, named, registeredAt)) {
    const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
    if (bytes !== undefined && documentDigest(bytes) === named.document) return parseStatement(bytes, path).predicate;
  }
  return undefined;
}

async function fromWorkflowRun({ job }: Search, workflowRunId: number, sha256: string): Promise<string | undefined> {
  const path = await downloadPredictions(job, { workflowRunId, into: "champion" });
  return path !== undefined && (await hashFile(path)).sha256 === sha256 ? path : undefined;
}

/** The layer of the package that is this very file. */
async function fromPackage(search: Search, version: ModelVersion, sha256: string): Promise<string | undefined> {
  const { job } = search;
  const packed = await readPackage(search, version);
  const layer = packed?.layers.find(({ digest }) => digest === `sha256:${sha256}`);
  const name = layer === undefined ? undefined : PREDICTION_FILES.find((file) => layer.path.endsWith(file));
  if (packed === undefined || layer === undefined || name === undefined) return undefined;
  const folder = join(job.kept, "champion");
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  try {
    const credentials = packageCredentials(job);
    const store = openOciStore(packed.repository, { credentials });
    await pipeline(await store.openBlob({ digest: layer.digest, size: layer.bytes }), createWriteStream(path));
    return path;
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof PawlError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

async function readPackage(search: Search, version: ModelVersion): Promise<PackageEvidence["package"]> {
  if (version.package === undefined) return undefined;
  const found = await readLineage(search, version, { kind: "package", named: version.package });
  return found?.schema === "pawl.package/v1" ? found.package : undefined;
}

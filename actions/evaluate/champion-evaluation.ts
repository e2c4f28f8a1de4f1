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
import type { Repository } from "../../src/github/repository.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import { chooseCredentials } from "../registry-credentials.ts";
import { downloadPredictions } from "./download-predictions.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";
import { PREDICTION_FILES } from "./stage-predictions.ts";

/** What is needed to fetch a version's predictions; an action that evaluates has it, and so has one that watches. */
export interface ChampionJob extends Pick<EvaluationJob, "identity" | "kept" | "env"> {
  readonly inputs: Pick<EvaluationJob["inputs"], "model" | "key" | "github-token">;
}

/** What is looked for where, and by whom. */
export interface ChampionSearch {
  readonly job: ChampionJob;
  readonly octokit: Octokit;
  readonly repository: Repository;
  readonly version: ModelVersion;
}

/** The evaluation that a version's lineage names, as the ledger has it; `undefined` where that document is not there. */
export async function readEvaluationOf(
  search: ChampionSearch,
  named: LineageDocument,
): Promise<EvaluationEvidence | undefined> {
  const found = await readLineage(search, { kind: "evaluation", named });
  return found?.schema === "pawl.evaluation/v1" ? found : undefined;
}

/**
 * The predictions that an evaluation judged, by their digest: from its workflow run, or, where those have expired, out of the
 * version's package. Path on this machine; `undefined` where they are gone from both.
 */
export async function downloadEvaluated(
  search: ChampionSearch,
  { named, sha256 }: { readonly named: LineageDocument; readonly sha256: string },
): Promise<string | undefined> {
  return (await fromWorkflowRun(search, named.workflowRun.id, sha256)) ?? (await fromPackage(search, sha256));
}

async function readLineage(
  { octokit, repository, version: { model, registeredAt } }: ChampionSearch,
  { kind, named }: { readonly kind: EvidenceKind; readonly named: LineageDocument },
): Promise<Evidence | undefined> {
  for (const path of lineagePaths({ model, kind }, named, registeredAt)) {
    const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
    if (bytes !== undefined && documentDigest(bytes) === named.document) return parseStatement(bytes, path).predicate;
  }
  return undefined;
}

async function fromWorkflowRun(
  { job }: ChampionSearch,
  workflowRunId: number,
  sha256: string,
): Promise<string | undefined> {
  const path = await downloadPredictions(job, { workflowRunId, into: "champion" });
  return path !== undefined && (await hashFile(path)).sha256 === sha256 ? path : undefined;
}

/** The layer of the package that is this very file. */
async function fromPackage(search: ChampionSearch, sha256: string): Promise<string | undefined> {
  const { job } = search;
  const packed = await readPackage(search);
  const layer = packed?.layers.find(({ digest }) => digest === `sha256:${sha256}`);
  const name = layer === undefined ? undefined : PREDICTION_FILES.find((file) => layer.path.endsWith(file));
  if (packed === undefined || layer === undefined || name === undefined) return undefined;
  const folder = join(job.kept, "champion");
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  try {
    const { identity, env, inputs } = job;
    const registry = packed.repository.split("/")[0] ?? "";
    const credentials = chooseCredentials(inputs, registry, { user: identity.actor, env });
    const store = openOciStore(packed.repository, { credentials });
    await pipeline(await store.openBlob({ digest: layer.digest, size: layer.bytes }), createWriteStream(path));
    return path;
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof PawlError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

async function readPackage(search: ChampionSearch): Promise<PackageEvidence["package"]> {
  const { version } = search;
  if (version.package === undefined) return undefined;
  const found = await readLineage(search, { kind: "package", named: version.package });
  return found?.schema === "pawl.package/v1" ? found.package : undefined;
}

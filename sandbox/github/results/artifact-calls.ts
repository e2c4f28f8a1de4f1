import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { resultsBackendId } from "../operations/apps.ts";
import { expiryAfterDays } from "../render/run.ts";
import type { Artifact } from "../run-state.ts";
import { newId, timestamp } from "../world.ts";
import { blobFile, signBlobUrl } from "./blob-urls.ts";
import { type Job, type TwirpCall, TwirpError } from "./twirp.ts";

const Named = z.object({ workflow_run_backend_id: z.string(), name: z.string().min(1) });
const Create = Named.extend({
  expires_at: z.string().optional(),
  version: z.number().int(),
  mime_type: z.string().optional(),
});
const Finalize = Named.extend({ size: z.coerce.number().int().default(0), hash: z.string().optional() });
const List = z.object({
  workflow_run_backend_id: z.string(),
  name_filter: z.string().optional(),
  id_filter: z.coerce.string().optional(),
});

const DEFAULT_DAYS = 90;
/** GitHub lets one job have this many artifacts. */
const MOST_ARTIFACTS = 500;
const UPLOAD_SECONDS = 3600;
const DOWNLOAD_SECONDS = 600;

/** `ArtifactService` of the results protocol, version 4 of artifacts and later. */
export const ARTIFACT_CALLS: Readonly<Record<string, TwirpCall>> = {
  "ArtifactService/CreateArtifact": (job, body) => {
    const { name, expires_at, mime_type } = Create.parse(body);
    if (find(job, name) !== undefined) {
      throw new TwirpError(409, "already_exists", "an artifact with this name already exists on the workflow run");
    }
    if (all(job).length >= MOST_ARTIFACTS)
      throw new TwirpError(403, "permission_denied", `no more than ${String(MOST_ARTIFACTS)} artifacts`);
    const id = newId(job.world);
    const artifact: Artifact = {
      id,
      run: job.run,
      attempt: job.attempt,
      name,
      mimeType: mime_type ?? "application/zip",
      createdAt: timestamp(job.world),
      expiresAt:
        expires_at === undefined
          ? expiryAfterDays(job.world, DEFAULT_DAYS)
          : timestamp(job.world, Date.parse(expires_at)),
      file: blobFile(job.world, { container: "artifacts", id }),
      size: 0,
      digest: "",
      finalized: false,
    };
    mkdirSync(path.dirname(artifact.file), { recursive: true });
    job.repository.artifacts.set(id, artifact);
    const url = signBlobUrl(job.world, { container: "artifacts", id, access: "write", seconds: UPLOAD_SECONDS });
    return { ok: true, signed_upload_url: url };
  },
  "ArtifactService/FinalizeArtifact": async (job, body) => {
    const { name, size, hash } = Finalize.parse(body);
    const artifact = mine(job).findLast((one) => one.name === name && !one.finalized);
    if (artifact === undefined) throw new TwirpError(404, "not_found", "no such upload");
    const actual = statSync(artifact.file, { throwIfNoEntry: false })?.size;
    if (actual !== size)
      throw new TwirpError(400, "invalid_argument", `${String(size)} bytes announced, ${String(actual ?? 0)} uploaded`);
    const digest = await digestOf(artifact.file);
    if (hash !== undefined && hash !== `sha256:${digest}`)
      throw new TwirpError(400, "invalid_argument", "the hash differs from what was uploaded");
    artifact.size = size;
    artifact.digest = digest;
    artifact.finalized = true;
    return { ok: true, artifact_id: String(artifact.id) };
  },
  "ArtifactService/ListArtifacts": (job, body) => {
    const { name_filter, id_filter } = List.parse(body);
    const artifacts = all(job).filter(
      ({ name, id }) =>
        (name_filter === undefined || name === name_filter) && (id_filter === undefined || String(id) === id_filter),
    );
    return {
      artifacts: artifacts.map((artifact) => ({
        workflow_run_backend_id: resultsBackendId(job.run),
        workflow_job_run_backend_id: job.jobBackendId,
        database_id: String(artifact.id),
        name: artifact.name,
        size: String(artifact.size),
        created_at: artifact.createdAt,
        digest: `sha256:${artifact.digest}`,
      })),
    };
  },
  "ArtifactService/GetSignedArtifactURL": (job, body) => {
    const { name } = Named.parse(body);
    const artifact = find(job, name);
    if (artifact === undefined) throw new TwirpError(404, "not_found", "no such artifact");
    const url = signBlobUrl(job.world, {
      container: "artifacts",
      id: artifact.id,
      access: "read",
      seconds: DOWNLOAD_SECONDS,
    });
    return { signed_url: url };
  },
  "ArtifactService/DeleteArtifact": (job, body) => {
    const { name } = Named.parse(body);
    const artifact = find(job, name);
    if (artifact === undefined) throw new TwirpError(404, "not_found", "no such artifact");
    job.repository.artifacts.delete(artifact.id);
    rmSync(artifact.file, { force: true });
    return { ok: true, artifact_id: String(artifact.id) };
  },
};

function mine({ repository, run, attempt }: Job): readonly Artifact[] {
  return [...repository.artifacts.values()].filter(
    (artifact) => artifact.run.id === run.id && artifact.attempt === attempt,
  );
}

function all(job: Job): readonly Artifact[] {
  return mine(job).filter(({ finalized }) => finalized);
}

function find(job: Job, name: string): Artifact | undefined {
  return all(job).find((artifact) => artifact.name === name);
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(Buffer.from(chunk));
  return hash.digest("hex");
}

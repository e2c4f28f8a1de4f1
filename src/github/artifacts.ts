import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { PawlError } from "../core/errors.ts";
import { openArtifactArchive } from "./artifact-archive.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isLostAnswer } from "./request-failure.ts";
import { readZippedFile, unpackZippedFile, type ZipLimits } from "./zip.ts";

/** An artifact as GitHub lists it. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Of the archive, as GitHub says. */
  readonly sizeInBytes: number;
  readonly expired: boolean;
}

/** GitHub allows 500 artifacts for each job; more pages than this are not ours. */
const MAX_PAGES = 10;

const DOWNLOAD_ATTEMPTS = 3;

/** What zip adds to one incompressible file: headers, directory and deflate's block overhead. */
const ARCHIVE_OVERHEAD_BYTES = 64 * 1024;

/** All artifacts of a workflow run. Of several with one name (a re-run) only the newest. */
export async function listArtifacts(
  octokit: Octokit,
  { owner, repo }: Repository,
  workflowRunId: number,
): Promise<readonly Artifact[]> {
  const newest = new Map<string, Artifact>();
  let pages = 0;
  for await (const { data } of octokit.paginate.iterator(octokit.rest.actions.listWorkflowRunArtifacts, {
    owner,
    repo,
    run_id: workflowRunId,
    per_page: 100,
  })) {
    for (const { id, name, size_in_bytes, expired } of data) {
      if ((newest.get(name)?.id ?? 0) < id) newest.set(name, { id, name, sizeInBytes: size_in_bytes, expired });
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  return [...newest.values()];
}

/**
 * The one file of a small artifact, in memory.
 *
 * @throws `ARTIFACT_REFUSED` where it is too large or not exactly one allowed file, `NOT_FOUND` where it is gone.
 */
export async function downloadArtifactFile(
  octokit: Octokit,
  repository: Repository,
  artifact: Artifact,
  limits: ZipLimits,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const archive = await withAttempts(async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await openArchive(octokit, repository, artifact, limits)) chunks.push(chunk);
    return Buffer.concat(chunks);
  });
  return readZippedFile(archive, limits, nameOf(artifact));
}

/**
 * The one file of a large artifact, streamed into `folder`, which is made where it is missing. Returns its path.
 *
 * @throws `ARTIFACT_REFUSED` where it is too large or not exactly one allowed file, `NOT_FOUND` where it is gone.
 */
export async function downloadArtifactToFolder(
  octokit: Octokit,
  repository: Repository,
  artifact: Artifact,
  limits: ZipLimits & { readonly folder: string },
): Promise<string> {
  await mkdir(limits.folder, { recursive: true });
  const working = await mkdtemp(join(tmpdir(), "pawl-artifact-"));
  try {
    const path = join(working, "artifact.zip");
    await withAttempts(async () =>
      pipeline(await openArchive(octokit, repository, artifact, limits), createWriteStream(path)),
    );
    return await unpackZippedFile(path, limits, nameOf(artifact));
  } finally {
    await rm(working, { recursive: true, force: true });
  }
}

/** The blob store is not part of the API: what it drops half-way nobody else repeats. */
async function withAttempts<Result>(download: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await download();
    } catch (error) {
      const broken = error instanceof TypeError || isLostAnswer(error);
      if (error instanceof PawlError || !broken || attempt >= DOWNLOAD_ATTEMPTS) throw error;
    }
  }
}

async function openArchive(
  octokit: Octokit,
  repository: Repository,
  artifact: Artifact,
  { maxBytes }: ZipLimits,
): Promise<AsyncIterable<Uint8Array>> {
  const source = nameOf(artifact);
  if (artifact.expired) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `${source} has expired`,
      hint: "Run the workflow again, or keep artifacts for longer (retention-days).",
    });
  }
  const maxArchiveBytes = maxBytes + ARCHIVE_OVERHEAD_BYTES;
  if (artifact.sizeInBytes > maxArchiveBytes) {
    throw new PawlError({
      code: "ARTIFACT_REFUSED",
      message: `${source} has ${String(artifact.sizeInBytes)} bytes, at most ${String(maxArchiveBytes)} are accepted`,
      hint: "Let Pawl's own actions upload it, unchanged.",
    });
  }
  return openArtifactArchive(octokit, repository, artifact.id, { maxBytes: maxArchiveBytes, source });
}

function nameOf({ name }: Artifact): string {
  return `artifact ${name.slice(0, 200)}`;
}

import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, statusOf } from "./request-failure.ts";

/** Bytes of a file at a commit or branch; `undefined` where there is none. Up to 100 MB. */
export async function readFileAt(
  octokit: Octokit,
  { owner, repo }: Repository,
  path: string,
  ref: string,
): Promise<Uint8Array | undefined> {
  try {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
    if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return undefined;
    // Above 1 MB GitHub leaves the content out and says `none`; the blob has it.
    if (data.content !== "" || data.size === 0) return Buffer.from(data.content, "base64");
    const blob = await octokit.rest.git.getBlob({ owner, repo, file_sha: data.sha });
    return Buffer.from(blob.data.content, "base64");
  } catch (error) {
    // 409: the repository has no commit at all.
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}

/** Bytes of a file at a commit or branch where it has at most `maxBytes`; `undefined` where it has more or there is none. */
export async function readSmallFileAt(
  octokit: Octokit,
  { owner, repo }: Repository,
  { path, ref, maxBytes }: { readonly path: string; readonly ref: string; readonly maxBytes: number },
): Promise<Uint8Array | undefined> {
  try {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
    if (Array.isArray(data) || data.type !== "file" || !("content" in data) || data.size > maxBytes) return undefined;
    const bytes = Buffer.from(data.content, "base64");
    return bytes.length > maxBytes ? undefined : bytes;
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}

/** Names in a folder at a commit or branch; empty where there is none. GitHub lists a thousand at most. */
export async function listFolderAt(
  octokit: Octokit,
  { owner, repo }: Repository,
  path: string,
  ref: string,
): Promise<readonly string[]> {
  try {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
    return Array.isArray(data) ? data.map(({ name }) => name) : [];
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return [];
    throw error;
  }
}

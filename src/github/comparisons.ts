import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable } from "./request-failure.ts";

/** What a pull request changes, for one pair of commits; it never changes. */
export interface Comparison {
  readonly mergeBase: string;
  /** Names of changed files; of a renamed one both. */
  readonly files: readonly string[];
  /** GitHub lists at most 3,000 files. */
  readonly truncated: boolean;
}

/** A comparison lists at most 300 files and does not say that there are more. */
const MAX_COMPARED_FILES = 300;
const MAX_LISTED_FILES = 3000;

interface ChangedFile {
  readonly filename: string;
  readonly previous_filename?: string;
}

/** Compares the head of a pull request with its base, from where the two parted. */
export async function comparePullRequest(
  octokit: Octokit,
  repository: Repository,
  { number, baseSha, headSha }: { readonly number: number; readonly baseSha: string; readonly headSha: string },
): Promise<Comparison> {
  const compared = await compare(octokit, repository, baseSha, headSha);
  if (compared !== undefined && compared.files.length < MAX_COMPARED_FILES) {
    return { mergeBase: compared.mergeBase, files: namesOf(compared.files), truncated: false };
  }
  const files: ChangedFile[] = [];
  const { owner, repo } = repository;
  for await (const { data } of octokit.paginate.iterator(octokit.rest.pulls.listFiles, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  })) {
    files.push(...data);
  }
  return {
    // Without a comparison (the head's repository is gone) the base is the best that is known.
    mergeBase: compared?.mergeBase ?? baseSha,
    files: namesOf(files),
    truncated: files.length >= MAX_LISTED_FILES,
  };
}

/** Files that `head` has otherwise than where it parted from `base`; `undefined` where GitHub cannot list all of them. */
export async function listFilesBetween(
  octokit: Octokit,
  repository: Repository,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<readonly string[] | undefined> {
  const compared = await compare(octokit, repository, base, head);
  return compared === undefined || compared.files.length >= MAX_COMPARED_FILES ? undefined : namesOf(compared.files);
}

/** Whether `ancestor` is reachable from `commit`. False where one of them is not in the repository any more. */
export async function isAncestor(
  octokit: Octokit,
  { owner, repo }: Repository,
  ancestor: string,
  commit: string,
): Promise<boolean> {
  if (ancestor === commit) return true;
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${ancestor}...${commit}`,
      per_page: 1,
    });
    return data.status === "ahead" || data.status === "identical";
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error)) return false;
    throw error;
  }
}

async function compare(octokit: Octokit, { owner, repo }: Repository, base: string, head: string) {
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${base}...${head}`,
      per_page: 1,
    });
    return { mergeBase: data.merge_base_commit.sha, files: data.files ?? [] };
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error)) return undefined;
    throw error;
  }
}

function namesOf(files: readonly ChangedFile[]): readonly string[] {
  const names = files.flatMap(({ filename, previous_filename: previous }) =>
    previous === undefined ? [filename] : [filename, previous],
  );
  return [...new Set(names)];
}

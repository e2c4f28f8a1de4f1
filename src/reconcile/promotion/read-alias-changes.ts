import { MAX_ALIAS_BYTES } from "../../core/registry/parse-aliases.ts";
import { type Blob, type Blobs, readBlobs } from "../../github/blobs.ts";
import type { Comparison } from "../../github/comparisons.ts";
import type { Workplace } from "../workplace.ts";
import type { AliasChanges } from "./alias-changes.ts";
import { ALIAS_FOLDER, fileIssue, planAliasChanges } from "./plan-alias-changes.ts";

/** A pull request that touches more alias files than this is not judged file by file. */
const MAX_FILES = 30;

export interface AliasQuestion {
  /** The newest commit of the base branch. */
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
}

/**
 * Which aliases a pull request moves: its alias files as they are at its head, against the base branch as it is now. Of a
 * symbolic link the link counts, which is no alias file, because what it points at could change without anybody's review.
 */
export async function readAliasChanges(
  workplace: Workplace,
  { base, head, comparison }: AliasQuestion,
): Promise<AliasChanges> {
  const { files, truncated, mergeBase } = comparison;
  const paths = files.filter((path) => path.startsWith(ALIAS_FOLDER));
  if (truncated) return refuse(paths, "The pull request changes more files than GitHub lists.");
  if (paths.length > MAX_FILES) return refuse(paths, `More than ${String(MAX_FILES)} alias files are changed.`);
  if (paths.length === 0) return { changes: [], invalid: [], paths };
  const found = await readKnownBlobs(workplace, [mergeBase, base, head], paths);
  const lost = [mergeBase, base, head].find((commit) => found.get(commit) === undefined);
  if (lost !== undefined) return refuse(paths, `Commit ${lost.slice(0, 12)} cannot be read.`);
  const at = (commit: string, path: string): Blob | undefined => found.get(commit)?.get(path);
  return planAliasChanges(
    paths.map((path) => ({ path, mergeBase: at(mergeBase, path), base: at(base, path), head: at(head, path) })),
  );
}

function refuse(paths: readonly string[], message: string): AliasChanges {
  const hint = "It cannot be told which aliases move: split the pull request, or push it again.";
  return { changes: [], paths, invalid: [{ path: ALIAS_FOLDER, issues: [fileIssue(message, hint)] }] };
}

/** Some files at some commits, as `readBlobs`; files of a commit never change, so they are asked for once. */
export async function readKnownBlobs(
  { octokit, repository, memory }: Workplace,
  commits: readonly string[],
  paths: readonly string[],
): Promise<ReadonlyMap<string, Blobs | undefined>> {
  const keyOf = (commit: string) => `${commit}\n${paths.join("\n")}`;
  const known = new Map(commits.map((commit) => [commit, memory.blobs.get(keyOf(commit))]));
  const missing = [...known].filter(([, blobs]) => blobs === undefined).map(([commit]) => commit);
  if (missing.length === 0) return known;
  const read = await readBlobs(octokit, repository, { commits: missing, paths, maxBytes: MAX_ALIAS_BYTES });
  for (const [commit, blobs] of read) {
    known.set(commit, blobs);
    // One that GitHub does not have may still come: a push does not arrive everywhere at once.
    if (blobs !== undefined) memory.blobs.set(keyOf(commit), blobs);
  }
  return known;
}

import type { AliasSnapshot } from "../../core/deployment/plan-moves.ts";
import { aliasPath } from "../../core/registry/alias-file.ts";
import { MAX_ALIAS_BYTES, parseAliases } from "../../core/registry/parse-aliases.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { type Blob, type Blobs, readBlobs } from "../../github/blobs.ts";
import { listMainline, type MainlineCommit } from "../../github/mainline.ts";
import type { Workplace } from "../workplace.ts";

/** What the default branch has been since a registry last looked at it. */
export interface AliasHistory {
  /** Oldest first. */
  readonly snapshots: readonly AliasSnapshot[];
  readonly commits: ReadonlyMap<string, MainlineCommit>;
}

/** Commits that are looked at one by one; of a default branch that moved further the newest commit alone counts. */
const MAX_COMMITS = 1000;

/** Commits whose files are asked for in one go. */
const CHUNK = 50;

/**
 * The alias file of a model at every commit that the default branch pointed at since the registry's `aliasCommit`. Where
 * that one is not below the branch any more (somebody forced it back) or was never set, only what the branch says now is
 * known: it is compared with what is on record, as if it had moved there in one step.
 */
export async function readSnapshots(
  workplace: Workplace,
  registry: Pick<Registry, "model" | "aliasCommit">,
  head: string,
): Promise<AliasHistory> {
  const { octokit, repository } = workplace;
  const path = aliasPath(registry.model);
  const mainline = await listMainline(octokit, repository, {
    head,
    until: registry.aliasCommit,
    atMost: registry.aliasCommit === undefined ? FIRST_LOOK : MAX_COMMITS,
  });
  const commits = new Map(mainline.commits.map((commit) => [commit.sha, commit]));
  const found: AliasSnapshot[] = [];
  for (let start = 0; start < mainline.commits.length; start += CHUNK) {
    const part = mainline.commits.slice(start, start + CHUNK).map(({ sha }) => sha);
    const files = await readBlobs(octokit, repository, { commits: part, paths: [path], maxBytes: MAX_ALIAS_BYTES });
    found.push(...part.map((sha) => toSnapshot(sha, files.get(sha), path)));
  }
  const isKnown = mainline.end === "reached" || (mainline.end === "ended" && registry.aliasCommit === undefined);
  const snapshots = isKnown ? found : sinceLastAbsent(found, registry.aliasCommit === undefined);
  return { snapshots: snapshots.toReversed(), commits };
}

/** Before anything is on record, a model's first alias is rarely older than this. */
const FIRST_LOOK = 200;

/**
 * Newest first. Before the first record everything since the file came to exist can be told; a history that was rewritten
 * tells nothing but what is there now.
 */
function sinceLastAbsent(found: readonly AliasSnapshot[], isFirst: boolean): readonly AliasSnapshot[] {
  const absent = found.findIndex(({ aliases }) => aliases?.size === 0);
  return isFirst && absent !== -1 ? found.slice(0, absent) : found.slice(0, 1);
}

function toSnapshot(commit: string, files: Blobs | undefined, path: string): AliasSnapshot {
  // A commit that cannot be read is none without aliases.
  if (files === undefined) return { commit, aliases: undefined };
  return { commit, aliases: parse(files.get(path)) };
}

function parse(blob: Blob | undefined): AliasSnapshot["aliases"] {
  if (blob === undefined) return new Map();
  const parsed = blob.text === undefined ? undefined : parseAliases(blob.text);
  return parsed !== undefined && "aliases" in parsed ? parsed.aliases : undefined;
}

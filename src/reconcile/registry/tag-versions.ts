import { LEDGER_BRANCH } from "../../core/evidence/ledger-index.ts";
import { sharesCommit } from "../../core/registry/find-version.ts";
import { type Registry, type VersionEntry, versionPath, versionTag } from "../../core/registry/registry.ts";
import { listOwnCommitsOfPath } from "../../github/path-history.ts";
import { isUnprocessable } from "../../github/request-failure.ts";
import { createTag, listTags, readTagTarget, type Tag } from "../../github/tags.ts";
import type { Workplace } from "../workplace.ts";

/** A version's tag that is not as the App wrote it. */
export interface MovedTag {
  readonly tag: string;
  /** What it names now; undefined: nothing that is a commit. */
  readonly commit: string | undefined;
}

export interface TagResult {
  readonly created: readonly string[];
  /** Moved or replaced by somebody: reported, never written over. */
  readonly moved: readonly MovedTag[];
}

/**
 * Makes the tag of every version that has none, and looks whether the others still are where they were put. Looks before
 * it writes; a tag that exists is never moved. One call where nothing changed.
 */
export async function tagVersions(workplace: Workplace, registry: Registry): Promise<TagResult> {
  const { octokit, repository, memory, log } = workplace;
  const { model } = registry;
  const tags = new Map((await listTags(octokit, repository, `${model}@v`)).map((tag) => [tag.name, tag]));
  const created: string[] = [];
  const moved: MovedTag[] = [];
  for (const entry of registry.versions.toReversed()) {
    const name = versionTag(model, entry.version);
    const present = tags.get(name) ?? (await makeTag(workplace, registry, entry));
    if (present === undefined) {
      created.push(name);
      memory.movedTags.delete(name);
      continue;
    }
    if (present === "impossible") continue;
    const state = await compareTag(workplace, registry, entry, present);
    if (state === "as-written") {
      memory.movedTags.delete(name);
      continue;
    }
    moved.push({ tag: name, commit: state.commit });
    if (memory.movedTags.get(name) !== (state.commit ?? "")) {
      log.warn({ ...repository, tag: name, ...state }, "a version's tag is not where the App put it");
    }
    memory.movedTags.set(name, state.commit ?? "");
  }
  return { created, moved };
}

/** Whether a tag is what the App wrote. A lightweight one is not: tools that read the registry from git ignore it. */
export async function compareTag(
  workplace: Workplace,
  registry: Registry,
  entry: VersionEntry,
  tag: Tag,
): Promise<"as-written" | { readonly commit: string | undefined }> {
  const { octokit, repository, memory } = workplace;
  const known = memory.tagTargets.get(tag.object);
  const commit = known ?? (await readTagTarget(octokit, repository, tag));
  if (commit !== undefined) memory.tagTargets.set(tag.object, commit);
  const place = await placeOfTag(workplace, registry, entry);
  return tag.annotated && commit === place ? "as-written" : { commit };
}

/**
 * The commit that a version's tag names: the one that it was made from, or, where an older version was made from the same
 * one, the commit of the ledger that holds it, because GTO shows one version of a model at a commit.
 */
export async function placeOfTag(
  workplace: Workplace,
  registry: Registry,
  entry: VersionEntry,
): Promise<string | undefined> {
  if (!sharesCommit(registry, entry)) return entry.commit;
  const { octokit, repository, memory, self } = workplace;
  const key = versionTag(registry.model, entry.version);
  const known = memory.tagPlaces.get(key);
  if (known !== undefined) return known;
  const path = versionPath(registry.model, entry.version);
  // The oldest: a later one can only have restored it.
  const place = (await listOwnCommitsOfPath(octokit, repository, { path, branch: LEDGER_BRANCH, self })).at(-1);
  if (place !== undefined) memory.tagPlaces.set(key, place);
  return place;
}

/** `undefined`: made now. `impossible`: its commit is not in the repository any more. */
async function makeTag(
  workplace: Workplace,
  registry: Registry,
  entry: VersionEntry,
): Promise<Tag | "impossible" | undefined> {
  const { octokit, repository, log } = workplace;
  const name = versionTag(registry.model, entry.version);
  const commit = await placeOfTag(workplace, registry, entry);
  if (commit === undefined) return "impossible";
  try {
    const message = `${registry.model} version ${String(entry.version)}\n\n${entry.digest}\n`;
    const present = await createTag(octokit, repository, { name, commit, message });
    if (present === undefined) log.info({ tag: name, commit }, "version tagged");
    return present;
  } catch (error) {
    if (!isUnprocessable(error)) throw error;
    log.error({ err: error, tag: name, commit }, "GitHub does not take the tag of a version");
    return "impossible";
  }
}

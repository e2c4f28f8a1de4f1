import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isLostAnswer, isNotFound, isUnprocessable, statusOf } from "./request-failure.ts";

/** A tag as git has it. */
export interface Tag {
  readonly name: string;
  /** What the ref names: a tag object of an annotated tag, the commit itself of a lightweight one. */
  readonly object: string;
  readonly annotated: boolean;
}

export interface NewTag {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
}

const REF = "refs/tags/";
const ATTEMPTS = 3;

/** Tags whose names begin so, in no particular order. */
export async function listTags(octokit: Octokit, { owner, repo }: Repository, prefix: string): Promise<readonly Tag[]> {
  try {
    // Not paginated: GitHub answers with all of them.
    const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo, ref: `tags/${prefix}` });
    return data.map(({ ref, object }) => toTag(ref, object));
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return [];
    throw error;
  }
}

/** One tag; `undefined` where there is none of that name. */
export async function readTag(octokit: Octokit, { owner, repo }: Repository, name: string): Promise<Tag | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `tags/${name}` });
    return toTag(data.ref, data.object);
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}

/** The commit that a tag names in the end; `undefined` where it names none. Costs a call for each step of an annotated one. */
export async function readTagTarget(
  octokit: Octokit,
  { owner, repo }: Repository,
  { object, annotated }: Pick<Tag, "object" | "annotated">,
): Promise<string | undefined> {
  if (!annotated) return object;
  let sha = object;
  // A tag of a tag of a tag is as far as anybody goes by accident.
  for (let step = 0; step < 3; step++) {
    const { data } = await octokit.rest.git.getTag({ owner, repo, tag_sha: sha });
    if (data.object.type === "commit") return data.object.sha;
    if (data.object.type !== "tag") return undefined;
    sha = data.object.sha;
  }
  return undefined;
}

/**
 * Makes an annotated tag. A tag of that name is never moved: `undefined` says that it was made now, else it is what was
 * there already. The tag object that is left over where somebody else was first is named by nothing, and git forgets it.
 */
export async function createTag(
  octokit: Octokit,
  repository: Repository,
  { name, commit, message }: NewTag,
): Promise<Tag | undefined> {
  const { owner, repo } = repository;
  // Without a tagger: GitHub puts the App there, with its own clock.
  const { data } = await octokit.rest.git.createTag({
    owner,
    repo,
    tag: name,
    message,
    object: commit,
    type: "commit",
  });
  for (let attempt = 1; ; attempt++) {
    try {
      await octokit.rest.git.createRef({ owner, repo, ref: `${REF}${name}`, sha: data.sha });
      return undefined;
    } catch (error) {
      // 422: somebody else was first. No answer: the tag may be there.
      if (!isUnprocessable(error) && !isLostAnswer(error)) throw error;
      const found = await readTag(octokit, repository, name);
      if (found !== undefined) return found.object === data.sha ? undefined : found;
      if (attempt >= ATTEMPTS) throw error;
    }
  }
}

function toTag(ref: string, { sha, type }: { readonly sha: string; readonly type: string }): Tag {
  return { name: ref.slice(REF.length), object: sha, annotated: type === "tag" };
}

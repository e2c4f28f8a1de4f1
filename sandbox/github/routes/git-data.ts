import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import { formatTag, parseTag, type TreeEntry } from "../git/parse-objects.ts";
import { isAncestor, readCommit, readTree, resolveCommit } from "../git/read-history.ts";
import { type Changes, writeCommit, writeTree } from "../git/write-history.ts";
import { moveRef } from "../operations/pushes.ts";
import { gitHubSignature, nodeId, signatureOf } from "../render/account.ts";
import { renderGitCommit, renderRef, renderTag } from "../render/commit.ts";
import { apiUrl } from "../render/repository.ts";
import { type Push, whyRefused } from "../rules/refuse-push.ts";
import { actorOf, created, found, NO_CONTENT, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { Person, signatureFrom } from "../server/person.ts";
import { pusherOf } from "../server/pusher.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Json, Repository } from "../state.ts";
import { timestamp } from "../world.ts";

const SHA = z.string().regex(/^[0-9a-f]{40}$/);
const NewBlob = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") });
const NewTree = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.enum(["100644", "100755", "040000", "160000", "120000"]).default("100644"),
      type: z.enum(["blob", "tree", "commit"]).optional(),
      sha: z.string().nullable().optional(),
      content: z.string().optional(),
    }),
  ),
});
const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: Person.optional(),
  committer: Person.optional(),
});
const NewTag = z.object({
  tag: z.string(),
  message: z.string(),
  object: SHA,
  type: z.enum(["commit", "tree", "blob"]),
  tagger: Person.optional(),
});
const NewRef = z.object({ ref: z.string(), sha: SHA });
const RefUpdate = z.object({ sha: SHA, force: z.boolean().default(false) });

/** Routes of git's own objects and refs. */
export function gitDataRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/git/ref/{ref}", ["contents:read"], async (context) => {
      const ref = `refs/${context.param("ref")}`;
      return ok(await renderRef(context.world, context.repository, ref, found(context.repository.git.refs.get(ref))));
    }),
    repositoryRoute("GET", "/git/matching-refs/{ref}", ["contents:read"], async (context) => {
      const prefix = `refs/${context.param("ref")}`;
      const matching = [...context.repository.git.refs].filter(([ref]) => ref.startsWith(prefix)).sort();
      return ok(
        await Promise.all(matching.map(([ref, sha]) => renderRef(context.world, context.repository, ref, sha))),
      );
    }),
    repositoryRoute("POST", "/git/refs", ["contents:write"], createRef),
    repositoryRoute("PATCH", "/git/refs/{ref}", ["contents:write"], updateRef),
    repositoryRoute("DELETE", "/git/refs/{ref}", ["contents:write"], async (context) => {
      const ref = `refs/${context.param("ref")}`;
      const before = context.repository.git.refs.get(ref);
      if (before === undefined) throw new ApiError(422, "Reference does not exist");
      await assertAllowed(context, { ref, before, after: undefined });
      await moveRef(context.world, context.repository, { ref, before, after: undefined }, pusherOf(context));
      return NO_CONTENT;
    }),
    repositoryRoute("POST", "/git/commits", ["contents:write"], createCommit),
    repositoryRoute("GET", "/git/commits/{commit_sha}", ["contents:read"], async (context) => {
      const commit = found(await readCommit(context.repository.git, context.param("commit_sha")));
      return ok(renderGitCommit(context.world, context.repository, commit));
    }),
    repositoryRoute("POST", "/git/trees", ["contents:write"], createTree),
    repositoryRoute("GET", "/git/trees/{tree_sha}", ["contents:read"], getTree),
    repositoryRoute("POST", "/git/blobs", ["contents:write"], (context) => {
      const { content, encoding } = context.body(NewBlob);
      const sha = context.repository.git.write("blob", Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
      return created({ sha, url: `${apiUrl(context.world, context.repository)}/git/blobs/${sha}` });
    }),
    repositoryRoute("GET", "/git/blobs/{file_sha}", ["contents:read"], getBlob),
    repositoryRoute("POST", "/git/tags", ["contents:write"], createTag),
    repositoryRoute("GET", "/git/tags/{tag_sha}", ["contents:read"], async (context) => {
      const sha = context.param("tag_sha");
      const object = await context.repository.git.read(sha);
      if (object?.type !== "tag") throw notFound();
      return ok(renderTag(context.world, context.repository, parseTag(sha, object.data)));
    }),
  ];
}

async function createRef(context: RepositoryContext) {
  const { world, repository } = context;
  const { ref, sha } = context.body(NewRef);
  if (!/^refs\/[^/]+\/.+/.test(ref))
    throw new ApiError(422, "Reference name must start with 'refs/' and have at least two slashes.");
  if ((await repository.git.read(sha)) === undefined) throw new ApiError(422, "Object does not exist");
  if (repository.git.refs.has(ref)) throw new ApiError(422, "Reference already exists");
  await assertAllowed(context, { ref, before: undefined, after: sha });
  if (!(await moveRef(world, repository, { ref, before: undefined, after: sha }, pusherOf(context)))) {
    // another ref is a folder of this one, or the other way round, or somebody else was first
    const twin = repository.git.refs.has(ref);
    throw new ApiError(422, twin ? "Reference already exists" : "Reference update failed");
  }
  return created(await renderRef(world, repository, ref, sha));
}

async function updateRef(context: RepositoryContext) {
  const { world, repository } = context;
  const { sha, force } = context.body(RefUpdate);
  const ref = `refs/${context.param("ref")}`;
  const before = repository.git.refs.get(ref);
  if (before === undefined) throw new ApiError(422, "Reference does not exist");
  if ((await repository.git.read(sha)) === undefined) throw new ApiError(422, "Object does not exist");
  if (!force && !(await isAncestor(repository.git, before, sha)))
    throw new ApiError(422, "Update is not a fast forward");
  await assertAllowed(context, { ref, before, after: sha });
  if (!(await moveRef(world, repository, { ref, before, after: sha }, pusherOf(context)))) {
    throw new ApiError(409, "Reference cannot be updated");
  }
  return ok(await renderRef(world, repository, ref, sha));
}

/** @throws ApiError 422 in GitHub's words when a rule forbids the push. */
async function assertAllowed(context: RepositoryContext, push: Push): Promise<void> {
  const why = await whyRefused(context.world, context.repository, push, actorOf(context));
  if (why !== undefined) throw new ApiError(422, why);
}

async function createCommit(context: RepositoryContext) {
  const { world, repository } = context;
  const wish = context.body(NewCommit);
  if ((await readTree(repository.git, wish.tree)) === undefined) throw new ApiError(422, "Tree SHA does not exist");
  for (const parent of wish.parents) {
    if ((await readCommit(repository.git, parent)) === undefined)
      throw new ApiError(422, "Parent SHA does not exist or is not a commit object");
  }
  const own = signatureOf(actorOf(context), timestamp(world));
  const author = signatureFrom(wish.author, own);
  const isApp = context.caller.kind === "installation" || context.caller.kind === "job";
  const isSigned = isApp && wish.author === undefined && wish.committer === undefined;
  const sha = writeCommit(repository.git, {
    tree: wish.tree,
    parents: wish.parents,
    message: wish.message,
    author,
    committer: isSigned ? gitHubSignature(own.date) : signatureFrom(wish.committer, author),
  });
  if (isSigned) repository.signed.add(sha);
  return created(renderGitCommit(world, repository, found(await readCommit(repository.git, sha))));
}

async function createTree(context: RepositoryContext) {
  const { repository } = context;
  const wish = context.body(NewTree);
  const base = wish.base_tree === undefined ? undefined : found(await treeOf(repository, wish.base_tree));
  const changes: [string, Buffer | { mode: string; sha: string } | null][] = wish.tree.map((entry) => {
    if (entry.content !== undefined) {
      return [entry.path, { mode: entry.mode, sha: repository.git.write("blob", Buffer.from(entry.content)) }];
    }
    if (entry.sha === undefined) throw new ApiError(422, "Must supply either tree.sha or tree.content");
    return [entry.path, entry.sha === null ? null : { mode: entry.mode, sha: entry.sha }];
  });
  for (const [path, change] of changes) {
    if (
      change !== null &&
      !Buffer.isBuffer(change) &&
      change.mode !== "160000" &&
      (await repository.git.read(change.sha)) === undefined
    ) {
      throw new ApiError(422, `tree.sha ${change.sha} is not a valid blob`);
    }
    if (
      path.startsWith("/") ||
      path.split("/").some((name) => name === "" || name === ".." || name === "." || name === ".git")
    ) {
      throw new ApiError(422, `tree.path contains a malformed path component`);
    }
  }
  const all: Changes = new Map(changes);
  const sha = await writeTree(repository.git, base, all);
  return created(renderTree(context, sha, await listTree(repository, sha, false)));
}

/** The tree behind a tree id, a commit id or a branch. */
async function treeOf(repository: Repository, name: string): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(name) && (await readTree(repository.git, name)) !== undefined) return name;
  const commit = await resolveCommit(repository.git, name, repository.defaultBranch);
  return commit === undefined ? undefined : (await readCommit(repository.git, commit))?.tree;
}

async function getTree(context: RepositoryContext) {
  const sha = found(await treeOf(context.repository, context.param("tree_sha")));
  const recursive = context.url.searchParams.has("recursive");
  return ok(renderTree(context, sha, await listTree(context.repository, sha, recursive)));
}

async function listTree(
  repository: Repository,
  sha: string,
  recursive: boolean,
  prefix = "",
): Promise<readonly TreeEntry[]> {
  const listed: TreeEntry[] = [];
  for (const entry of (await readTree(repository.git, sha)) ?? []) {
    const name = prefix + entry.name;
    listed.push({ ...entry, name });
    if (recursive && entry.type === "tree") listed.push(...(await listTree(repository, entry.sha, true, `${name}/`)));
  }
  return listed;
}

function renderTree({ world, repository }: RepositoryContext, sha: string, entries: readonly TreeEntry[]): Json {
  const api = `${apiUrl(world, repository)}/git`;
  return {
    sha,
    url: `${api}/trees/${sha}`,
    tree: entries.map((entry) => ({
      path: entry.name,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.type === "commit" ? {} : { url: `${api}/${entry.type}s/${entry.sha}` }),
    })),
    truncated: false,
  };
}

async function getBlob(context: RepositoryContext) {
  const sha = context.param("file_sha");
  const object = await context.repository.git.read(sha);
  if (object?.type !== "blob") throw notFound();
  if (/[.+]raw/.test(context.headers.accept ?? "")) {
    return {
      status: 200,
      body: object.data,
      headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" },
    };
  }
  return ok({
    sha,
    node_id: nodeId("B", sha),
    size: object.data.length,
    url: `${apiUrl(context.world, context.repository)}/git/blobs/${sha}`,
    content: object.data.toString("base64").replaceAll(/.{1,60}/g, "$&\n"),
    encoding: "base64",
  });
}

async function createTag(context: RepositoryContext) {
  const { world, repository } = context;
  const wish = context.body(NewTag);
  if ((await repository.git.read(wish.object)) === undefined) throw new ApiError(422, "Object does not exist");
  const tagger = signatureFrom(wish.tagger, signatureOf(actorOf(context), timestamp(world)));
  const tag = { object: wish.object, type: wish.type, tag: wish.tag, tagger, message: wish.message };
  const sha = repository.git.write("tag", formatTag(tag));
  return created(renderTag(world, repository, { ...tag, sha }));
}

import { posix } from "node:path";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import type { TreeEntry } from "../git/parse-objects.ts";
import { entryAt, readCommit, readTree, resolveCommit } from "../git/read-history.ts";
import { commitChanges } from "../git/write-history.ts";
import { moveRef } from "../operations/pushes.ts";
import { gitHubSignature, signatureOf } from "../render/account.ts";
import { renderGitCommit } from "../render/commit.ts";
import { apiUrl, htmlUrl } from "../render/repository.ts";
import { whyRefused } from "../rules/refuse-push.ts";
import { actorOf, found, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { Person, signatureFrom } from "../server/person.ts";
import { pusherOf } from "../server/pusher.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Json } from "../state.ts";
import { timestamp } from "../world.ts";

const PutFile = z.object({
  message: z.string(),
  content: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
  author: Person.optional(),
  committer: Person.optional(),
});
const DeleteFile = PutFile.omit({ content: true }).required({ sha: true });

/** Above this many bytes a JSON answer has no content, and above `RAW_BYTES` there is none at all. */
const JSON_BYTES = 1024 * 1024;
const RAW_BYTES = 100 * 1024 * 1024;
const LARGEST_FOLDER = 1000;

/** Routes of files and folders at a ref. */
export function contentRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/contents/{path}", ["contents:read"], getContent),
    repositoryRoute("GET", "/contents/", ["contents:read"], getContent),
    repositoryRoute("GET", "/contents", ["contents:read"], getContent),
    repositoryRoute("PUT", "/contents/{path}", ["contents:write"], (context) => {
      const wish = context.body(PutFile);
      const content = Buffer.from(wish.content, "base64");
      if (content.toString("base64").replaceAll("=", "") !== wish.content.replaceAll(/[\s=]/g, "")) {
        throw new ApiError(422, "content is not valid Base64");
      }
      return writeFile(context, wish, content);
    }),
    repositoryRoute("DELETE", "/contents/{path}", ["contents:write"], (context) =>
      writeFile(context, context.body(DeleteFile), null),
    ),
  ];
}

async function getContent(context: RepositoryContext) {
  const { repository, url } = context;
  const path = context.param("path").replace(/\/$/, "");
  const name = url.searchParams.get("ref") ?? repository.defaultBranch;
  const commit = await resolveCommit(repository.git, name, repository.defaultBranch);
  if (commit === undefined) {
    if (repository.git.refs.size === 0) throw new ApiError(404, "This repository is empty.");
    throw new ApiError(404, `No commit found for the ref ${name}`);
  }
  const entry = found(await entryAt(repository.git, commit, path));
  const accept = context.headers.accept ?? "";
  const place: Place = { path, ref: name, accept };
  if (entry.type === "tree") return getFolder(context, entry, place);
  return getFile(context, (await followLink(context, commit, { entry, path })) ?? entry, place);
}

/** GitHub answers with the file that a symbolic link points at, where it is one of the same commit. */
async function followLink(
  { repository }: RepositoryContext,
  commit: string,
  { entry, path }: { readonly entry: TreeEntry; readonly path: string },
): Promise<TreeEntry | undefined> {
  if (entry.mode !== "120000") return undefined;
  const target = (await repository.git.read(entry.sha))?.data.toString("utf8") ?? "";
  const file = await entryAt(repository.git, commit, posix.normalize(posix.join(posix.dirname(path), target)));
  return file?.type === "blob" && file.mode !== "120000" ? { ...file, name: entry.name } : undefined;
}

interface Place {
  readonly path: string;
  readonly ref: string;
  readonly accept: string;
}

async function getFolder(context: RepositoryContext, folder: TreeEntry, { path, ref, accept }: Place) {
  const entries = found(await readTree(context.repository.git, folder.sha)).slice(0, LARGEST_FOLDER);
  const rendered = await Promise.all(
    entries.map(async (entry) => {
      const at = path === "" ? entry.name : `${path}/${entry.name}`;
      return renderEntry(context, entry, { path: at, ref, size: await sizeOf(context, entry) });
    }),
  );
  if (!accept.includes("object")) return ok(rendered);
  return ok({
    ...renderEntry(context, { ...folder, name: path.split("/").at(-1) ?? "" }, { path, ref, size: 0 }),
    entries: rendered,
  });
}

async function sizeOf({ repository }: RepositoryContext, { sha, type }: TreeEntry): Promise<number> {
  return type === "blob" ? ((await repository.git.read(sha))?.data.length ?? 0) : 0;
}

async function getFile(context: RepositoryContext, entry: TreeEntry, { path, ref, accept }: Place) {
  const data = found(await context.repository.git.read(entry.sha)).data;
  if (data.length > RAW_BYTES) throw new ApiError(403, "This API returns blobs up to 100 MB in size.");
  if (/[.+]raw/.test(accept))
    return { status: 200, body: data, headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" } };
  const large = data.length > JSON_BYTES;
  return ok({
    ...renderEntry(context, entry, { path, ref, size: data.length }),
    content: large ? "" : wrapBase64(data),
    encoding: large ? "none" : "base64",
  });
}

/** GitHub breaks base64 after 60 characters. */
function wrapBase64(data: Buffer): string {
  return data.toString("base64").replaceAll(/.{1,60}/g, "$&\n");
}

function renderEntry(
  { world, repository }: RepositoryContext,
  entry: TreeEntry,
  { path, ref, size }: { path: string; ref: string; size: number },
): Json {
  const at = path.split("/").map(encodeURIComponent).join("/");
  const self = `${apiUrl(world, repository)}/contents/${at}?ref=${encodeURIComponent(ref)}`;
  const git = `${apiUrl(world, repository)}/git/${entry.type === "tree" ? "trees" : "blobs"}/${entry.sha}`;
  const html = `${htmlUrl(world, repository)}/${entry.type === "tree" ? "tree" : "blob"}/${ref}/${at}`;
  return {
    type:
      entry.type === "tree"
        ? "dir"
        : entry.mode === "120000"
          ? "symlink"
          : entry.type === "commit"
            ? "submodule"
            : "file",
    size,
    name: entry.name,
    path,
    sha: entry.sha,
    url: self,
    git_url: git,
    html_url: html,
    download_url: entry.type === "blob" ? `${htmlUrl(world, repository)}/raw/${ref}/${at}` : null,
    _links: { self, git, html },
  };
}

async function writeFile(
  context: RepositoryContext,
  wish: z.infer<typeof PutFile> | z.infer<typeof DeleteFile>,
  content: Buffer | null,
) {
  const { world, repository } = context;
  const path = context.param("path");
  const branch = wish.branch ?? repository.defaultBranch;
  const ref = `refs/heads/${branch}`;
  const head = repository.git.refs.get(ref);
  if (head === undefined && repository.git.refs.size > 0) throw new ApiError(404, `Branch ${branch} not found`);
  const before = head === undefined ? undefined : await entryAt(repository.git, head, path);
  if (content === null && before === undefined) throw notFound();
  if (before !== undefined && wish.sha === undefined) {
    throw new ApiError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (wish.sha !== undefined && wish.sha !== before?.sha) throw new ApiError(409, `${path} does not match ${wish.sha}`);

  const own = signatureOf(actorOf(context), timestamp(world));
  const author = signatureFrom(wish.author, own);
  const committer = signatureFrom(wish.committer, gitHubSignature(own.date));
  const sha = await commitChanges(repository.git, head, new Map([[path, content]]), {
    message: wish.message,
    author,
    committer,
  });
  const why = await whyRefused(world, repository, { ref, before: head, after: sha }, actorOf(context));
  if (why !== undefined) throw new ApiError(409, why);
  if (wish.author === undefined && wish.committer === undefined) repository.signed.add(sha);
  if (!(await moveRef(world, repository, { ref, before: head, after: sha }, pusherOf(context)))) {
    throw new ApiError(409, `is at ${String(repository.git.refs.get(ref))} but expected ${String(head)}`);
  }
  const commit = renderGitCommit(world, repository, found(await readCommit(repository.git, sha)));
  const entry = await entryAt(repository.git, sha, path);
  const body = {
    content:
      entry === undefined ? null : renderEntry(context, entry, { path, ref: branch, size: content?.length ?? 0 }),
    commit,
  };
  return { status: before === undefined ? 201 : 200, body };
}

import { commitChanges } from "../git/write-history.ts";
import { moveRef } from "../operations/pushes.ts";
import { gitHubSignature, parseNodeId, signatureOf } from "../render/account.ts";
import { whyRefused } from "../rules/refuse-push.ts";
import { actorOf, type Context, may, maySee } from "../server/context.ts";
import { pusherOf } from "../server/pusher.ts";
import { findRepository } from "../server/route.ts";
import type { Comment, Repository } from "../state.ts";
import { timestamp } from "../world.ts";
import { commentNode, commitNode, graphqlError, refNode } from "./queries.ts";
import { type UpdateRefsInput, updateRefs } from "./update-refs.ts";

interface CommitInput {
  readonly clientMutationId?: string;
  readonly branch: { readonly id?: string; readonly repositoryNameWithOwner?: string; readonly branchName?: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly expectedHeadOid: string;
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

/** The root fields that change something. Arguments have been checked against the schema by then. */
export function mutationRoot(context: Context): Readonly<Record<string, unknown>> {
  return {
    createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommitOnBranch(context, input),
    updateRefs: ({ input }: { input: UpdateRefsInput }) => updateRefs(context, input),
    minimizeComment: ({ input }: { input: { subjectId: string; classifier: string; clientMutationId?: string } }) => {
      const { repository, comment } = findComment(context, input.subjectId);
      comment.minimized = input.classifier;
      return {
        clientMutationId: input.clientMutationId ?? null,
        minimizedComment: commentNode(context, repository, comment),
      };
    },
    unminimizeComment: ({ input }: { input: { subjectId: string; clientMutationId?: string } }) => {
      const { repository, comment } = findComment(context, input.subjectId);
      comment.minimized = undefined;
      return {
        clientMutationId: input.clientMutationId ?? null,
        unminimizedComment: commentNode(context, repository, comment),
      };
    },
  };
}

function findComment(context: Context, id: string): { readonly repository: Repository; readonly comment: Comment } {
  const wanted = parseNodeId(id);
  for (const repository of context.world.repositories.values()) {
    const comment = wanted?.prefix === "IC" ? repository.comments.get(Number(wanted.id)) : undefined;
    if (comment === undefined || !maySee(context, repository)) continue;
    if (!may(context, repository, ["issues:write", "pull_requests:write"])) {
      throw graphqlError("FORBIDDEN", "Resource not accessible by integration");
    }
    return { repository, comment };
  }
  throw graphqlError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

async function createCommitOnBranch(context: Context, input: CommitInput) {
  const { world } = context;
  const { repository, branch } = findBranch(context, input.branch);
  const ref = `refs/heads/${branch}`;
  const head = repository.git.refs.get(ref);
  if (head === undefined)
    throw graphqlError(
      "NOT_FOUND",
      `Branch "${branch}" was not found in repository "${repository.owner.login}/${repository.name}".`,
    );
  const stale = graphqlError(
    "STALE_DATA",
    `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
  );
  if (head !== input.expectedHeadOid) throw stale;
  const date = timestamp(world);
  const { headline, body = "" } = input.message;
  const sha = await commitChanges(repository.git, head, changesOf(input), {
    message: body === "" ? headline : `${headline}\n\n${body}`,
    author: signatureOf(actorOf(context), date),
    committer: gitHubSignature(date),
  });
  const why = await whyRefused(world, repository, { ref, before: head, after: sha }, actorOf(context));
  if (why !== undefined) throw graphqlError("UNPROCESSABLE", why);
  repository.signed.add(sha);
  if (!(await moveRef(world, repository, { ref, before: head, after: sha }, pusherOf(context)))) throw stale;
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: () => commitNode(context, repository, sha),
    ref: () => refNode(context, repository, ref),
  };
}

function changesOf({ fileChanges = {} }: CommitInput): ReadonlyMap<string, Buffer | null> {
  const changes = new Map<string, Buffer | null>();
  for (const { path } of fileChanges.deletions ?? []) changes.set(path, null);
  for (const { path, contents } of fileChanges.additions ?? []) {
    if (
      path === "" ||
      path.startsWith("/") ||
      path.split("/").some((name) => name === ".." || name === ".git" || name === "")
    ) {
      throw graphqlError("UNPROCESSABLE", `A path was requested for addition which is invalid: ${path}`);
    }
    const bytes = Buffer.from(contents, "base64");
    if (bytes.toString("base64").replaceAll("=", "") !== contents.replaceAll(/[\s=]/g, "")) {
      throw graphqlError("UNPROCESSABLE", `The contents of ${path} are not valid Base64.`);
    }
    changes.set(path, bytes);
  }
  return changes;
}

function findBranch(
  context: Context,
  branch: CommitInput["branch"],
): { readonly repository: Repository; readonly branch: string } {
  const { repository, name } = readBranch(context, branch);
  if (repository === undefined || !maySee(context, repository)) {
    throw graphqlError(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${branch.repositoryNameWithOwner ?? ""}'.`,
    );
  }
  if (!may(context, repository, ["contents:write"])) {
    throw graphqlError("FORBIDDEN", "Resource not accessible by integration");
  }
  return { repository, branch: name };
}

function readBranch({ world }: Context, { id, repositoryNameWithOwner = "", branchName = "" }: CommitInput["branch"]) {
  if (id === undefined) {
    const [owner = "", name = ""] = repositoryNameWithOwner.split("/");
    return { repository: findRepository(world, owner, name), name: branchName.replace(/^refs\/heads\//, "") };
  }
  const [, repositoryId, ref = ""] = /^(\d+):(.+)$/.exec(parseNodeId(id)?.id ?? "") ?? [];
  return { repository: world.repositoriesById.get(Number(repositoryId)), name: ref.replace(/^refs\/heads\//, "") };
}

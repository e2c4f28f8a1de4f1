import { GraphQLError } from "graphql";
import { entryAt, readCommit, resolveCommit } from "../git/read-history.ts";
import { nodeId, parseNodeId } from "../render/account.ts";
import { fullName, htmlUrl } from "../render/repository.ts";
import { actorOf, type Context, may, maySee } from "../server/context.ts";
import { limitOf } from "../server/rate-limit.ts";
import { findRepository } from "../server/route.ts";
import type { Account, Comment, Issue, Pull, Repository } from "../state.ts";
import { timestamp } from "../world.ts";

type Node = Readonly<Record<string, unknown>>;

/** An error with the `type` that GitHub gives beside the message. */
export function graphqlError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** The root fields that can be read. */
export function queryRoot(context: Context): Node {
  const { world } = context;
  return {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = findRepository(world, owner, name);
      if (repository === undefined || !maySee(context, repository)) {
        throw graphqlError("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return repositoryNode(context, repository);
    },
    viewer: () => accountNode(context, actorOf(context)),
    rateLimit: () => {
      const { limit, used, resetSeconds } = limitOf(world, context.caller);
      return {
        limit,
        used,
        remaining: limit - used,
        cost: 1,
        nodeCount: 0,
        resetAt: timestamp(world, resetSeconds * 1000),
      };
    },
    node: ({ id }: { id: string }) => findNode(context, id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => findNode(context, id)),
  };
}

function findNode(context: Context, id: string): Node {
  const wanted = parseNodeId(id);
  const number = Number(wanted?.id);
  for (const repository of context.world.repositories.values()) {
    if (!maySee(context, repository)) continue;
    if (wanted?.prefix === "R" && repository.id === number) return repositoryNode(context, repository);
    const comment = wanted?.prefix === "IC" ? repository.comments.get(number) : undefined;
    if (comment !== undefined) return commentNode(context, repository, comment);
    const pull = wanted?.prefix === "PR" ? [...repository.pulls.values()].find((one) => one.id === number) : undefined;
    if (pull !== undefined) return pullNode(context, repository, pull);
    const issue =
      wanted?.prefix === "I" ? [...repository.issues.values()].find(({ id: own }) => own === number) : undefined;
    if (issue !== undefined) return issueNode(context, repository, issue);
  }
  throw graphqlError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

function accountNode({ world }: Context, account: Account): Node {
  return {
    __typename: account.type,
    id: nodeId(account.type === "Organization" ? "O" : account.type === "Bot" ? "BOT" : "U", account.id),
    databaseId: account.id,
    login: account.login,
    url: `${world.origin}/${account.login}`,
  };
}

export function repositoryNode(context: Context, repository: Repository): Node {
  const { world } = context;
  const assertReadable = (need: `${"contents" | "issues" | "pull_requests"}:read`): void => {
    if (!may(context, repository, [need])) throw graphqlError("FORBIDDEN", "Resource not accessible by integration");
  };
  return {
    __typename: "Repository",
    id: nodeId("R", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: accountNode(context, repository.owner),
    url: htmlUrl(world, repository),
    isPrivate: repository.private,
    isFork: repository.parent !== undefined,
    createdAt: repository.createdAt,
    pushedAt: repository.pushedAt,
    defaultBranchRef: () => refNode(context, repository, `refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      assertReadable("contents:read");
      const names = [qualifiedName, `refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`];
      const name = names.find((candidate) => repository.git.refs.has(candidate));
      return name === undefined ? null : refNode(context, repository, name);
    },
    object: ({ oid, expression }: { oid?: string; expression?: string }) => {
      assertReadable("contents:read");
      return objectNode(context, repository, expression ?? oid ?? "HEAD");
    },
    issue: ({ number }: { number: number }) => {
      assertReadable("issues:read");
      const issue = repository.pulls.has(number) ? undefined : repository.issues.get(number);
      if (issue === undefined) {
        throw graphqlError("NOT_FOUND", `Could not resolve to an Issue with the number of ${String(number)}.`);
      }
      return issueNode(context, repository, issue);
    },
    pullRequest: ({ number }: { number: number }) => {
      assertReadable("pull_requests:read");
      const pull = repository.pulls.get(number);
      if (pull === undefined) {
        throw graphqlError("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${String(number)}.`);
      }
      return pullNode(context, repository, pull);
    },
  };
}

export function refNode(context: Context, repository: Repository, ref: string): Node | null {
  const sha = repository.git.refs.get(ref);
  if (sha === undefined) return null;
  return {
    __typename: "Ref",
    id: nodeId("REF", `${String(repository.id)}:${ref}`),
    name: ref.replace(/^refs\/(heads|tags)\//, ""),
    prefix: /^refs\/(heads|tags)\//.exec(ref)?.[0] ?? "refs/",
    target: () => commitNode(context, repository, sha),
    repository: () => repositoryNode(context, repository),
  };
}

export async function commitNode(context: Context, repository: Repository, sha: string): Promise<Node | null> {
  const commit = await readCommit(repository.git, sha);
  if (commit === undefined) return null;
  const signed = repository.signed.has(sha);
  return {
    __typename: "Commit",
    id: nodeId("C", sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    url: `${htmlUrl(context.world, repository)}/commit/${sha}`,
    commitUrl: `${htmlUrl(context.world, repository)}/commit/${sha}`,
    message: commit.message,
    messageHeadline: commit.message.split("\n")[0] ?? "",
    messageBody: commit.message.split("\n").slice(1).join("\n").trim(),
    committedDate: commit.committer.date,
    authoredDate: commit.author.date,
    author: { name: commit.author.name, email: commit.author.email, date: commit.author.date },
    committer: { name: commit.committer.name, email: commit.committer.email, date: commit.committer.date },
    signature: signed ? { __typename: "GpgSignature", isValid: true, state: "VALID", wasSignedByGitHub: true } : null,
    tree: { __typename: "Tree", id: nodeId("T", commit.tree), oid: commit.tree },
  };
}

/** `branch:path`, `sha:path`, a ref or an id. */
async function objectNode(context: Context, repository: Repository, expression: string): Promise<Node | null> {
  const colon = expression.indexOf(":");
  const name = colon < 0 ? expression : expression.slice(0, colon);
  const sha = await resolveCommit(repository.git, name, repository.defaultBranch);
  if (sha === undefined) return null;
  if (colon < 0) return commitNode(context, repository, sha);
  const entry = await entryAt(repository.git, sha, expression.slice(colon + 1));
  if (entry === undefined) return null;
  const common = { id: nodeId("OBJ", entry.sha), oid: entry.sha, abbreviatedOid: entry.sha.slice(0, 7) };
  if (entry.type === "tree") return { __typename: "Tree", ...common };
  const data = (await repository.git.read(entry.sha))?.data ?? Buffer.alloc(0);
  const isBinary = data.includes(0);
  return {
    __typename: "Blob",
    ...common,
    byteSize: data.length,
    isBinary,
    isTruncated: false,
    text: isBinary ? null : data.toString("utf8"),
  };
}

function issueNode(context: Context, repository: Repository, issue: Issue): Node {
  return {
    __typename: "Issue",
    id: nodeId("I", issue.id),
    databaseId: issue.id,
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    url: `${htmlUrl(context.world, repository)}/issues/${String(issue.number)}`,
    author: accountNode(context, issue.user),
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    ...editOf(context, issue),
    repository: () => repositoryNode(context, repository),
  };
}

/** Who changed the body: whoever opened it stands in the history from the first change on. */
function editOf(context: Context, { edits, user, createdAt }: Issue): Node {
  const last = edits.at(-1);
  const history = last === undefined ? [] : [{ editor: user, at: createdAt }, ...edits];
  const nodes = history.toReversed().map(({ editor, at }) => ({ editor: accountNode(context, editor), editedAt: at }));
  return {
    editor: last === undefined ? null : accountNode(context, last.editor),
    lastEditedAt: last?.at ?? null,
    userContentEdits: ({ first, last: newest }: { first?: number; last?: number }) => ({
      nodes: newest === undefined ? nodes.slice(0, first) : nodes.slice(-newest),
      totalCount: nodes.length,
    }),
  };
}

function pullNode(context: Context, repository: Repository, pull: Pull): Node {
  return {
    __typename: "PullRequest",
    id: nodeId("PR", pull.id),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.merged ? "MERGED" : pull.state.toUpperCase(),
    isDraft: pull.draft,
    merged: pull.merged,
    url: `${htmlUrl(context.world, repository)}/pull/${String(pull.number)}`,
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    author: accountNode(context, pull.user),
    ...editOf(context, pull),
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    repository: () => repositoryNode(context, repository),
  };
}

export function commentNode(context: Context, repository: Repository, comment: Comment): Node {
  const url = `${htmlUrl(context.world, repository)}/pull/${String(comment.issueNumber)}#issuecomment-${String(comment.id)}`;
  return {
    __typename: "IssueComment",
    id: nodeId("IC", comment.id),
    databaseId: comment.id,
    body: comment.body,
    author: accountNode(context, comment.user),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    isMinimized: comment.minimized !== undefined,
    minimizedReason: comment.minimized?.toLowerCase() ?? null,
    viewerCanMinimize: true,
    url,
  };
}

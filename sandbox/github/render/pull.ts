import type { FileChange } from "../git/diff.ts";
import { diffFiles } from "../git/diff.ts";
import { listCommits, mergeBase } from "../git/read-history.ts";
import { type Mergeability, pullMergeability } from "../mergeability.ts";
import type { Account, Comment, Issue, Json, Label, Pull, Reaction, Repository, Review } from "../state.ts";
import type { World } from "../world.ts";
import { nodeId, renderAccount, renderApp, renderOptionalAccount, renderTeam } from "./account.ts";
import { apiUrl, fullName, htmlUrl, renderRepository } from "./repository.ts";

/** Schema `label`. */
export function renderLabel(world: World, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: nodeId("LA", label.id),
    url: `${apiUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    description: label.description,
    color: label.color,
    default: false,
  };
}

/** `OWNER`, `COLLABORATOR` or `NONE`; membership of organizations shows as `MEMBER`. */
export function associationOf(world: World, repository: Repository, account: Account): string {
  if (account.id === repository.owner.id) return "OWNER";
  const teams = [...world.teams.values()].filter(({ organization }) => organization.id === repository.owner.id);
  if (teams.some(({ members }) => members.has(account.id))) return "MEMBER";
  return repository.collaborators.has(account.id) ? "COLLABORATOR" : "NONE";
}

/** Schema `pull-request-minimal`. */
export function renderMinimalPull(world: World, repository: Repository, pull: Pull): Json {
  const side = (of: Repository, ref: string, sha: string): Json => ({
    ref,
    sha,
    repo: { id: of.id, url: apiUrl(world, of), name: of.name },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiUrl(world, repository)}/pulls/${String(pull.number)}`,
    head: side(pull.headRepository, pull.headRef, pull.headSha),
    base: side(repository, pull.baseRef, pull.baseSha),
  };
}

/** The pull requests of this repository whose head is `sha`; empty for those from forks, as on GitHub. */
export function minimalPullsOf(world: World, repository: Repository, sha: string): readonly Json[] {
  return [...repository.pulls.values()]
    .filter((pull) => pull.headSha === sha && pull.state === "open" && pull.headRepository.id === repository.id)
    .map((pull) => renderMinimalPull(world, repository, pull));
}

/** Schema `pull-request-simple`. */
export function renderSimplePull(world: World, repository: Repository, pull: Pull): Json {
  const url = `${apiUrl(world, repository)}/pulls/${String(pull.number)}`;
  const issue = `${apiUrl(world, repository)}/issues/${String(pull.number)}`;
  const html = `${htmlUrl(world, repository)}/pull/${String(pull.number)}`;
  const statuses = `${apiUrl(world, repository)}/statuses/${pull.headSha}`;
  const side = (of: Repository, ref: string, sha: string): Json => ({
    label: `${of.owner.login}:${ref}`,
    ref,
    sha,
    user: renderAccount(world, of.owner),
    repo: renderRepository(world, of),
  });
  const href = (target: string): Json => ({ href: target });
  return {
    url,
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl(world, repository)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    active_lock_reason: null,
    title: pull.title,
    user: renderAccount(world, pull.user),
    body: pull.body,
    // there a description is text, where a label by itself has none
    labels: pull.labels.map((label) => ({
      ...renderLabel(world, repository, label),
      description: label.description ?? "",
    })),
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    ...renderAssignees(world, pull),
    requested_reviewers: [...pull.requestedReviewers.values()].map((user) => renderAccount(world, user)),
    requested_teams: [...pull.requestedTeams.values()].map((team) => renderTeam(world, team)),
    draft: pull.draft,
    head: side(pull.headRepository, pull.headRef, pull.headSha),
    base: side(repository, pull.baseRef, pull.baseSha),
    _links: {
      self: href(url),
      html: href(html),
      issue: href(issue),
      comments: href(`${issue}/comments`),
      review_comments: href(`${url}/comments`),
      review_comment: href(`${apiUrl(world, repository)}/pulls/comments{/number}`),
      commits: href(`${url}/commits`),
      statuses: href(statuses),
    },
    author_association: associationOf(world, repository, pull.user),
    auto_merge: null,
  };
}

/** The files that a pull request changes since its merge base. */
export async function pullFiles(repository: Repository, pull: Pull): Promise<readonly FileChange[]> {
  const base = await mergeBase(repository.git, pull.baseSha, pull.headSha);
  return diffFiles(repository.git, base, pull.headSha);
}

const STATE_WORDS: Readonly<Record<Mergeability, string>> = {
  clean: "clean",
  conflict: "dirty",
  blocked: "blocked",
  draft: "draft",
  closed: "unknown",
};

/** Schema `pull-request`, which also computes whether it can be merged. */
export async function renderPull(world: World, repository: Repository, pull: Pull): Promise<Json> {
  const mergeability = await pullMergeability(repository, pull);
  const files = await pullFiles(repository, pull);
  const commits = await listCommits(repository.git, { from: pull.baseSha, to: pull.headSha });
  const reviews = [...repository.reviews.values()].filter(({ pullNumber }) => pullNumber === pull.number);
  return {
    ...renderSimplePull(world, repository, pull),
    merged: pull.merged,
    mergeable: mergeability === "closed" ? null : mergeability !== "conflict",
    rebaseable: mergeability === "closed" ? null : mergeability !== "conflict",
    mergeable_state: STATE_WORDS[mergeability],
    merged_by: renderOptionalAccount(world, pull.mergedBy),
    comments: repository.commentsByIssue.get(pull.number)?.length ?? 0,
    review_comments: reviews.length === 0 ? 0 : 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: commits.length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: files.length,
  };
}

const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

function renderReactionRollup(url: string, reactions: readonly Reaction[]): Json {
  const count = (content: string): number => reactions.filter((reaction) => reaction.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    ...Object.fromEntries(REACTIONS.map((content) => [content, count(content)])),
  };
}

/** Schema `issue`; a pull request shows as an issue with a `pull_request` part. */
export function renderIssue(world: World, repository: Repository, issue: Issue | Pull): Json {
  const url = `${apiUrl(world, repository)}/issues/${String(issue.number)}`;
  const isPull = "headSha" in issue;
  const app = [...world.apps.values()].find(({ bot }) => bot.id === issue.user.id);
  const html = `${htmlUrl(world, repository)}/${isPull ? "pull" : "issues"}/${String(issue.number)}`;
  const pullPart = isPull
    ? {
        draft: issue.draft,
        pull_request: {
          url: `${apiUrl(world, repository)}/pulls/${String(issue.number)}`,
          html_url: html,
          diff_url: `${html}.diff`,
          patch_url: `${html}.patch`,
          merged_at: issue.mergedAt,
        },
      }
    : {};
  return {
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: issue.id,
    node_id: nodeId(isPull ? "PR" : "I", issue.id),
    number: issue.number,
    title: issue.title,
    user: renderAccount(world, issue.user),
    labels: issue.labels.map((label) => renderLabel(world, repository, label)),
    state: issue.state,
    locked: issue.locked,
    ...renderAssignees(world, issue),
    milestone: null,
    comments: repository.commentsByIssue.get(issue.number)?.length ?? 0,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(world, repository, issue.user),
    active_lock_reason: null,
    body: issue.body,
    reactions: renderReactionRollup(url, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: app === undefined ? null : renderApp(world, app),
    state_reason: issue.stateReason,
    ...pullPart,
  };
}

function renderAssignees(world: World, { assignees }: Issue): Json {
  const rendered = assignees.map((one) => renderAccount(world, one));
  return { assignee: rendered[0] ?? null, assignees: rendered };
}

/** Schema `issue-comment`. */
export function renderComment(world: World, repository: Repository, comment: Comment): Json {
  const url = `${apiUrl(world, repository)}/issues/comments/${String(comment.id)}`;
  const kind = repository.pulls.has(comment.issueNumber) ? "pull" : "issues";
  return {
    url,
    html_url: `${htmlUrl(world, repository)}/${kind}/${String(comment.issueNumber)}#issuecomment-${String(comment.id)}`,
    issue_url: `${apiUrl(world, repository)}/issues/${String(comment.issueNumber)}`,
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    user: renderAccount(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: associationOf(world, repository, comment.user),
    reactions: renderReactionRollup(url, comment.reactions),
    performed_via_github_app: comment.app === undefined ? null : renderApp(world, comment.app),
  };
}

/** Schema `pull-request-review`. */
export function renderReview(world: World, repository: Repository, review: Review): Json {
  const html = `${htmlUrl(world, repository)}/pull/${String(review.pullNumber)}#pullrequestreview-${String(review.id)}`;
  const pull = `${apiUrl(world, repository)}/pulls/${String(review.pullNumber)}`;
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: renderAccount(world, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repository, review.user),
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
  };
}

/** Schema `diff-entry`. */
export function renderFile(world: World, repository: Repository, sha: string, file: FileChange): Json {
  const at = file.filename.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${htmlUrl(world, repository)}/blob/${sha}/${at}`,
    raw_url: `${htmlUrl(world, repository)}/raw/${sha}/${at}`,
    contents_url: `${apiUrl(world, repository)}/contents/${at}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousFilename === undefined ? {} : { previous_filename: file.previousFilename }),
  };
}

export function nameOfPull(repository: Repository, pull: Pull): string {
  return `${fullName(repository)}#${String(pull.number)}`;
}

import type { Json, Repository } from "../state.ts";
import type { World } from "../world.ts";
import { nodeId, renderAccount } from "./account.ts";

export function fullName({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}

/** `https://…/repos/owner/name`, the start of most addresses. */
export function apiUrl(world: World, repository: Repository): string {
  return `${world.origin}/repos/${fullName(repository)}`;
}

/** The address that a person opens. */
export function htmlUrl(world: World, repository: Repository): string {
  return `${world.origin}/${fullName(repository)}`;
}

const PATHS = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

/** Schema `minimal-repository` without its optional parts, which is also what workflow runs carry. */
export function renderMinimalRepository(world: World, repository: Repository): Json {
  const url = apiUrl(world, repository);
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    owner: renderAccount(world, repository.owner),
    private: repository.private,
    html_url: htmlUrl(world, repository),
    description: null,
    fork: repository.parent !== undefined,
    url,
    ...Object.fromEntries(Object.entries(PATHS).map(([key, path]) => [key, url + path])),
  };
}

/** Schemas `repository` and `repository-webhooks`. */
export function renderRepository(world: World, repository: Repository): Json {
  const openIssues = [...repository.issues.values()].filter(({ state }) => state === "open").length;
  const host = new URL(world.origin).host;
  return {
    ...renderMinimalRepository(world, repository),
    git_url: `git://${host}/${fullName(repository)}.git`,
    ssh_url: `git@${host}:${fullName(repository)}.git`,
    clone_url: `${htmlUrl(world, repository)}.git`,
    svn_url: htmlUrl(world, repository),
    mirror_url: null,
    homepage: null,
    language: null,
    forks_count: 0,
    stargazers_count: 0,
    watchers_count: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues_count: openIssues,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: repository.private ? "private" : "public",
    pushed_at: repository.pushedAt,
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    allow_forking: true,
    web_commit_signoff_required: false,
    license: null,
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
  };
}

/** Schema `full-repository`. */
export function renderFullRepository(world: World, repository: Repository): Json {
  const { parent } = repository;
  const origin =
    parent === undefined ? {} : { parent: renderRepository(world, parent), source: renderRepository(world, parent) };
  return {
    ...renderRepository(world, repository),
    subscribers_count: 0,
    network_count: 0,
    allow_rebase_merge: true,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    ...origin,
  };
}

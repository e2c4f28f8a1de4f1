import { ApiError, notFound } from "../api-error.ts";
import { diffFiles } from "../git/diff.ts";
import type { Commit } from "../git/parse-objects.ts";
import { listCommits, mergeBase, readCommit, resolveCommit } from "../git/read-history.ts";
import { accountOf } from "../render/account.ts";
import { renderCommit, renderCommitWithFiles } from "../render/commit.ts";
import { renderFile, renderSimplePull } from "../render/pull.ts";
import { apiUrl, htmlUrl } from "../render/repository.ts";
import { found, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { pageReply, paginate } from "../server/paginate.ts";
import { findRepository, repositoryRoute } from "../server/route.ts";
import type { Repository } from "../state.ts";

/** GitHub shows at most this many files of a comparison or a commit. */
const MOST_FILES = 300;

/** Routes of commits and comparisons of commits. */
export function commitRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/commits", ["contents:read"], getCommits),
    repositoryRoute("GET", "/commits/{commit_sha}/pulls", ["pull_requests:read"], async (context) => {
      const { world, repository } = context;
      const sha = found(await resolveCommit(repository.git, context.param("commit_sha"), repository.defaultBranch));
      const pulls = [...repository.pulls.values()];
      const having = await Promise.all(
        pulls.map(async (pull) => {
          if (pull.headSha === sha || (pull.merged && pull.mergeCommitSha === sha)) return true;
          return (await listCommits(repository.git, { from: pull.baseSha, to: pull.headSha })).includes(sha);
        }),
      );
      return pageReply(
        context,
        pulls.filter((_, index) => having[index]),
        (pull) => renderSimplePull(world, repository, pull),
      );
    }),
    repositoryRoute("GET", "/commits/{commit_sha}/branches-where-head", ["contents:read"], (context) => {
      const sha = context.param("commit_sha");
      const heads = [...context.repository.git.refs].filter(([ref, at]) => at === sha && ref.startsWith("refs/heads/"));
      return ok(
        heads.map(([ref]) => {
          const name = ref.slice("refs/heads/".length);
          const url = `${apiUrl(context.world, context.repository)}/commits/${sha}`;
          return { name, commit: { sha, url }, protected: context.repository.protections.has(name) };
        }),
      );
    }),
    repositoryRoute("GET", "/compare/{basehead}", ["contents:read"], compareCommits),
  ];
}

/** `GET /commits/{ref}`, which has to stand behind every route that starts like it. */
export function singleCommitRoute(): Route {
  return repositoryRoute("GET", "/commits/{ref}", ["contents:read"], async (context) => {
    const { world, repository } = context;
    const name = context.param("ref");
    const sha = await resolveCommit(repository.git, name, repository.defaultBranch);
    if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${name}`);
    if (/[.+]sha/.test(context.headers.accept ?? "")) {
      return {
        status: 200,
        body: Buffer.from(sha),
        headers: { "content-type": "application/vnd.github.sha; charset=utf-8" },
      };
    }
    return ok(await renderCommitWithFiles(world, repository, found(await readCommit(repository.git, sha))));
  });
}

async function getCommits(context: RepositoryContext) {
  const { world, repository, url } = context;
  const { git, defaultBranch } = repository;
  const start = url.searchParams.get("sha") ?? defaultBranch;
  const to = await resolveCommit(git, start, defaultBranch);
  if (to === undefined) throw git.refs.size === 0 ? new ApiError(409, "Git Repository is empty.") : notFound();
  const shas = await listCommits(git, { to, path: url.searchParams.get("path") ?? undefined });
  const filters = ["since", "until", "author", "committer"].filter((name) => url.searchParams.has(name));
  if (filters.length === 0) {
    const { items, headers } = paginate(context, shas);
    const commits = await Promise.all(items.map((sha) => readCommit(git, sha)));
    return ok(
      commits.map((commit) => renderCommit(world, repository, found(commit))),
      headers,
    );
  }
  const commits = (await Promise.all(shas.map((sha) => readCommit(git, sha)))).filter((commit) => commit !== undefined);
  return pageReply(
    context,
    commits.filter((commit) => passes(context, commit)),
    (commit) => renderCommit(world, repository, commit),
  );
}

function passes({ url, world }: RepositoryContext, commit: Commit): boolean {
  const { searchParams } = url;
  const at = Date.parse(commit.committer.date);
  const since = searchParams.get("since");
  const until = searchParams.get("until");
  if (since !== null && at < Date.parse(since)) return false;
  if (until !== null && at > Date.parse(until)) return false;
  return (["author", "committer"] as const).every((role) => {
    const wanted = searchParams.get(role);
    const { email } = commit[role];
    return (
      wanted === null ||
      wanted === email ||
      accountOf(world, commit[role])?.login.toLowerCase() === wanted.toLowerCase()
    );
  });
}

/** `base...head`, each a ref of this repository or `owner:ref` of one of its network. */
async function compareCommits(context: RepositoryContext) {
  const { world, repository } = context;
  const basehead = context.param("basehead");
  const [baseName = "", headName = ""] = basehead.split("...");
  const base = found(await resolveSide(context, baseName));
  const head = found(await resolveSide(context, headName));
  const { git } = repository;
  const middle = await mergeBase(git, base, head);
  if (middle === undefined) throw new ApiError(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = await listCommits(git, { from: base, to: head });
  const behind = await listCommits(git, { from: head, to: base });
  const page = paginate(context, [...ahead].reverse());
  const commits = await Promise.all(page.items.map(async (sha) => found(await readCommit(git, sha))));
  const files = (await diffFiles(git, middle, head)).slice(0, MOST_FILES);
  const html = `${htmlUrl(world, repository)}/compare/${encodeURI(basehead)}`;
  const status =
    ahead.length > 0 ? (behind.length > 0 ? "diverged" : "ahead") : behind.length > 0 ? "behind" : "identical";
  return ok(
    {
      url: `${apiUrl(world, repository)}/compare/${encodeURI(basehead)}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: renderCommit(world, repository, found(await readCommit(git, base))),
      merge_base_commit: renderCommit(world, repository, found(await readCommit(git, middle))),
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: commits.map((commit) => renderCommit(world, repository, commit)),
      // files come with the first page alone
      files:
        (context.url.searchParams.get("page") ?? "1") === "1"
          ? files.map((file) => renderFile(world, repository, head, file))
          : [],
    },
    page.headers,
  );
}

async function resolveSide({ world, repository }: RepositoryContext, name: string): Promise<string | undefined> {
  const colon = name.indexOf(":");
  if (colon < 0) return resolveCommit(repository.git, name, repository.defaultBranch);
  const other: Repository | undefined = findRepository(world, name.slice(0, colon), repository.name);
  if (other === undefined) return undefined;
  const sha = await resolveCommit(other.git, name.slice(colon + 1), other.defaultBranch);
  if (sha !== undefined && (await repository.git.read(sha)) === undefined) {
    await repository.git.git(["fetch", "--quiet", "--no-tags", other.git.folder, sha]);
  }
  return sha;
}

import { z } from "zod";
import { validationFailed } from "../api-error.ts";
import { listCommits, readCommit } from "../git/read-history.ts";
import { mergePull } from "../operations/merge-pull.ts";
import { closePull, editPull, openPull, reopenPull } from "../operations/pulls.ts";
import { renderCommit } from "../render/commit.ts";
import { pullFiles, renderFile, renderPull, renderSimplePull } from "../render/pull.ts";
import {
  actorOf,
  created,
  found,
  NO_CONTENT,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
} from "../server/context.ts";
import { pageReply, paginate } from "../server/paginate.ts";
import { pusherOf } from "../server/pusher.ts";
import { findRepository, repositoryRoute } from "../server/route.ts";
import type { Pull } from "../state.ts";
import { assertBodyFits, assertTitleFits } from "../text-limits.ts";

const NewPull = z.object({
  title: z.string().optional(),
  head: z.string(),
  head_repo: z.string().optional(),
  base: z.string(),
  body: z.string().nullable().optional(),
  draft: z.boolean().optional(),
  maintainer_can_modify: z.boolean().optional(),
  issue: z.number().int().optional(),
});
const PullChange = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
  maintainer_can_modify: z.boolean().optional(),
});
const Merge = z
  .object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
  })
  .nullish();

const READ = ["pull_requests:read"] as const;
const WRITE = ["pull_requests:write"] as const;

/** Routes of pull requests except their reviews and reviewers. */
export function pullRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/pulls", READ, listPulls),
    repositoryRoute("POST", "/pulls", WRITE, createPull),
    repositoryRoute("GET", "/pulls/{pull_number}", READ, getPull),
    repositoryRoute("PATCH", "/pulls/{pull_number}", WRITE, changePull),
    repositoryRoute("GET", "/pulls/{pull_number}/files", READ, async (context) => {
      const { world, repository } = context;
      const pull = pullOf(context);
      return pageReply(context, (await pullFiles(repository, pull)).slice(0, 3000), (file) =>
        renderFile(world, repository, pull.headSha, file),
      );
    }),
    repositoryRoute("GET", "/pulls/{pull_number}/commits", READ, async (context) => {
      const { world, repository } = context;
      const pull = pullOf(context);
      const shas = [...(await listCommits(repository.git, { from: pull.baseSha, to: pull.headSha }))]
        .reverse()
        .slice(0, 250);
      const { items, headers } = paginate(context, shas);
      const commits = await Promise.all(items.map(async (sha) => found(await readCommit(repository.git, sha))));
      return ok(
        commits.map((commit) => renderCommit(world, repository, commit)),
        headers,
      );
    }),
    repositoryRoute("GET", "/pulls/{pull_number}/merge", READ, (context) =>
      pullOf(context).merged
        ? NO_CONTENT
        : { status: 404, body: { message: "Not Found", documentation_url: "", status: "404" } },
    ),
    repositoryRoute("PUT", "/pulls/{pull_number}/merge", ["contents:write"], async (context) => {
      const wish = (context.rawBody.length === 0 ? undefined : context.body(Merge)) ?? {
        merge_method: "merge" as const,
      };
      const sha = await mergePull(
        context.world,
        context.repository,
        pullOf(context),
        { method: wish.merge_method, title: wish.commit_title, message: wish.commit_message, sha: wish.sha },
        pusherOf(context),
      );
      return ok({ sha, merged: true, message: "Pull Request successfully merged" });
    }),
  ];
}

/** The pull request that the path names. @throws ApiError 404 */
export function pullOf(context: RepositoryContext): Pull {
  return found(context.repository.pulls.get(numberParam(context, "pull_number")));
}

function listPulls(context: RepositoryContext) {
  const { repository, world, url } = context;
  const asked = (name: string, fallback: string): string => url.searchParams.get(name) ?? fallback;
  const state = asked("state", "open");
  const [owner = "", branch = ""] = asked("head", "").split(":");
  const base = asked("base", "");
  const matching = [...repository.pulls.values()].filter(
    (pull) =>
      (state === "all" || pull.state === state) &&
      (base === "" || pull.baseRef === base) &&
      // a head that is not `owner:branch` is ignored, as GitHub does
      (branch === "" ||
        (pull.headRef === branch && pull.headRepository.owner.login.toLowerCase() === owner.toLowerCase())),
  );
  const key = asked("sort", "created") === "updated" ? "updatedAt" : "createdAt";
  const upwards = asked("direction", asked("sort", "created") === "created" ? "desc" : "asc") === "asc" ? 1 : -1;
  const sorted = matching.sort((a, b) => upwards * (a[key].localeCompare(b[key]) || a.number - b.number));
  return pageReply(context, sorted, (pull) => renderSimplePull(world, repository, pull));
}

async function createPull(context: RepositoryContext) {
  const { world, repository } = context;
  const wish = context.body(NewPull);
  if (wish.title === undefined) throw validationFailed("PullRequest", "title", "missing_field");
  assertTitleFits("PullRequest", wish.title);
  assertBodyFits("PullRequest", wish.body ?? "");
  const colon = wish.head.indexOf(":");
  const owner = colon < 0 ? repository.owner.login : wish.head.slice(0, colon);
  const headRepository = findRepository(world, owner, wish.head_repo ?? repository.name);
  if (headRepository === undefined) throw validationFailed("PullRequest", "head", "invalid");
  const pull = await openPull(
    world,
    repository,
    {
      title: wish.title,
      body: wish.body ?? null,
      headRepository,
      headRef: wish.head.slice(colon + 1),
      baseRef: wish.base,
      draft: wish.draft ?? false,
      maintainerCanModify: wish.maintainer_can_modify ?? false,
    },
    pusherOf(context),
  );
  return created(await renderPull(world, repository, pull));
}

async function getPull(context: RepositoryContext) {
  return ok(await renderPull(context.world, context.repository, pullOf(context)));
}

async function changePull(context: RepositoryContext) {
  const { world, repository } = context;
  const pull = pullOf(context);
  const wish = context.body(PullChange);
  if (wish.title !== undefined) assertTitleFits("PullRequest", wish.title);
  assertBodyFits("PullRequest", wish.body ?? "");
  await editPull(world, repository, pull, wish, pusherOf(context));
  if (wish.state === "closed") await closePull(world, repository, pull, actorOf(context));
  if (wish.state === "open") await reopenPull(world, repository, pull, pusherOf(context));
  return ok(await renderPull(world, repository, pull));
}

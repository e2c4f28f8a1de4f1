import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { announce } from "../operations/pulls.ts";
import { renderAccount, renderTeam } from "../render/account.ts";
import { renderSimplePull } from "../render/pull.ts";
import { created, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { pusherOf } from "../server/pusher.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Account, Json, Pull, Team } from "../state.ts";
import { pullOf } from "./pulls.ts";

const Wanted = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

/** Routes of who is asked to review a pull request. */
export function reviewerRoutes(): readonly Route[] {
  const path = "/pulls/{pull_number}/requested_reviewers";
  return [
    repositoryRoute("GET", path, ["pull_requests:read"], (context) => {
      const { requestedReviewers, requestedTeams } = pullOf(context);
      return ok({
        users: [...requestedReviewers.values()].map((user) => renderAccount(context.world, user)),
        teams: [...requestedTeams.values()].map((team) => renderTeam(context.world, team)),
      });
    }),
    repositoryRoute("POST", path, ["pull_requests:write"], async (context) => {
      const pull = pullOf(context);
      const { reviewers, team_reviewers } = context.body(Wanted);
      // all are looked at before any is asked
      const users = reviewers.map((login) => reviewer(context, pull, login));
      const teams = team_reviewers.map((slug) => findTeam(context, slug) ?? refuse(context));
      for (const user of users) {
        if (pull.requestedReviewers.has(user.id)) continue;
        pull.requestedReviewers.set(user.id, user);
        await tell(context, pull, "review_requested", { requested_reviewer: renderAccount(context.world, user) });
      }
      for (const team of teams) {
        if (pull.requestedTeams.has(team.id)) continue;
        pull.requestedTeams.set(team.id, team);
        await tell(context, pull, "review_requested", { requested_team: renderTeam(context.world, team) });
      }
      return created(renderSimplePull(context.world, context.repository, pull));
    }),
    repositoryRoute("DELETE", path, ["pull_requests:write"], async (context) => {
      const pull = pullOf(context);
      const { reviewers, team_reviewers } = context.body(Wanted);
      for (const login of reviewers) {
        const user = context.world.accounts.get(login.toLowerCase());
        if (user === undefined || !pull.requestedReviewers.delete(user.id)) continue;
        await tell(context, pull, "review_request_removed", { requested_reviewer: renderAccount(context.world, user) });
      }
      for (const slug of team_reviewers) {
        const team = findTeam(context, slug);
        if (team === undefined || !pull.requestedTeams.delete(team.id)) continue;
        await tell(context, pull, "review_request_removed", { requested_team: renderTeam(context.world, team) });
      }
      return ok(renderSimplePull(context.world, context.repository, pull));
    }),
  ];
}

async function tell(
  context: RepositoryContext,
  pull: Pull,
  action: "review_requested" | "review_request_removed",
  extra: Json,
): Promise<void> {
  await announce(context.world, context.repository, pull, action, pusherOf(context), extra);
}

function reviewer(context: RepositoryContext, pull: Pull, login: string): Account {
  const { world, repository } = context;
  const user = world.accounts.get(login.toLowerCase());
  if (user?.id === pull.user.id) throw new ApiError(422, "Review cannot be requested from pull request author.");
  const mayReview = user !== undefined && (user.id === repository.owner.id || repository.collaborators.has(user.id));
  return mayReview ? user : refuse(context);
}

/** A team of the organization that owns the repository. */
function findTeam({ world, repository }: RepositoryContext, slug: string): Team | undefined {
  return world.teams.get(`${repository.owner.login}/${slug}`.toLowerCase());
}

function refuse({ repository }: RepositoryContext): never {
  const name = `${repository.owner.login}/${repository.name}`;
  const whom = "One or more of the users or teams you specified is not a collaborator of the";
  throw new ApiError(422, `Reviews may only be requested from collaborators. ${whom} ${name} repository.`);
}

import { ApiError } from "../api-error.ts";
import { renderAccount, renderApp } from "../render/account.ts";
import { renderRepository } from "../render/repository.ts";
import { actorOf, type Context, found, maySee, ok, type Route } from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { limitOf } from "../server/rate-limit.ts";
import { route } from "../server/route.ts";
import type { Account, Team } from "../state.ts";

/** Routes of users, organizations, teams, and of the API itself. */
export function accountRoutes(): readonly Route[] {
  return [
    route("GET", "/", "none", ({ world }) =>
      ok({ current_user_url: `${world.origin}/user`, repository_url: `${world.origin}/repos/{owner}/{repo}` }),
    ),
    route("GET", "/meta", "none", () => ok({ verifiable_password_authentication: false })),
    route("GET", "/zen", "none", () => ({
      status: 200,
      body: Buffer.from("Approachable is better than simple."),
      headers: { "content-type": "text/plain;charset=utf-8" },
    })),
    route("GET", "/rate_limit", "none", (context) => {
      const { limit, used, resetSeconds } = limitOf(context.world, context.caller);
      const core = { limit, used, remaining: limit - used, reset: resetSeconds };
      const rare = { limit: 30, used: 0, remaining: 30, reset: resetSeconds };
      return ok({ resources: { core, graphql: core, search: rare }, rate: core });
    }),
    route("GET", "/user", "none", (context) => {
      if (context.caller.kind !== "user") throw new ApiError(403, "Resource not accessible by integration");
      return ok(renderPerson(context, actorOf(context)));
    }),
    route("GET", "/users/{username}", "none", (context) => ok(renderPerson(context, accountOf(context, "username")))),
    route("GET", "/apps/{app_slug}", "none", ({ world, param }) => {
      const slug = param("app_slug");
      return ok(renderApp(world, found([...world.apps.values()].find((app) => app.slug === slug))));
    }),
    route("GET", "/orgs/{org}/repos", "none", (context) => {
      const account = accountOf(context, "org");
      const all = [...context.world.repositories.values()].filter(
        (one) => one.owner.id === account.id && maySee(context, one),
      );
      return pageReply(context, all, (one) => renderRepository(context.world, one));
    }),
    route("GET", "/orgs/{org}/memberships/{username}", "none", (context) => {
      const organization = accountOf(context, "org");
      const user = accountOf(context, "username");
      found(isMember(context, organization, user) ? user : undefined);
      return ok({
        url: `${context.world.origin}/orgs/${organization.login}/memberships/${user.login}`,
        state: "active",
        role: "member",
        organization_url: `${context.world.origin}/orgs/${organization.login}`,
        organization: renderAccount(context.world, organization),
        user: renderAccount(context.world, user),
      });
    }),
    route("GET", "/orgs/{org}/members/{username}", "none", (context) => {
      found(isMember(context, accountOf(context, "org"), accountOf(context, "username")) ? true : undefined);
      return { status: 204 };
    }),
    route("GET", "/orgs/{org}/teams/{team_slug}/members", "none", (context) => {
      const people = [...teamOf(context).members.keys()].map((id) => found(context.world.accountsById.get(id)));
      return pageReply(context, people, (account) => renderAccount(context.world, account));
    }),
    route("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", "none", (context) => {
      const team = teamOf(context);
      const user = accountOf(context, "username");
      const role = found(team.members.get(user.id));
      const url = `${context.world.origin}/orgs/${team.organization.login}/teams/${team.slug}/memberships/${user.login}`;
      return ok({ url, role, state: "active" });
    }),
  ];
}

function accountOf({ world, param }: Context, name: string): Account {
  return found(world.accounts.get(param(name).toLowerCase()));
}

function teamOf(context: Context): Team {
  assertMayReadMembers(context);
  return found(context.world.teams.get(`${context.param("org")}/${context.param("team_slug")}`.toLowerCase()));
}

function isMember(context: Context, organization: Account, user: Account): boolean {
  assertMayReadMembers(context);
  return [...context.world.teams.values()].some(
    (team) => team.organization.id === organization.id && team.members.has(user.id),
  );
}

/** An installation sees the members of the organization that it is installed on, and of no other. */
function assertMayReadMembers({ caller, param }: Context): void {
  if (caller.kind === "user") return;
  const isOwn =
    caller.kind === "installation" && caller.installation.account.login.toLowerCase() === param("org").toLowerCase();
  if (isOwn && caller.permissions["members"] !== undefined) return;
  throw new ApiError(403, "Resource not accessible by integration");
}

function renderPerson({ world }: Context, account: Account) {
  return {
    ...renderAccount(world, account),
    name: account.name ?? null,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: [...world.repositories.values()].filter(({ owner }) => owner.id === account.id).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}

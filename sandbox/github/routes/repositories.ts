import { entryAt, readCommit } from "../git/read-history.ts";
import { renderAccount } from "../render/account.ts";
import { renderCommit } from "../render/commit.ts";
import { apiUrl, htmlUrl, renderFullRepository } from "../render/repository.ts";
import { found, ok, type RepositoryContext, type Route, roleOf } from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Account, Json } from "../state.ts";

const LEVELS: Readonly<Record<string, string>> = { maintain: "write", triage: "read" };

/** Routes of a repository as a whole: itself, its branches, who may do what. */
export function repositoryRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "", ["metadata:read"], (context) => {
      const { world, repository } = context;
      const rights = context.caller.kind === "user" ? renderRights(roleOf(repository, context.caller.user)) : {};
      return ok({ ...renderFullRepository(world, repository), ...rights });
    }),
    repositoryRoute("GET", "/branches", ["contents:read"], (context) => {
      const branches = [...context.repository.git.refs.keys()].filter((ref) => ref.startsWith("refs/heads/")).sort();
      const wanted = context.url.searchParams.get("protected");
      const names = branches.map((ref) => ref.slice("refs/heads/".length));
      const kept =
        wanted === null ? names : names.filter((name) => String(context.repository.protections.has(name)) === wanted);
      return pageReply(context, kept, (name) => renderShortBranch(context, name));
    }),
    repositoryRoute("GET", "/branches/{branch}", ["contents:read"], getBranch),
    repositoryRoute("GET", "/collaborators", ["metadata:read"], (context) => {
      const { world, repository } = context;
      const people = [repository.owner.id, ...repository.collaborators.keys()].map((id) =>
        found(world.accountsById.get(id)),
      );
      return pageReply(
        context,
        people.filter(({ type }) => type === "User"),
        (account) => renderCollaborator(context, account),
      );
    }),
    repositoryRoute("GET", "/collaborators/{username}", ["metadata:read"], (context) => {
      const account = found(context.world.accounts.get(context.param("username").toLowerCase()));
      const isOne = account.id === context.repository.owner.id || context.repository.collaborators.has(account.id);
      return isOne
        ? { status: 204 }
        : { status: 404, body: { message: "Not Found", documentation_url: "", status: "404" } };
    }),
    repositoryRoute("GET", "/collaborators/{username}/permission", ["metadata:read"], (context) => {
      const account = found(context.world.accounts.get(context.param("username").toLowerCase()));
      const role = roleOf(context.repository, account);
      return ok({ permission: LEVELS[role] ?? role, role_name: role, user: renderCollaborator(context, account) });
    }),
    repositoryRoute("GET", "/codeowners/errors", ["contents:read"], async (context) => {
      const head = context.repository.git.refs.get(`refs/heads/${context.repository.defaultBranch}`);
      const places = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"];
      const entries = await Promise.all(
        places.map((path) => (head === undefined ? undefined : entryAt(context.repository.git, head, path))),
      );
      found(entries.find((entry) => entry !== undefined));
      return ok({ errors: [] });
    }),
  ];
}

function renderRights(role: string): Json {
  const order = ["none", "read", "triage", "write", "maintain", "admin"];
  const has = (least: string): boolean => order.indexOf(role) >= order.indexOf(least);
  return {
    permissions: {
      admin: has("admin"),
      maintain: has("maintain"),
      push: has("write"),
      triage: has("triage"),
      pull: has("read"),
    },
  };
}

function renderCollaborator({ world, repository }: RepositoryContext, account: Account): Json {
  const role = roleOf(repository, account);
  return { ...renderAccount(world, account), role_name: role, ...renderRights(role) };
}

function renderProtectionSummary({ repository }: RepositoryContext, name: string): Json {
  const protection = repository.protections.get(name);
  const checks = protection?.requiredChecks ?? [];
  return {
    enabled: protection !== undefined,
    required_status_checks: {
      enforcement_level: checks.length === 0 ? "off" : protection?.enforceAdmins === true ? "everyone" : "non_admins",
      contexts: checks.map(({ context }) => context),
      checks: checks.map(({ context, appId }) => ({ context, app_id: appId })),
    },
  };
}

function renderShortBranch(context: RepositoryContext, name: string): Json {
  const { world, repository } = context;
  const sha = repository.git.refs.get(`refs/heads/${name}`);
  const api = apiUrl(world, repository);
  return {
    name,
    commit: { sha, url: `${api}/commits/${String(sha)}` },
    protected: repository.protections.has(name),
    protection: renderProtectionSummary(context, name),
    protection_url: `${api}/branches/${encodeURIComponent(name)}/protection`,
  };
}

async function getBranch(context: RepositoryContext) {
  const { world, repository } = context;
  const name = context.param("branch");
  const sha = found(repository.git.refs.get(`refs/heads/${name}`));
  const commit = found(await readCommit(repository.git, sha));
  const self = `${apiUrl(world, repository)}/branches/${encodeURIComponent(name)}`;
  return ok({
    name,
    commit: renderCommit(world, repository, commit),
    _links: { self, html: `${htmlUrl(world, repository)}/tree/${name}` },
    protected: repository.protections.has(name),
    protection: renderProtectionSummary(context, name),
    protection_url: `${self}/protection`,
  });
}

import type { Signature } from "../git/parse-objects.ts";
import type { Account, App, Json, Permissions, Team } from "../state.ts";
import { WEB_FLOW_ID, type World } from "../world.ts";

/** The opaque global id that GraphQL understands: `nodeId("IC", 7)`. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_${Buffer.from(String(id)).toString("base64url")}`;
}

/** What `nodeId` made, or `undefined` for anything else. */
export function parseNodeId(text: string): { readonly prefix: string; readonly id: string } | undefined {
  const match = /^([A-Za-z]+)_([A-Za-z0-9_-]+)$/.exec(text);
  const [, prefix, encoded] = match ?? [];
  if (prefix === undefined || encoded === undefined) return undefined;
  return { prefix, id: Buffer.from(encoded, "base64url").toString("utf8") };
}

/** Schema `simple-user`. */
export function renderAccount(world: World, { id, login, type }: Account): Json {
  const url = `${world.origin}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type === "Organization" ? "O" : type === "Bot" ? "BOT" : "U", id),
    avatar_url: `${world.origin}/ui/avatar/${encodeURIComponent(login)}.svg`,
    gravatar_id: "",
    url,
    html_url: `${world.origin}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

export function renderOptionalAccount(world: World, account: Account | undefined): Json | null {
  return account === undefined ? null : renderAccount(world, account);
}

/** Schema `team-simple`, which webhooks call `team`. */
export function renderTeam(world: World, team: Team): Json {
  const url = `${world.origin}/organizations/${String(team.organization.id)}/team/${String(team.id)}`;
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    url,
    html_url: `${world.origin}/orgs/${team.organization.login}/teams/${team.slug}`,
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    organization_id: team.organization.id,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}

/** Schema `integration`. */
export function renderApp(world: World, app: App, permissions: Permissions = app.permissions): Json {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    owner: renderAccount(world, app.owner),
    name: app.name,
    description: "",
    external_url: world.origin,
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions,
    events: app.events,
  };
}

/** Name, address and time as they stand in a commit that this account makes through the API. */
export function signatureOf({ id, login, name }: Account, date: string): Signature {
  return { name: name ?? login, email: `${String(id)}+${login}@users.noreply.github.com`, date };
}

/** Committer of what GitHub itself commits and signs: merges, commits of Apps, files that are saved through the API. */
export function gitHubSignature(date: string): Signature {
  return { name: "GitHub", email: GITHUB_ADDRESS, date };
}

const GITHUB_ADDRESS = "noreply@github.com";

/** The account behind a commit's address, when it is one that `signatureOf` or `gitHubSignature` made. */
export function accountOf(world: World, { email }: Signature): Account | undefined {
  if (email === GITHUB_ADDRESS) return world.accountsById.get(WEB_FLOW_ID);
  const id = /^(\d+)\+.*@users\.noreply\.github\.com$/.exec(email)?.[1];
  return id === undefined ? undefined : world.accountsById.get(Number(id));
}

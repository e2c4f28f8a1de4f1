import { createHmac, generateKeyPairSync, randomBytes } from "node:crypto";
import { nodeId, renderAccount, renderApp } from "../render/account.ts";
import { fullName } from "../render/repository.ts";
import type { WorkflowRun } from "../run-state.ts";
import type { Account, App, Installation, Json, Permissions, Repository } from "../state.ts";
import { createAccount, newId, now, timestamp, type World } from "../world.ts";

export interface NewApp {
  readonly name: string;
  readonly owner: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookUrl: string | undefined;
  readonly webhookSecret: string;
}

/** Registers an App with a new key pair and its bot account `<slug>[bot]`. `privateKey` is PEM, PKCS #1 as GitHub's are. */
export function registerApp(world: World, wanted: NewApp): { readonly app: App; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const slug = wanted.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const app: App = {
    id: newId(world),
    slug,
    name: wanted.name,
    clientId: `Iv23li${randomBytes(7).toString("hex")}`,
    owner: wanted.owner,
    bot: createAccount(world, `${slug}[bot]`, "Bot"),
    publicKey,
    createdAt: timestamp(world),
    permissions: { metadata: "read", ...wanted.permissions },
    events: wanted.events,
    webhookUrl: wanted.webhookUrl,
    webhookSecret: wanted.webhookSecret,
  };
  world.apps.set(app.id, app);
  return { app, privateKey };
}

/** Schema `installation`. */
export function renderInstallation(world: World, installation: Installation): Json {
  const { id, app, account } = installation;
  return {
    id,
    client_id: app.clientId,
    account: renderAccount(world, account),
    repository_selection: installation.repositoryIds === undefined ? "all" : "selected",
    access_tokens_url: `${world.origin}/app/installations/${String(id)}/access_tokens`,
    repositories_url: `${world.origin}/installation/repositories`,
    html_url: `${world.origin}/settings/installations/${String(id)}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt ?? null,
  };
}

/** Installs an App on an account (`repositories` undefined: all, also later ones) and tells the App. */
export function installApp(
  world: World,
  { app, account, repositories }: { app: App; account: Account; repositories: readonly Repository[] | undefined },
): Installation {
  const installation: Installation = {
    id: newId(world),
    app,
    account,
    repositoryIds: repositories === undefined ? undefined : new Set(repositories.map(({ id }) => id)),
    permissions: app.permissions,
    events: app.events,
    createdAt: timestamp(world),
    suspendedAt: undefined,
  };
  world.installations.set(installation.id, installation);
  const covered = [...world.repositories.values()].filter(
    ({ id, owner }) => owner.id === account.id && (installation.repositoryIds?.has(id) ?? true),
  );
  world.emit({
    name: "installation",
    installation,
    payload: {
      action: "created",
      installation: renderInstallation(world, installation),
      repositories: covered.map(renderCoveredRepository),
      requester: null,
      sender: renderAccount(world, account),
    },
  });
  return installation;
}

/** Adds repositories to an installation that covers selected ones, and tells the App. */
export function addToInstallation(world: World, installation: Installation, repositories: readonly Repository[]): void {
  for (const { id } of repositories) installation.repositoryIds?.add(id);
  if (!installation.events.includes("installation_repositories") && repositories.length === 0) return;
  world.emit({
    name: "installation_repositories",
    installation,
    payload: {
      action: "added",
      installation: renderInstallation(world, installation),
      repository_selection: installation.repositoryIds === undefined ? "all" : "selected",
      repositories_added: repositories.map(renderCoveredRepository),
      repositories_removed: [],
      requester: null,
      sender: renderAccount(world, installation.account),
    },
  });
}

function renderCoveredRepository(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

const HOUR_MS = 3_600_000;

/** Mints a token of an installation that lives for an hour, narrowed as asked. */
export function mintInstallationToken(
  world: World,
  installation: Installation,
  {
    repositoryIds,
    permissions,
  }: { repositoryIds: readonly number[] | undefined; permissions: Permissions | undefined },
): { readonly token: string; readonly expiresAt: string } {
  const token = `ghs_${randomBytes(18).toString("hex")}`;
  const expiresAt = now(world) + HOUR_MS;
  world.tokens.set(token, {
    kind: "installation",
    installation,
    repositoryIds: repositoryIds === undefined ? undefined : new Set(repositoryIds),
    permissions: permissions === undefined ? installation.permissions : { metadata: "read", ...permissions },
    expiresAt,
  });
  return { token, expiresAt: timestamp(world, expiresAt) };
}

/** A personal token of a user, without expiry. */
export function mintUserToken(world: World, user: Account): string {
  const token = `ghp_${randomBytes(18).toString("hex")}`;
  world.tokens.set(token, { kind: "user", user });
  return token;
}

/** The `GITHUB_TOKEN` of a job: valid for its repository and 24 hours. */
export function mintJobToken(world: World, repository: Repository, run: WorkflowRun, permissions: Permissions): string {
  const token = `ghs_${randomBytes(18).toString("hex")}`;
  const expiresAt = now(world) + 24 * HOUR_MS;
  world.tokens.set(token, { kind: "job", repositoryId: repository.id, permissions, runId: run.id, expiresAt });
  return token;
}

/** The `ACTIONS_RUNTIME_TOKEN` of a job: names the attempt of its workflow run, signed with the world's secret. */
export function mintRuntimeToken(world: World, run: WorkflowRun): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    scp: `Actions.Results:${resultsBackendId(run)}:job-${String(run.attempt)}`,
    exp: Math.floor(now(world) / 1000) + 86_400,
    ac: JSON.stringify([{ Scope: run.ref, Permission: 3 }]),
  };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", world.secret).update(signed).digest("base64url")}`;
}

/** Artifacts are named within one attempt, so the id that the results service knows a run by has both numbers. */
export function resultsBackendId({ id, attempt }: WorkflowRun): string {
  return `run-${String(id)}-${String(attempt)}`;
}

/** Schema `integration`, as `GET /app` answers it. */
export function renderOwnApp(world: World, app: App): Json {
  const count = [...world.installations.values()].filter((installation) => installation.app.id === app.id).length;
  return { ...renderApp(world, app), installations_count: count };
}

import { randomBytes } from "node:crypto";
import type { Delivery } from "./events/delivery.ts";
import type { CacheEntry, WorkflowRun } from "./run-state.ts";
import type { Account, App, Installation, Json, Repository, Team, Token } from "./state.ts";

/** One request as the log keeps it. `app` is the slug of the App whose token made it. */
export interface RequestLogEntry {
  readonly at: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** Path template, `/repos/{owner}/{repo}/pulls`; a GraphQL request names its operation's root fields. */
  readonly route: string;
  readonly status: number;
  readonly caller: string;
  readonly app: string | undefined;
  /** It changed state, or tried to: not GET or HEAD, and not a GraphQL query. Minting a token is no write. */
  readonly write: boolean;
  /** It counted against the hour of the caller: not with a JWT, and not what was answered with 304. */
  readonly billed: boolean;
  readonly milliseconds: number;
}

/** Something that happened in a repository. */
export interface RepositoryEvent {
  readonly name: string;
  readonly repository: Repository;
  readonly sender: Account;
  readonly payload: Json;
}

/** The whole state of the fake: it lives in memory, except git objects and blobs, which lie in `folder`. */
export interface World {
  readonly folder: string;
  /** Origin of API, git and page, without a slash at the end; set when the server listens. */
  origin: string;
  /** Origin of the blob storage: another one, so that a client that forwards its token is caught. */
  blobOrigin: string;
  clockOffset: number;
  /** Milliseconds that the world began before (negative) or after the machine's time. */
  readonly epochOffset: number;
  nextId: number;
  readonly secret: string;
  readonly hourlyRequestLimit: number;
  readonly accounts: Map<string, Account>;
  readonly accountsById: Map<number, Account>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly repositories: Map<string, Repository>;
  readonly repositoriesById: Map<number, Repository>;
  readonly teams: Map<string, Team>;
  readonly deliveries: Delivery[];
  readonly requests: RequestLogEntry[];
  readonly violations: string[];
  readonly caches: Map<number, CacheEntry>;
  readonly queuedRuns: { readonly repository: Repository; readonly run: WorkflowRun }[];
  readonly listeners: Set<() => void>;
  /** Hourly counters by caller. */
  readonly limits: Map<string, { used: number; resetAt: number }>;
  readonly actionsApp: App;
  /** Resolves when the events so far have started the workflows that they start. */
  followUps: Promise<void>;
  /** Starts the workflows of an event; set when the server starts. */
  startWorkflows: (event: RepositoryEvent) => Promise<void>;
  /** Sends an event to every App that is subscribed and installed; set when the server starts. */
  emit: (event: {
    readonly name: string;
    readonly repository?: Repository;
    readonly installation?: Installation;
    readonly payload: Json;
  }) => void;
}

/** Milliseconds since 1970 on the fake's clock. */
export function now(world: World): number {
  return machineTime(world) + world.epochOffset;
}

/** The same by the clock of the machine, which the Apps on it sign by: that the world began at another time is nothing to it. */
export function machineTime(world: World): number {
  return Date.now() + world.clockOffset;
}

/** `2026-11-25T18:00:00Z`: GitHub's times have whole seconds. */
export function timestamp(world: World, milliseconds = now(world)): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** A number that no other thing of this world has. */
export function newId(world: World): number {
  world.nextId += 1;
  return world.nextId;
}

/** Makes an account; logins are compared without regard to case. */
export function createAccount(world: World, login: string, type: Account["type"], name?: string): Account {
  const account: Account = { id: newId(world), login, type, name };
  world.accounts.set(login.toLowerCase(), account);
  world.accountsById.set(account.id, account);
  return account;
}

export interface WorldOptions {
  readonly folder: string;
  readonly hourlyRequestLimit: number;
  /** When it is as it begins, ISO 8601; the machine's time where it is undefined. */
  readonly startAt?: string | undefined;
}

/** The account behind the committer `GitHub <noreply@github.com>`, here as on github.com. */
export const WEB_FLOW_ID = 19_864_447;

/** An empty world that knows only the App behind `GITHUB_TOKEN`, whose id is 15368 on github.com too. */
export function createWorld({ folder, hourlyRequestLimit, startAt }: WorldOptions): World {
  const github: Account = { id: 9919, login: "github", type: "Organization", name: "GitHub" };
  const bot: Account = { id: 41_898_282, login: "github-actions[bot]", type: "Bot", name: undefined };
  const webFlow: Account = { id: WEB_FLOW_ID, login: "web-flow", type: "User", name: "GitHub Web Flow" };
  const known = [github, bot, webFlow];
  const actionsApp: App = {
    id: 15_368,
    slug: "github-actions",
    name: "GitHub Actions",
    clientId: "Iv1.05c79e9ad1f6bdfa",
    owner: github,
    bot,
    publicKey: "",
    createdAt: "2018-07-30T09:30:17Z",
    permissions: { actions: "write", checks: "write", contents: "write", pull_requests: "write" },
    events: [],
    webhookUrl: undefined,
    webhookSecret: "",
  };
  return {
    folder,
    origin: "",
    blobOrigin: "",
    clockOffset: 0,
    epochOffset: startAt === undefined ? 0 : Date.parse(startAt) - Date.now(),
    nextId: 1_000_000,
    secret: randomBytes(32).toString("hex"),
    hourlyRequestLimit,
    accounts: new Map(known.map((account) => [account.login, account])),
    accountsById: new Map(known.map((account) => [account.id, account])),
    apps: new Map([[actionsApp.id, actionsApp]]),
    installations: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    repositoriesById: new Map(),
    teams: new Map(),
    deliveries: [],
    requests: [],
    violations: [],
    caches: new Map(),
    queuedRuns: [],
    listeners: new Set(),
    limits: new Map(),
    actionsApp,
    followUps: Promise.resolve(),
    startWorkflows: () => Promise.resolve(),
    emit: () => undefined,
  };
}

import type { GitRepository } from "./git/git-repository.ts";
import type { Environment } from "./rules/environment.ts";
import type { Ruleset } from "./rules/ruleset.ts";
import type { Artifact, CacheEntry, Workflow, WorkflowRun } from "./run-state.ts";

/** Plain JSON as it goes over the wire. */
export type Json = Readonly<Record<string, unknown>>;

export type Level = "read" | "write" | "admin";
/** Permissions of an App, an installation, a token: `{ contents: "write" }`. */
export type Permissions = Readonly<Record<string, Level>>;

/** A user, an organization, or the bot account of an App. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Organization" | "Bot";
  readonly name: string | undefined;
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly publicKey: string;
  readonly createdAt: string;
  permissions: Permissions;
  events: readonly string[];
  webhookUrl: string | undefined;
  webhookSecret: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** `undefined` means every repository of the account. */
  repositoryIds: Set<number> | undefined;
  permissions: Permissions;
  events: readonly string[];
  readonly createdAt: string;
  suspendedAt: string | undefined;
}

/** Who a token stands for. */
export type Token =
  | {
      readonly kind: "installation";
      readonly installation: Installation;
      readonly repositoryIds: ReadonlySet<number> | undefined;
      readonly permissions: Permissions;
      readonly expiresAt: number;
    }
  | { readonly kind: "user"; readonly user: Account }
  | {
      readonly kind: "job";
      readonly repositoryId: number;
      readonly permissions: Permissions;
      readonly runId: number;
      readonly expiresAt: number;
    };

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

/** What an issue and a pull request have in common: both share one row of numbers. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: Account;
  readonly createdAt: string;
  title: string;
  body: string | null;
  /** Who changed the body, and when; the newest last. */
  readonly edits: { readonly editor: Account; readonly at: string }[];
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  labels: Label[];
  assignees: Account[];
  updatedAt: string;
  closedAt: string | null;
  locked: boolean;
}

export interface Pull extends Issue {
  readonly headRepository: Repository;
  readonly headRef: string;
  headSha: string;
  baseRef: string;
  baseSha: string;
  draft: boolean;
  merged: boolean;
  mergedAt: string | null;
  mergedBy: Account | undefined;
  /** The test merge while open, the real merge afterwards. */
  mergeCommitSha: string | null;
  /** Base and head of which `mergeCommitSha` is the test merge; `conflict` when there is none. */
  testMerge: { readonly base: string; readonly head: string; readonly conflict: boolean } | undefined;
  readonly requestedReviewers: Map<number, Account>;
  readonly requestedTeams: Map<number, Team>;
  maintainerCanModify: boolean;
}

export interface Comment {
  readonly id: number;
  readonly issueNumber: number;
  readonly user: Account;
  readonly app: App | undefined;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  reactions: Reaction[];
  minimized: string | undefined;
}

export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: string;
}

export interface Review {
  readonly id: number;
  readonly pullNumber: number;
  readonly user: Account;
  readonly commitId: string;
  readonly submittedAt: string;
  body: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  readonly app: App;
  readonly suite: CheckSuite;
  externalId: string;
  detailsUrl: string | undefined;
  status: string;
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Json[];
  actions: readonly Json[];
}

export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: string;
  status: string;
  conclusion: string | null;
  updatedAt: string;
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

export interface Protection {
  strict: boolean;
  requiredChecks: readonly { readonly context: string; readonly appId: number | null }[] | undefined;
  requiredReviews:
    | {
        readonly count: number;
        readonly dismissStale: boolean;
        readonly codeOwners: boolean;
        readonly lastPush: boolean;
      }
    | undefined;
  enforceAdmins: boolean;
}

/** Events that may start no workflows here. */
export interface ExecutionProtection {
  readonly events: ReadonlySet<string>;
  /** A dispatch is refused, or its workflow run fails before any job. */
  readonly answer: "refusal" | "failed run";
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Account;
  readonly app: App | undefined;
  readonly createdAt: string;
  updatedAt: string;
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly environment: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creator: Account;
  readonly app: App | undefined;
  readonly createdAt: string;
}

/** One move of a branch, and whose hand it was. */
export interface Activity {
  readonly id: number;
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly kind: "push" | "force_push" | "branch_creation" | "branch_deletion";
  readonly actor: Account;
  readonly at: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly git: GitRepository;
  readonly parent: Repository | undefined;
  readonly createdAt: string;
  pushedAt: string;
  defaultBranch: string;
  nextNumber: number;
  /** Commits made through the API without an own author, which GitHub signs. */
  readonly signed: Set<string>;
  readonly collaborators: Map<number, string>;
  readonly issues: Map<number, Issue>;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, Comment>;
  readonly commentsByIssue: Map<number, Comment[]>;
  readonly reviews: Map<number, Review>;
  readonly labels: Map<string, Label>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly checkRunsBySha: Map<string, CheckRun[]>;
  readonly checkSuites: Map<number, CheckSuite>;
  readonly checkSuitesBySha: Map<string, CheckSuite[]>;
  readonly statuses: Map<string, CommitStatus[]>;
  readonly protections: Map<string, Protection>;
  readonly rulesets: Map<number, Ruleset>;
  executionProtection: ExecutionProtection | undefined;
  /** By name, without regard to case. */
  readonly environments: Map<string, Environment>;
  readonly workflows: Map<string, Workflow>;
  readonly runs: Map<number, WorkflowRun>;
  readonly artifacts: Map<number, Artifact>;
  readonly caches: Map<number, CacheEntry>;
  readonly deployments: Map<number, Deployment>;
  /** Oldest first. */
  readonly activities: Activity[];
}

export interface Team {
  readonly id: number;
  readonly organization: Account;
  readonly slug: string;
  readonly name: string;
  readonly members: Map<number, "member" | "maintainer">;
}

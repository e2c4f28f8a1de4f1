import type { Fault } from "../server/faults.ts";
import type { Permissions } from "../state.ts";
import type { RequestLogEntry } from "../world.ts";

/** `owner/name`. */
export type RepositoryName = string;

export interface CreatedApp {
  readonly appId: number;
  readonly slug: string;
  readonly clientId: string;
  /** PEM, PKCS #1. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Login of the account that its comments stand under: `<slug>[bot]`. */
  readonly botLogin: string;
}

/** A workflow run that waits for a runner. */
export interface QueuedRun {
  readonly repository: RepositoryName;
  readonly runId: number;
  readonly attempt: number;
  readonly runNumber: number;
  readonly workflowPath: string;
  readonly workflowName: string;
  readonly event: string;
  /** The event file's content. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** `refs/heads/main`, or `refs/pull/7/merge`. */
  readonly ref: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  /** What `GITHUB_SHA` is: the test merge for pull requests, else the head. */
  readonly checkoutSha: string;
  readonly pullNumber: number | null;
  readonly fromFork: boolean;
  readonly actor: string;
  /** Where the bare repository with all these commits lies on disk. */
  readonly gitFolder: string;
  /** `GITHUB_TOKEN` of the jobs. Read-only for pull requests from forks. */
  readonly token: string;
  /** `ACTIONS_RUNTIME_TOKEN`; the results service is at `resultsUrl`. */
  readonly runtimeToken: string;
  readonly resultsUrl: string;
}

/** One delivery of the log, without its payload. */
export interface DeliverySummary {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly app: string;
  readonly redelivery: boolean;
  readonly status: string;
  readonly statusCode: number;
}

/** Files by path; `null` deletes, an object gives bytes as base64. */
export type Files = Readonly<Record<string, string | { readonly base64: string } | null>>;

/** Everything that a person or a runner does on GitHub, for tests, demo and bench. Arguments and results are plain JSON. */
export interface Control {
  readonly createUser: (wish: {
    login: string;
    name?: string;
  }) => Promise<{ login: string; id: number; token: string }>;
  readonly createOrganization: (wish: { login: string }) => Promise<{ login: string; id: number }>;
  readonly createTeam: (wish: {
    organization: string;
    slug: string;
    members: readonly string[];
  }) => Promise<{ slug: string }>;
  /** `owner` must exist. Without `webhookUrl` events are logged as undeliverable. */
  readonly createApp: (wish: {
    name: string;
    owner: string;
    permissions: Permissions;
    events: readonly string[];
    webhookUrl?: string;
    webhookSecret?: string;
  }) => Promise<CreatedApp>;
  readonly setWebhookUrl: (wish: { app: string; url: string }) => Promise<void>;
  /** Installs on an account: on all repositories, or on those named. */
  readonly install: (wish: {
    app: string;
    account: string;
    repositories?: readonly string[];
  }) => Promise<{ installationId: number }>;
  readonly suspend: (wish: { installationId: number; suspended: boolean }) => Promise<void>;
  /** A new repository, empty or with a first commit of `files` or of everything in `folder`. Does not start workflows. */
  readonly createRepository: (wish: {
    owner: string;
    name: string;
    private?: boolean;
    defaultBranch?: string;
    files?: Files;
    folder?: string;
    message?: string;
  }) => Promise<{ repository: RepositoryName; cloneUrl: string; headSha: string | null }>;
  readonly fork: (wish: {
    repository: RepositoryName;
    owner: string;
  }) => Promise<{ repository: RepositoryName; cloneUrl: string }>;
  /** Gives a role, or another one; `none` takes it away. */
  readonly addCollaborator: (wish: {
    repository: RepositoryName;
    login: string;
    permission: "none" | "read" | "triage" | "write" | "maintain" | "admin";
  }) => Promise<void>;
  /** Replaces the branch's classic protection; without `checks` and `approvals` it is taken away. */
  readonly protectBranch: (wish: {
    repository: RepositoryName;
    /** The default branch where not said. */
    branch?: string;
    /** Required checks; with the slug of an App they count from that App alone. */
    checks?: readonly { name: string; app?: string }[];
    approvals?: number;
    dismissStale?: boolean;
    /** Whether administrators are held too; they are where not said. */
    enforceAdmins?: boolean;
  }) => Promise<void>;
  /** An App is asked before a job may use the environment. */
  readonly guardEnvironment: (wish: { repository: RepositoryName; environment: string; app: string }) => Promise<void>;
  /** Commits on a branch as if pushed by `author`. A missing branch is made from `from` (default: the default branch). */
  readonly commitFiles: (wish: {
    repository: RepositoryName;
    branch: string;
    files: Files;
    message: string;
    author: string;
    from?: string;
  }) => Promise<{ sha: string }>;
  /** Moves any branch or tag as if pushed with force, past every rule; `sha: null` deletes it. */
  readonly moveRef: (wish: {
    repository: RepositoryName;
    /** `refs/heads/main`, `refs/tags/late-flights@v1.0.0`. */
    ref: string;
    sha: string | null;
    author: string;
  }) => Promise<void>;
  /** `head` is a branch, or `owner:branch` of a fork. */
  readonly openPull: (wish: {
    repository: RepositoryName;
    title: string;
    head: string;
    base?: string;
    body?: string;
    author: string;
    draft?: boolean;
  }) => Promise<{ number: number; headSha: string }>;
  readonly comment: (wish: {
    repository: RepositoryName;
    number: number;
    author: string;
    body: string;
  }) => Promise<{ commentId: number }>;
  readonly review: (wish: {
    repository: RepositoryName;
    number: number;
    author: string;
    state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";
    body?: string;
  }) => Promise<{ reviewId: number }>;
  readonly dismissReview: (wish: { repository: RepositoryName; reviewId: number; author: string }) => Promise<void>;
  readonly createIssue: (wish: {
    repository: RepositoryName;
    title: string;
    body?: string;
    author: string;
  }) => Promise<{ number: number }>;
  /** A person changes an issue or pull request: its title, its body (ticks a checkbox), or whether it is open. */
  readonly editIssue: (wish: {
    repository: RepositoryName;
    number: number;
    author: string;
    title?: string;
    body?: string;
    state?: "open" | "closed";
  }) => Promise<void>;
  readonly setLabels: (wish: {
    repository: RepositoryName;
    number: number;
    labels: readonly string[];
    author: string;
  }) => Promise<void>;
  readonly closePull: (wish: { repository: RepositoryName; number: number; author: string }) => Promise<void>;
  readonly mergePull: (wish: {
    repository: RepositoryName;
    number: number;
    author: string;
    method?: "merge" | "squash" | "rebase";
  }) => Promise<{ sha: string }>;
  readonly rerequestCheck: (wish: { repository: RepositoryName; checkRunId: number; author: string }) => Promise<void>;
  /** A button of a check run was pressed. */
  readonly requestCheckAction: (wish: {
    repository: RepositoryName;
    checkRunId: number;
    identifier: string;
    author: string;
  }) => Promise<void>;
  /** A merge queue tries base and head together: makes the commit and branch and asks for checks. */
  readonly queueMergeGroup: (wish: {
    repository: RepositoryName;
    number: number;
    author: string;
  }) => Promise<{ headSha: string }>;
  /** A time of this cron expression has come: its workflows on the default branch start, or `workflow` (a file) alone. */
  readonly runSchedule: (wish: { repository: RepositoryName; schedule: string; workflow?: string }) => Promise<void>;
  /** Somebody disabled a workflow, or GitHub did because nothing happened for 60 days. `workflow`: `drift.yml`. */
  readonly setWorkflowState: (wish: {
    repository: RepositoryName;
    workflow: string;
    state: "active" | "disabled_manually" | "disabled_inactivity";
  }) => Promise<void>;
  /** A policy of the organization forbids these events to start workflows here; none lifts it. */
  readonly protectExecution: (wish: {
    repository: RepositoryName;
    events: readonly string[];
    /** `refusal` (the default): a dispatch is answered with 422. `failed run`: its workflow run fails before any job. */
    answer?: "refusal" | "failed run";
  }) => Promise<void>;
  /** The machine of a workflow run is gone: its jobs fail with GitHub's own annotation and leave nothing behind. */
  readonly loseRunner: (wish: {
    repository: RepositoryName;
    runId: number;
    /** `lost` (the default): it no longer answers. `shut down`: it was told to stop, as when a spot machine is taken. */
    how?: "lost" | "shut down";
  }) => Promise<void>;

  /** The next workflow run that waits, or `null` after `waitMs` (default 0). */
  readonly takeWorkflowRun: (wish?: { waitMs?: number }) => Promise<QueuedRun | null>;
  readonly startWorkflowRun: (wish: {
    repository: RepositoryName;
    runId: number;
    runnerName?: string;
  }) => Promise<void>;
  readonly completeWorkflowRun: (wish: {
    repository: RepositoryName;
    runId: number;
    conclusion: string;
    jobs?: Readonly<Record<string, string>>;
  }) => Promise<void>;
  /** Uploads a zip with `files` as if a job of the run had done so, or one file unzipped with `archive: false`. */
  readonly uploadArtifact: (wish: {
    repository: RepositoryName;
    runId: number;
    name: string;
    files: Readonly<Record<string, string | { readonly base64: string }>>;
    archive?: boolean;
    expiresInDays?: number;
  }) => Promise<{ artifactId: number; digest: string }>;

  readonly addFault: (fault: Fault) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly advanceClock: (wish: { milliseconds: number }) => Promise<void>;
  /**
   * Every request so far, or those since an index. Of those by Apps, `writes` changed something or tried to, `billed`
   * counted against the hour, and `notModified` were answered with 304.
   */
  readonly requests: (wish?: { since?: number; app?: string }) => Promise<{
    next: number;
    reads: number;
    writes: number;
    billed: number;
    notModified: number;
    entries: readonly RequestLogEntry[];
  }>;
  readonly deliveries: (wish?: { event?: string; app?: string }) => Promise<readonly DeliverySummary[]>;
  /** Sends logged deliveries again, under their GUIDs. */
  readonly redeliver: (wish: { ids: readonly number[] }) => Promise<void>;
  /** Sends an event that GitHub could send, with a payload of the test's own. */
  readonly sendEvent: (wish: {
    repository: RepositoryName;
    event: string;
    payload: Readonly<Record<string, unknown>>;
    sender: string;
  }) => Promise<void>;
  /** Resolves when every delivery has been answered. */
  readonly settle: () => Promise<void>;
  /** Differences from GitHub's description so far, when the server validates. */
  readonly violations: () => Promise<readonly string[]>;
}

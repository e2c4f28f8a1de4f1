import type { Account, App, CheckRun, CheckSuite, Deployment, Json, Repository } from "./state.ts";

export interface Workflow {
  readonly id: number;
  readonly path: string;
  readonly createdAt: string;
  name: string;
  /** GitHub itself disables what has a schedule in a public repository where nothing happened for 60 days. */
  state: "active" | "disabled_manually" | "disabled_inactivity";
  runs: number;
}

export interface Job {
  readonly id: number;
  readonly runId: number;
  readonly attempt: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly createdAt: string;
  readonly checkRun: CheckRun;
  status: string;
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  runnerName: string | null;
}

/** An App that is asked before jobs may use an environment. */
export interface Gate {
  readonly environment: string;
  readonly app: App;
  readonly deployment: Deployment | undefined;
  state: "waiting" | "approved" | "rejected";
}

/** What the App said about an environment of a workflow run; without a state it was a report only. */
export interface GateReport {
  readonly environment: string;
  readonly app: App;
  readonly state: "approved" | "rejected" | undefined;
  readonly comment: string;
  readonly at: string;
}

/** The environment that a job of the present attempt uses. */
export interface JobEnvironment {
  readonly job: string;
  readonly deployment: Deployment | undefined;
  readonly url: string;
}

export interface WorkflowRun {
  readonly id: number;
  readonly workflow: Workflow;
  readonly number: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepository: Repository;
  readonly actor: Account;
  readonly pullNumber: number | undefined;
  readonly suite: CheckSuite;
  readonly createdAt: string;
  /** How many workflow runs stand before this one that each started the next. */
  readonly chain: number;
  /** What the runner needs: the webhook payload, the git ref and the commit to check out. */
  readonly payload: Json;
  readonly ref: string;
  readonly checkoutSha: string;
  triggeringActor: Account;
  displayTitle: string;
  attempt: number;
  /** `waiting`: for an App that guards an environment. All jobs wait together. */
  status: "waiting" | "queued" | "in_progress" | "completed";
  conclusion: string | null;
  startedAt: string;
  updatedAt: string;
  readonly jobs: Job[];
  environments: JobEnvironment[];
  gates: Gate[];
  readonly gateReports: GateReport[];
}

export interface Artifact {
  readonly id: number;
  readonly run: WorkflowRun;
  /** Names are unique within one attempt of a workflow run. */
  readonly attempt: number;
  readonly name: string;
  readonly mimeType: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  file: string;
  size: number;
  digest: string;
  finalized: boolean;
}

export interface CacheEntry {
  readonly id: number;
  readonly key: string;
  readonly version: string;
  readonly scope: string;
  readonly file: string;
  readonly createdAt: string;
  size: number;
  finalized: boolean;
}

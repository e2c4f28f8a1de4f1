import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, vi } from "vitest";
import type { CreatedApp } from "../../../sandbox/github/control/control.ts";
import { type FakeGitHub, startFakeGitHub } from "../../../sandbox/github/start-fake-github.ts";
import type { ModelPlan } from "../../../src/core/config/project-config.ts";
import type { EnvironmentPlan } from "../../../src/core/config/promotion-plan.ts";
import type { Identity } from "../../../src/core/evidence/identity.ts";
import { formatArtifactName } from "../../../src/core/evidence/names.ts";
import type { LineageDocument } from "../../../src/core/evidence/package-evidence.ts";
import {
  documentDigest,
  type Evidence,
  evidenceKind,
  parseStatement,
  serializeEvidence,
} from "../../../src/core/evidence/statement.ts";
import type { PackageReader, PackageState } from "../../../src/core/registry/package-reader.ts";
import type { WorkflowRun } from "../../../src/github/workflow-runs.ts";
import { appendToLedger } from "../../../src/reconcile/append-to-ledger.ts";
import { createRepositoryMemory } from "../../../src/reconcile/memory.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { buildIdentity } from "../../core/evidence/build-evidence.ts";

// A fake starts in a second, but tests run beside each other.
vi.setConfig({ hookTimeout: 120_000, testTimeout: 120_000 });

export { buildPackage, randomDigest } from "./build-package.ts";

export const PLAN: ModelPlan = {
  name: "late-flights",
  paths: ["train.py", "params.yaml"],
  workflow: "train.yml",
  primaryMetric: { name: "roc-auc", direction: "higher", margin: 0.002 },
  metrics: [{ name: "log-loss", direction: "lower", margin: 0 }],
  slices: [],
  data: [],
  evaluationPaths: [],
  evaluationData: [],
  environments: [],
};

/** An environment without rules; every field can be replaced. */
export function buildEnvironment(overrides: Partial<EnvironmentPlan> = {}): EnvironmentPlan {
  return {
    name: "production",
    open: "command",
    gate: undefined,
    workflow: "deploy.yml",
    onFailure: "nothing",
    rollback: { gate: undefined, by: { users: [], teams: [], permission: "maintain" } },
    production: true,
    ...overrides,
  };
}

/** A repository of Ana's with a model, and who works on it. */
export interface RegistryRepository {
  /** `owner/name`. */
  readonly repository: string;
  readonly mainSha: string;
  readonly commit: (files: Record<string, string>, wish?: { branch?: string; author?: string }) => Promise<string>;
  /** One App at work, remembering nothing yet; two of them are two replicas. */
  readonly open: (overrides?: Partial<Workplace>) => Workplace & { readonly octokit: Octokit };
}

export interface RegistryScene {
  readonly fake: FakeGitHub;
  readonly app: CreatedApp;
  readonly token: () => string;
  readonly create: (files?: Record<string, string>) => Promise<RegistryRepository>;
  /** GitHub's time, or so many milliseconds later. */
  readonly clock: (later?: number) => string;
  /** An answer of GitHub's REST API to Ana; undefined: 404. */
  readonly api: (path: string) => Promise<unknown>;
}

/** When it is in the scene as it begins, for the App and for GitHub: whatever day the tests run, all dates are near one another. */
export const SCENE_START = "2026-11-26T12:00:00Z";

/** A fake GitHub with Ana, Ben, Mallory and the App, for the tests of one file. */
export function useRegistryScene(): RegistryScene {
  let fake: FakeGitHub;
  let app: CreatedApp;
  let installationId = 0;
  let token = "";
  let count = 0;
  let startedAt = 0;
  beforeAll(async () => {
    fake = await startFakeGitHub({ validate: true, hourlyRequestLimit: 100_000, startAt: SCENE_START });
    startedAt = Date.now();
    token = (await fake.control.createUser({ login: "ana" })).token;
    for (const login of ["ben", "mallory"]) await fake.control.createUser({ login });
    app = await fake.control.createApp({
      name: "Pawl",
      owner: "ana",
      permissions: {
        actions: "write",
        checks: "write",
        contents: "write",
        deployments: "write",
        issues: "write",
        pull_requests: "write",
      },
      events: ["push"],
    });
    ({ installationId } = await fake.control.install({ app: app.slug, account: "ana" }));
  });
  afterAll(async () => {
    await fake?.close();
  });
  const open = (repository: string, overrides: Partial<Workplace> = {}) => {
    const [owner = "", repo = ""] = repository.split("/");
    return {
      repository: { owner, repo },
      self: { id: app.appId, slug: app.slug, login: app.botLogin },
      memory: createRepositoryMemory(),
      now: () => SCENE_START,
      pause: async () => undefined,
      log: SILENT,
      packages: answering({ kind: "pullable" }),
      ...overrides,
      octokit: new Octokit({
        baseUrl: fake.url,
        log: SILENT,
        authStrategy: createAppAuth,
        auth: { appId: app.appId, privateKey: app.privateKey, installationId },
      }),
    };
  };
  return {
    get fake() {
      return fake;
    },
    get app() {
      return app;
    },
    token: () => token,
    clock: (later = 0) =>
      `${new Date(Date.parse(SCENE_START) + Date.now() - startedAt + later).toISOString().slice(0, 19)}Z`,
    create: async (files = {}) => {
      count += 1;
      const { repository, headSha } = await fake.control.createRepository({
        owner: "ana",
        name: `flights-${String(count)}`,
        files: {
          "train.py": "print(1)\n",
          "params.yaml": "depth: 3\n",
          "requirements.txt": "scikit-learn==1.9.1\n",
          ".github/workflows/train.yml": "name: train\n",
          ...files,
        },
      });
      await fake.control.addCollaborator({ repository, login: "ben", permission: "write" });
      return {
        repository,
        mainSha: headSha ?? "",
        open: (overrides) => open(repository, overrides),
        commit: async (changed, { branch = "main", author = "ana" } = {}) =>
          (await fake.control.commitFiles({ repository, branch, files: changed, message: "Change", author })).sha,
      };
    },
    api: async (path) => {
      const response = await fetch(`${fake.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      return response.status === 404 ? undefined : response.json();
    },
  };
}

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A registry that gives one answer to every question. */
export function answering(state: PackageState): PackageReader {
  return { look: async () => state };
}

let nextWorkflowRun = 100;

/** What a job of a push to main says about itself; every field can be replaced. */
export function identityAt(commit: string, overrides: Partial<Identity> = {}): Identity {
  nextWorkflowRun += 1;
  return buildIdentity({
    commit,
    checkout: commit,
    ref: "refs/heads/main",
    event: "push",
    pullRequest: undefined,
    base: undefined,
    workflowRun: { id: nextWorkflowRun, attempt: 1, number: nextWorkflowRun, job: "train" },
    ...overrides,
  });
}

export interface KeepOptions {
  readonly defaultBranch?: boolean;
  readonly pullRequest?: number;
}

/** Puts documents on the ledger as accepted, as from one workflow run; returns what names each of them. */
export async function keep(
  workplace: Workplace,
  evidences: readonly Evidence[],
  { defaultBranch = true, pullRequest }: KeepOptions = {},
): Promise<readonly LineageDocument[]> {
  const named: LineageDocument[] = [];
  const documents = evidences.map((given) => {
    const repository = `${workplace.repository.owner}/${workplace.repository.repo}`;
    const evidence = { ...given, identity: { ...given.identity, repository } };
    const bytes = Buffer.from(serializeEvidence(evidence));
    const { id, attempt } = evidence.identity.workflowRun;
    const digest = documentDigest(bytes);
    named.push({ document: digest, workflowRun: { id, attempt }, ...(evidence.key ? { key: evidence.key } : {}) });
    return {
      document: {
        statement: parseStatement(bytes, "test"),
        bytes,
        digest,
        artifactName: formatArtifactName({ kind: evidenceKind(evidence), model: evidence.model, key: evidence.key }),
      },
      workflowRun: workflowRunOf(evidence, defaultBranch),
      defaultBranch,
      pullRequest,
    };
  });
  await appendToLedger(workplace, documents);
  return named;
}

function workflowRunOf({ identity }: Evidence, defaultBranch: boolean): WorkflowRun {
  return {
    id: identity.workflowRun.id,
    number: identity.workflowRun.number,
    attempt: identity.workflowRun.attempt,
    url: "",
    event: identity.event,
    status: "completed",
    conclusion: "success",
    headSha: identity.commit,
    headBranch: defaultBranch ? "main" : "try",
    path: identity.workflow.path,
    title: "",
    startedAt: "2026-11-26T11:00:00Z",
    createdAt: "2026-11-26T11:00:00Z",
    updatedAt: "2026-11-26T11:00:00Z",
    actor: identity.actor,
    fork: false,
    head: undefined,
  };
}

import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll } from "vitest";
import { parse } from "yaml";
import { readSettings } from "../../app/settings.ts";
import { type RunningApp, startApp } from "../../app/start-app.ts";
import type { CreatedApp, QueuedRun } from "../../sandbox/github/control/control.ts";
import { type FakeGitHub, startFakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import { type Evidence, evidenceKind, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { EXPERIMENT_CHECK } from "../../src/core/report/render-report.ts";
import { buildEvaluation, buildIdentity, buildRun } from "../core/evidence/build-evidence.ts";
import { type BotInWorkflows, createBotInWorkflows } from "./bot-in-workflows.ts";

export const CONFIG = `models:
  late-flights:
    paths: ["train.py", "params.yaml"]
    primary-metric: roc-auc
`;

export const WORKFLOW = `name: train
on:
  pull_request:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      pawl-key: { required: false, type: string }
run-name: train \${{ github.head_ref || github.ref_name }} \${{ inputs.pawl-key }}
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - run: echo
`;

export interface SmallRepository {
  /** `owner/name`. */
  readonly repository: string;
  readonly mainSha: string;
}

/** How Pawl runs: as a server, in workflows with the job's own token, or in workflows as an App. */
export const APP_FORMS = ["a server", "workflows without an App", "workflows with an App"] as const;
export type AppForm = (typeof APP_FORMS)[number];

/** A fake GitHub with Ana and the App on it, and the App running against it in this process. */
export interface AppOnFakeGitHub {
  /** Where it runs in workflows: what ran. */
  readonly bot: () => BotInWorkflows | undefined;
  /** Where it runs in workflows: an hour has passed, and its schedule has come. A server's sweep is too far off. */
  readonly hourPasses: (repository: string) => Promise<void>;
  readonly fake: FakeGitHub;
  readonly app: CreatedApp;
  readonly running: () => Pick<RunningApp, "idle" | "retries" | "stop" | "port">;
  /** Stops the App as a crash would, with everything it remembered, and starts it again. */
  readonly restart: (beforeStart?: () => Promise<void>) => Promise<void>;
  readonly createRepository: (name: string, files?: Record<string, string>) => Promise<SmallRepository>;
  /** Commits a change of the model on a new branch and opens a pull request from it. */
  readonly openPull: (
    repository: string,
    branch: string,
    files?: Record<string, string>,
  ) => Promise<{ number: number; headSha: string }>;
  /** Waits until GitHub has told everything and the App has done everything. */
  readonly settle: () => Promise<void>;
  /** The next workflow run of the repository made last, started; the App has been told. */
  readonly startRun: () => Promise<QueuedRun>;
  readonly completeRun: (run: QueuedRun, conclusion?: string) => Promise<void>;
  readonly upload: (run: QueuedRun, evidence: Evidence) => Promise<void>;
  /** A run and an evaluation as a job of this workflow run would leave them. */
  readonly evidenceOf: (run: QueuedRun, metric?: number) => readonly Evidence[];
  /** Starts the next workflow run, leaves good evidence and completes it. */
  readonly trainNext: (metric?: number) => Promise<QueuedRun>;
  readonly comments: (
    repository: string,
    number: number,
  ) => Promise<readonly { id: number; login: string; body: string }[]>;
  /** The App's check runs of one name, `pawl / experiment` if not said otherwise. */
  readonly checks: (
    repository: string,
    sha: string,
    name?: string,
  ) => Promise<
    readonly {
      id: number;
      name: string;
      status: string;
      conclusion: string | null;
      title: string;
      annotations: number;
      summary: string;
    }[]
  >;
  /** File of the ledger; undefined where there is none. */
  readonly ledgerFile: (repository: string, path: string) => Promise<string | undefined>;
  readonly ledgerEntries: (repository: string) => Promise<readonly { kind: string; path: string; commit: string }[]>;
  /** Writes of the App since `since`, as method and path. */
  readonly writesSince: (since: number) => Promise<readonly string[]>;
  readonly requestMark: () => Promise<number>;
  /** Of Ana, who may do everything. */
  readonly token: () => string;
  readonly api: (path: string) => Promise<unknown>;
}

/** What the `GITHUB_TOKEN` of a job acts as, on github.com as well. */
const JOBS_APP: CreatedApp = {
  appId: 15_368,
  slug: "github-actions",
  clientId: "",
  privateKey: "",
  webhookSecret: "",
  botLogin: "github-actions[bot]",
};

function createPawl(fake: FakeGitHub): Promise<CreatedApp> {
  const manifest = parse(readFileSync("app.yml", "utf8"));
  return fake.control.createApp({
    name: "Pawl",
    owner: "ana",
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookSecret: WEBHOOK_SECRET,
  });
}

const WEBHOOK_SECRET = "a-secret-for-tests-only";

/** Starts both before the tests of a file, or of a `describe`, and stops them after. */
export function useAppOnFakeGitHub(form: AppForm = "a server"): AppOnFakeGitHub {
  let fake: FakeGitHub;
  let app: CreatedApp;
  let running: Pick<RunningApp, "idle" | "retries" | "stop" | "port">;
  let bot: BotInWorkflows | undefined;
  let token = "";
  let current = "";

  const startBot = () => {
    bot = createBotInWorkflows(fake, form === "workflows with an App" ? app : undefined);
    running = { port: 0, idle: bot.idle, retries: () => 0, stop: async () => undefined };
  };
  const start = async () => {
    if (form !== "a server") return startBot();
    const settings = readSettings(
      {
        PORT: "0",
        HOST: "127.0.0.1",
        APP_ID: String(app.appId),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET,
        GITHUB_API_URL: fake.url,
        LOG_LEVEL: process.env["PAWL_TEST_LOG"] ?? "fatal",
        PAWL_WRITE_GAP_MS: "0",
        // Nothing outside this machine is ever asked by a test.
        PAWL_REGISTRIES: "",
      },
      () => "",
    );
    if (settings.credentials === undefined) throw new Error("no credentials");
    const server = await startApp(settings, settings.credentials);
    running = server;
    const url = `http://127.0.0.1:${String(server.port)}/api/github/webhooks`;
    await fake.control.setWebhookUrl({ app: app.slug, url });
  };

  beforeAll(async () => {
    fake = await startFakeGitHub({ validate: true, hourlyRequestLimit: 100_000 });
    const ana = await fake.control.createUser({ login: "ana" });
    token = ana.token;
    await fake.control.createUser({ login: "mallory" });
    app = form === "workflows without an App" ? JOBS_APP : await createPawl(fake);
    await start();
    if (app !== JOBS_APP) await fake.control.install({ app: app.slug, account: "ana" });
    await running.idle();
  });
  afterAll(async () => {
    await running?.stop(2000);
    await fake?.close();
  });

  const settle = async () => {
    for (let quiet = 0; quiet < 2; ) {
      const before = (await fake.control.requests()).next;
      await fake.control.settle();
      await running.idle();
      await new Promise((resolve) => setTimeout(resolve, 15));
      const quietNow = running.retries() === 0 && (await fake.control.requests()).next === before;
      quiet = quietNow ? quiet + 1 : 0;
    }
  };
  const api = async (path: string): Promise<unknown> => {
    const response = await fetch(`${fake.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return response.status === 404 ? undefined : response.json();
  };
  const self: AppOnFakeGitHub = {
    get fake() {
      return fake;
    },
    get app() {
      return app;
    },
    running: () => running,
    bot: () => bot,
    hourPasses: async (repository) => {
      if (bot === undefined) return;
      await fake.control.advanceClock({ milliseconds: 3_600_000 });
      bot.advance(3_600_000);
      await fake.control.runSchedule({ repository, schedule: "23 * * * *" });
      await settle();
    },
    restart: async (beforeStart) => {
      await running.stop(0);
      await beforeStart?.();
      await start();
      await settle();
    },
    createRepository: async (name, files = {}) => {
      const created = await fake.control.createRepository({
        owner: "ana",
        name,
        files: {
          "train.py": "print(1)\n",
          "README.md": "# Flights\n",
          ".github/pawl.yml": CONFIG,
          ".github/workflows/train.yml": WORKFLOW,
          ...bot?.files,
          ...files,
        },
      });
      current = created.repository;
      return { repository: created.repository, mainSha: created.headSha ?? "" };
    },
    openPull: async (repository, branch, files = { "train.py": `print("${branch}")\n` }) => {
      await fake.control.commitFiles({ repository, branch, files, message: branch, author: "ana" });
      const pull = await fake.control.openPull({ repository, head: branch, title: branch, author: "ana" });
      await settle();
      return pull;
    },
    settle,
    api,
    token: () => token,
    startRun: async () => {
      const take = () => bot?.take(1000) ?? fake.control.takeWorkflowRun({ waitMs: 1000 });
      let run = await take();
      // Earlier tests may have left some of their own waiting.
      while (run !== null && run.repository !== current) run = await take();
      if (run === null) throw new Error("no workflow run waits");
      await fake.control.startWorkflowRun({ repository: run.repository, runId: run.runId });
      await settle();
      return run;
    },
    completeRun: async (run, conclusion = "success") => {
      await fake.control.completeWorkflowRun({ repository: run.repository, runId: run.runId, conclusion });
      await settle();
    },
    upload: async (run, evidence) => {
      const kind = evidenceKind(evidence);
      await fake.control.uploadArtifact({
        repository: run.repository,
        runId: run.runId,
        name: formatArtifactName({ kind, model: evidence.model, key: evidence.key }),
        files: { [`${kind}.json`]: serializeEvidence(evidence) },
      });
    },
    evidenceOf: (run, metric = 0.671) => {
      const identity = identityOf(run);
      return [
        buildRun({ identity }),
        buildEvaluation({
          identity,
          metrics: [
            { name: "roc-auc", value: metric, interval: [metric - 0.005, metric + 0.005], method: "delong-logit" },
          ],
        }),
      ];
    },
    trainNext: async (metric) => {
      const run = await self.startRun();
      for (const evidence of self.evidenceOf(run, metric)) await self.upload(run, evidence);
      await self.completeRun(run);
      return run;
    },
    comments: async (repository, number) => {
      const found = (await api(`/repos/${repository}/issues/${String(number)}/comments?per_page=100`)) as {
        id: number;
        user: { login: string };
        body: string;
      }[];
      return found.map(({ id, user, body }) => ({ id, login: user.login, body }));
    },
    checks: async (repository, sha, wanted = EXPERIMENT_CHECK) => {
      const found = (await api(`/repos/${repository}/commits/${sha}/check-runs?filter=all&per_page=100`)) as {
        check_runs: {
          id: number;
          name: string;
          status: string;
          conclusion: string | null;
          app: { slug: string };
          output: { title: string; summary: string; annotations_count: number };
        }[];
      };
      return found.check_runs
        .filter(({ app: by, name }) => by.slug === app.slug && name === wanted)
        .map(({ id, name, status, conclusion, output }) => ({
          id,
          name,
          status,
          conclusion,
          title: output.title,
          annotations: output.annotations_count,
          summary: output.summary,
        }));
    },
    ledgerFile: async (repository, path) => {
      const file = (await api(`/repos/${repository}/contents/${path}?ref=pawl`)) as { content: string } | undefined;
      return file === undefined ? undefined : Buffer.from(file.content, "base64").toString("utf8");
    },
    ledgerEntries: async (repository) => {
      const index = await self.ledgerFile(repository, "models/late-flights/index.json");
      return index === undefined ? [] : JSON.parse(index).entries;
    },
    requestMark: async () => (await fake.control.requests()).next,
    writesSince: async (since) => {
      const { entries } = await fake.control.requests({ since, app: app.slug });
      return entries
        .filter(({ method, path }) => method !== "GET" && !path.includes("/access_tokens"))
        .map(({ method, path }) => `${method} ${path}`);
    },
  };
  return self;
}

/** Identity that a job of this workflow run would write. */
export function identityOf(run: QueuedRun) {
  return buildIdentity({
    repository: run.repository,
    commit: run.headSha,
    checkout: run.checkoutSha,
    ref: run.ref,
    event: run.event,
    ...(run.pullNumber === null ? {} : { pullRequest: run.pullNumber }),
    workflow: { name: run.workflowName, path: run.workflowPath },
    workflowRun: { id: run.runId, attempt: run.attempt, number: run.runNumber, job: "train" },
    actor: run.actor,
  });
}

/** A key of no App. */
export function strangersKey(): string {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;
}

import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { freePort } from "../sandbox/free-port.ts";
import type { Control, QueuedRun } from "../sandbox/github/control/control.ts";
import { startFakeGitHub } from "../sandbox/github/start-fake-github.ts";
import { startChild } from "../sandbox/start-child.ts";
import { waitFor } from "../sandbox/wait-for.ts";
import { serializeEvidence } from "../src/core/evidence/statement.ts";
import { buildEvaluation, buildIdentity, buildRun } from "../test/core/evidence/build-evidence.ts";
import { buildPackage } from "../test/reconcile/registry/build-package.ts";

/** One installation, one repository, one user: the fake GitHub in this process, the real App in another. */
export interface WebhookWorld {
  readonly control: Control;
  readonly repository: string;
  /** Requests of the App between two moments. */
  readonly measure: (cause: () => Promise<void>) => Promise<Cost>;
  /** Opens a pull request that touches `path`. */
  readonly openPull: (path: string) => Promise<void>;
  /** Takes and starts the next queued workflow run and uploads its evidence; what it gives completes the run. */
  readonly startWorkflow: () => Promise<(() => Promise<void>) | undefined>;
  /** Requests of the App since the cause, in their order, as method and path. */
  readonly listRequests: (cause: () => Promise<void>) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface Cost {
  readonly reads: number;
  readonly writes: number;
  /** Writes that notify people: comments. */
  readonly comments: number;
  /** From the cause to the App's last request. */
  readonly milliseconds: number;
}

/** Longer than the pause that the App keeps between two comments, so that a pause is not taken for the end. */
const QUIET_MILLISECONDS = 4000;
const OWNER = "ana";
const REPOSITORY = `${OWNER}/flights`;
const SETTINGS = z.looseObject({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

const FILES = {
  ".github/pawl.yml": "models: { late-flights: { paths: [model/**], primary-metric: roc-auc } }\n",
  ".github/workflows/train.yml":
    "name: train\non: { pull_request: { paths: ['model/**'] }, push: { branches: [main], paths: ['model/**'] } }\n" +
    "jobs: { train: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }\n",
  "model/train.py": "print('train')\n",
};

/** @param files What the repository has besides its training; evidence of a package is left where `packages` is true. */
export async function startWebhookWorld(
  files: Readonly<Record<string, string>> = {},
  packages = false,
): Promise<WebhookWorld> {
  // GitHub's limit of 5,000 an hour would end the measurement, not the App.
  const fake = await startFakeGitHub({ hourlyRequestLimit: 1_000_000 });
  const { control } = fake;
  await control.createUser({ login: OWNER });
  const app = await createApp(control);
  await control.createRepository({ owner: OWNER, name: "flights", files: { ...FILES, ...files } });
  await control.install({ app: app.slug, account: OWNER });
  const port = await freePort();
  const child = startChild({
    name: "the App",
    script: fileURLToPath(new URL("../app/server.ts", import.meta.url)),
    environment: {
      PATH: process.env["PATH"],
      PORT: String(port),
      HOST: "127.0.0.1",
      APP_ID: String(app.appId),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      GITHUB_API_URL: `${fake.url}/api/v3`,
      LOG_LEVEL: "warn",
      PAWL_SWEEP_SECONDS: "86400",
      // Packages of the measurement lie nowhere.
      PAWL_REGISTRIES: "",
    },
  });
  const health = `http://127.0.0.1:${String(port)}/healthz`;
  const isUp = async (): Promise<true | undefined> => ((await answers(health)) ? true : undefined);
  await Promise.race([waitFor({ what: "the App", look: isUp, seconds: 60 }), child.unexpectedEnd]);
  await control.setWebhookUrl({ app: app.slug, url: `http://127.0.0.1:${String(port)}/api/github/webhooks` });
  let branches = 0;
  return {
    control,
    repository: REPOSITORY,
    measure: (cause) => measure(control, app.slug, cause),
    listRequests: async (cause) => {
      const { next: since } = await control.requests({ since: Number.MAX_SAFE_INTEGER });
      await measure(control, app.slug, cause);
      const { entries } = await control.requests({ since, app: app.slug });
      return entries.map(({ method, path }) => `${method} ${path}`);
    },
    openPull: async (path) => {
      branches += 1;
      const branch = `change-${String(branches)}`;
      const files = { [path]: `# ${branch}\n` };
      await control.commitFiles({ repository: REPOSITORY, branch, files, message: branch, author: OWNER });
      await control.openPull({ repository: REPOSITORY, head: branch, title: branch, author: OWNER });
    },
    startWorkflow: () => startWorkflow(control, packages),
    close: async () => {
      await child.close();
      await fake.close();
    },
  };
}

async function createApp(control: Control) {
  const manifest = SETTINGS.parse(parse(await readFile(new URL("../app.yml", import.meta.url), "utf8")));
  const { default_permissions: permissions, default_events: events } = manifest;
  return control.createApp({ name: "pawl", owner: OWNER, permissions, events });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Runs the cause and waits until the App has asked nothing for a while. */
async function measure(control: Control, app: string, cause: () => Promise<void>): Promise<Cost> {
  const { next: since } = await control.requests({ since: Number.MAX_SAFE_INTEGER });
  const started = performance.now();
  await cause();
  let [seen, last] = [since, performance.now()];
  while (performance.now() - last < QUIET_MILLISECONDS) {
    await delay(20);
    const { next } = await control.requests({ since: seen });
    if (next > seen) [seen, last] = [next, performance.now()];
  }
  const { reads, writes, entries } = await control.requests({ since, app });
  const comments = entries.filter(({ method, route }) => method === "POST" && route.endsWith("/comments")).length;
  return { reads, writes, comments, milliseconds: last - started };
}

/** Plays the runner up to the end of the next queued workflow run, which the caller brings about. */
async function startWorkflow(control: Control, packages: boolean): Promise<(() => Promise<void>) | undefined> {
  const run = await control.takeWorkflowRun();
  if (run === null) return undefined;
  const { repository, runId } = run;
  await control.startWorkflowRun({ repository, runId });
  for (const [name, files] of evidenceOf(run, packages))
    await control.uploadArtifact({ repository, runId, name, files });
  return () => control.completeWorkflowRun({ repository, runId, conclusion: "success" });
}

function evidenceOf(
  run: QueuedRun,
  packages: boolean,
): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const identity = buildIdentity({
    repository: run.repository,
    commit: run.headSha,
    checkout: run.checkoutSha,
    ref: run.ref,
    event: run.event,
    pullRequest: run.pullNumber ?? undefined,
    base: undefined,
    workflow: { name: run.workflowName, path: run.workflowPath },
    workflowRun: { id: run.runId, attempt: run.attempt, number: run.runNumber, job: "train" },
    actor: run.actor,
  });
  return [
    ["pawl-run-late-flights", { "run.json": serializeEvidence(buildRun({ identity })) }],
    ["pawl-evaluation-late-flights", { "evaluation.json": serializeEvidence(buildEvaluation({ identity })) }],
    ...(packages
      ? [["pawl-package-late-flights", { "package.json": serializeEvidence(buildPackage(identity)) }] as const]
      : []),
  ];
}

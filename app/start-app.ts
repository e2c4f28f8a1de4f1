import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Logger, Probot, ProbotOctokit } from "probot";
import { formatError } from "../src/core/errors.ts";
import { LEDGER_BRANCH } from "../src/core/evidence/ledger-index.ts";
import { readAppIdentity } from "../src/github/app-identity.ts";
import { createBoundedCache } from "../src/github/bounded-cache.ts";
import { type Octokit, patientRequests } from "../src/github/octokit.ts";
import { createLanes, createPatientSender, DEFAULT_PATIENCE, type Patience } from "../src/github/patient-requests.ts";
import { formatRepository } from "../src/github/repository.ts";
import { createPackageReader } from "../src/oci/create-package-reader.ts";
import { handledCommit, handledPullRequest } from "../src/reconcile/sweep-repository.ts";
import { createWorkQueue, type WorkQueue } from "../src/reconcile/work-queue.ts";
import { createRequestHandler } from "./handle-request.ts";
import { createApp } from "./index.ts";
import { type Job, keyOf, mergeJobs } from "./jobs.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { retryAfter } from "./retry-after.ts";
import { runJob } from "./run-job.ts";
import type { Credentials, Settings } from "./settings.ts";
import { createSweeper } from "./sweeper.ts";
import { createWorkplaces, type Workplaces } from "./workplaces.ts";

export interface RunningApp {
  readonly log: Logger;
  readonly port: number;
  /** Resolves when the first sweep is through and nothing waits or runs. */
  readonly idle: () => Promise<void>;
  /** Jobs that failed for a passing reason and wait for their next attempt. */
  readonly retries: () => number;
  /** Stops accepting, finishes what is under way for at most `milliseconds`, and closes. */
  readonly stop: (milliseconds: number) => Promise<void>;
}

/** Work on different pull requests that goes on at once; one installation is allowed 100 requests at a time. */
const CONCURRENCY = 8;

/**
 * Longer than proxies keep a connection that nobody uses (most 60 seconds). Node's five seconds let a proxy send a
 * delivery into a connection that is just being closed: it is lost, and only a sweep makes up for it.
 */
const KEEP_ALIVE_MS = 75_000;

/** Starts the App: webhooks, health, metrics and the sweep. Throws where GitHub does not know the credentials. */
export async function startApp(settings: Settings, credentials: Credentials): Promise<RunningApp> {
  let queue: WorkQueue<Job> | undefined;
  const metrics = createMetrics(() => queue?.length() ?? 0);
  const probot = await createProbot(settings, credentials, metrics);
  const { log } = probot;
  const connect = async (installation?: number): Promise<Octokit> =>
    installation === undefined ? probot.auth() : probot.auth(installation);
  const self = await readAppIdentity(await connect());
  log.info({ app: self.slug, id: self.id, api: settings.apiUrl ?? "https://api.github.com" }, "authenticated");

  const workplaces = createWorkplaces({ connect, self, log, packages: createPackageReader(settings.packages) });
  const jobs = createJobQueue(workplaces, log, metrics);
  queue = jobs;
  const add = (job: Job) => jobs.add(keyOf(job), job);
  const sweeper = createSweeper({ connect, workplaces, add, log });
  const deliveries = createBoundedCache<string, true>(5000);
  probot.onAny(({ name }) => metrics.event(name));
  await probot.load(
    createApp({
      self,
      add: (added) => added.forEach(add),
      isRedelivery: (id) => {
        const seen = deliveries.get(id) === true;
        deliveries.set(id, true);
        return seen;
      },
      sweepInstallation: (installation) => void sweeper.sweepInstallation(installation),
      isAwaited: (repository, name) => workplaces.memoryOf(repository).awaitedChecks.has(name),
      forget: workplaces.forget,
      forgetInstallation: workplaces.forgetInstallation,
      ledgerPushed: (repository, head) => {
        const memory = workplaces.memoryOf(repository);
        if (memory.ledger !== undefined && memory.ledger.head !== head) {
          log.debug({ repository: formatRepository(repository), head }, `${LEDGER_BRANCH} was pushed`);
          memory.ledger = undefined;
        }
      },
    }),
  );

  const middleware = await probot.getNodeMiddleware();
  const server = createServer(createRequestHandler({ middleware, registry: metrics.registry, log }));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, settings);
  log.info({ host: settings.host, port }, "listening");
  const stopping = new AbortController();
  const sweeping = sweeper.start(settings.sweepSeconds, stopping.signal);
  return {
    log,
    port,
    idle: async () => {
      await sweeping.first;
      await jobs.idle();
    },
    retries: jobs.retries,
    stop: async (milliseconds) => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await Promise.race([closed.then(() => jobs.idle()), sleep(milliseconds, undefined, { ref: false })]);
      jobs.close();
      server.closeAllConnections();
      await Promise.race([sweeping.all, sleep(100)]);
    },
  };
}

/** Probot's plugins for retries and throttling are off: see docs/decisions/0003-no-blind-retries.md. */
async function createProbot(settings: Settings, credentials: Credentials, metrics: Metrics): Promise<Probot> {
  const gap = settings.writeGapMs;
  const patience: Patience = {
    ...DEFAULT_PATIENCE,
    ...(gap === undefined ? {} : { writeGapMs: gap, notifyGapMs: gap }),
    onEvent: (event) => {
      metrics.request(event);
      if (event.kind === "limited") probot.log.warn(event, "rate limit: waiting as GitHub asks");
      if (event.kind === "repeated") probot.log.info(event, "no answer: asking again");
    },
  };
  const sender = createPatientSender(patience, createLanes(patience));
  const probot = new Probot({
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    secret: credentials.webhookSecret,
    logLevel: settings.logLevel,
    logFormat: settings.logFormat,
    ...(settings.apiUrl === undefined ? {} : { baseUrl: settings.apiUrl }),
    // A function, because Probot puts throttle options of its own over any that are given as an object.
    Octokit: ProbotOctokit.plugin(patientRequests(sender, laneKey)).defaults((options: object) => ({
      ...options,
      retry: { enabled: false },
      throttle: { enabled: false },
    })),
  });
  return probot.ready();
}

/** GitHub counts by token: one lane for each installation, one for the App itself. */
function laneKey(options: unknown): string {
  const auth = typeof options === "object" && options !== null && "auth" in options ? options.auth : undefined;
  const installation = typeof auth === "object" && auth !== null && "installationId" in auth ? auth.installationId : "";
  return `installation/${String(installation)}`;
}

function createJobQueue(workplaces: Workplaces, log: Logger, metrics: Metrics): WorkQueue<Job> {
  const queue = createWorkQueue<Job>({
    concurrency: CONCURRENCY,
    merge: mergeJobs,
    pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal, ref: false }),
    run: async (job) => {
      const started = performance.now();
      await runJob(workplaces, job, (next) => queue.add(keyOf(next), next));
      metrics.job(job.kind, (performance.now() - started) / 1000);
    },
    retryAfter: (job, error, failures) => {
      metrics.error(job.kind);
      const delay = retryAfter(error, failures);
      const fields = { job: keyOf(job), failures, err: error };
      if (delay === undefined) {
        log.error(fields, `given up until the next event or sweep: ${formatError(error)}`);
        forgetHandled(workplaces, job);
      } else log.warn({ ...fields, retryInMs: delay }, "failed, will be tried again");
      return delay;
    },
  });
  return queue;
}

/** What failed is news again to the next sweep. */
function forgetHandled(workplaces: Workplaces, job: Job): void {
  const { handled } = workplaces.memoryOf(job.repository);
  if (job.kind === "pull-request") handled.delete(handledPullRequest(job.number));
  if (job.kind !== "commit") return;
  for (const key of handled.keys()) if (key.startsWith(handledCommit(job.sha))) handled.delete(key);
}

function listen(server: Server, { port, host }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

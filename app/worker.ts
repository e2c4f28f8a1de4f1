import { setTimeout as sleep } from "node:timers/promises";
import type { Logger, Probot } from "probot";
import { formatError } from "../src/core/errors.ts";
import { LEDGER_BRANCH } from "../src/core/evidence/ledger-index.ts";
import type { PackageReader } from "../src/core/registry/package-reader.ts";
import type { AppIdentity } from "../src/github/app-identity.ts";
import { createBoundedCache } from "../src/github/bounded-cache.ts";
import type { Octokit } from "../src/github/octokit.ts";
import { formatRepository } from "../src/github/repository.ts";
import { handledCommit, handledPullRequest } from "../src/reconcile/sweep-repository.ts";
import { createWorkQueue, type WorkQueue } from "../src/reconcile/work-queue.ts";
import { createApp } from "./index.ts";
import { type Job, keyOf, mergeJobs } from "./jobs.ts";
import type { Metrics } from "./metrics.ts";
import { monitoringJob } from "./monitoring-jobs.ts";
import { createOnboarding } from "./onboarding-jobs.ts";
import { retryAfter } from "./retry-after.ts";
import { type JobListener, runJob } from "./run-job.ts";
import { createScheduler, type Scheduler } from "./scheduler.ts";
import { createSweeper, type Sweeper } from "./sweeper.ts";
import { createWorkplaces, type Workplaces } from "./workplaces.ts";

export interface WorkerOptions {
  /** Gets the App's handlers, so that `probot.receive` and its webhooks put work into the queue. */
  readonly probot: Probot;
  /** Client of an installation; without a number of the App itself. */
  readonly connect: (installation?: number) => Promise<Octokit>;
  readonly self: AppIdentity;
  readonly packages: PackageReader;
  readonly checkNote?: string | undefined;
  /** Milliseconds since 1970; the machine's clock if not given. */
  readonly now?: (() => number) | undefined;
  readonly metrics?: Pick<Metrics, "event" | "job" | "error"> | undefined;
}

/** The App without a server: whoever runs it brings the events and the clock. */
export interface Worker {
  readonly add: (job: Job) => void;
  readonly sweeper: Sweeper;
  /** Wakes repositories when their checks are due, once it is started. */
  readonly scheduler: Scheduler;
  /** Jobs that wait or run. */
  readonly length: () => number;
  /** Jobs that failed for a passing reason and wait for their next attempt. */
  readonly retries: () => number;
  /** Jobs that failed and were given up. */
  readonly failures: () => number;
  /** Resolves when nothing waits or runs. */
  readonly idle: () => Promise<void>;
  /** Takes nothing new and forgets what would be tried again. */
  readonly close: () => void;
}

/** Work on different pull requests that goes on at once; one installation is allowed 100 requests at a time. */
const CONCURRENCY = 8;

/** Loads the App into Probot, with the queue that its events fill. */
export async function createWorker({ probot, metrics, ...options }: WorkerOptions): Promise<Worker> {
  const { log } = probot;
  const { connect, self, now = Date.now } = options;
  const workplaces = createWorkplaces({ ...options, log });
  const scheduler = createScheduler({ now, wake: (place) => add(monitoringJob(place)) });
  const onboarding = createOnboarding({ now, add: (job) => add(job) });
  const listener = { wakeAt: scheduler.wakeAt, onboarding };
  const { queue, failures } = createJobQueue(workplaces, log, { metrics, listener });
  const add = (job: Job) => queue.add(keyOf(job), job);
  const sweeper = createSweeper({ connect, workplaces, add, onboarding, log });
  const deliveries = createBoundedCache<string, true>(5000);
  probot.onAny(({ name }) => metrics?.event(name));
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
      installed: onboarding.installed,
      isAwaited: (repository, name) => workplaces.memoryOf(repository).awaitedChecks.has(name),
      ownIssuesChanged: (repository) => {
        workplaces.memoryOf(repository).ownIssues = undefined;
      },
      forget: (repository) => {
        workplaces.forget(repository);
        scheduler.forget(repository);
      },
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
  const { length, retries, idle, close } = queue;
  return { add, sweeper, scheduler, length, retries, failures, idle, close };
}

function createJobQueue(
  workplaces: Workplaces,
  log: Logger,
  { metrics, listener }: Pick<WorkerOptions, "metrics"> & { readonly listener: Omit<JobListener, "add"> },
): { readonly queue: WorkQueue<Job>; readonly failures: () => number } {
  let givenUp = 0;
  const queue = createWorkQueue<Job>({
    concurrency: CONCURRENCY,
    merge: mergeJobs,
    pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal, ref: false }),
    run: async (job) => {
      const started = performance.now();
      await runJob(workplaces, job, { ...listener, add: (next) => queue.add(keyOf(next), next) });
      metrics?.job(job.kind, (performance.now() - started) / 1000);
    },
    retryAfter: (job, error, failures) => {
      metrics?.error(job.kind);
      const delay = retryAfter(error, failures);
      const fields = { job: keyOf(job), failures, err: error };
      if (delay === undefined) {
        givenUp += 1;
        log.error(fields, `given up until the next event or sweep: ${formatError(error)}`);
        forgetHandled(workplaces, job);
      } else log.warn({ ...fields, retryInMs: delay }, "failed, will be tried again");
      return delay;
    },
  });
  return { queue, failures: () => givenUp };
}

/** What failed is news again to the next sweep. */
function forgetHandled(workplaces: Workplaces, job: Job): void {
  const { handled } = workplaces.memoryOf(job.repository);
  if (job.kind === "pull-request") handled.delete(handledPullRequest(job.number));
  if (job.kind !== "commit") return;
  for (const key of handled.keys()) if (key.startsWith(handledCommit(job.sha))) handled.delete(key);
}

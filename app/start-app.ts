import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "probot";
import { readAppIdentity } from "../src/github/app-identity.ts";
import type { Octokit } from "../src/github/octokit.ts";
import { createPackageReader } from "../src/oci/create-package-reader.ts";
import { createProbot } from "./create-probot.ts";
import { createRequestHandler } from "./handle-request.ts";
import { createMetrics } from "./metrics.ts";
import type { Credentials, Settings } from "./settings.ts";
import { createWorker, type Worker } from "./worker.ts";

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

/**
 * Longer than proxies keep a connection that nobody uses (most 60 seconds). Node's five seconds let a proxy send a
 * delivery into a connection that is just being closed: it is lost, and only a sweep makes up for it.
 */
const KEEP_ALIVE_MS = 75_000;

/** Starts the App: webhooks, health, metrics and the sweep. Throws where GitHub does not know the credentials. */
export async function startApp(settings: Settings, credentials: Credentials): Promise<RunningApp> {
  let worker: Worker | undefined;
  const metrics = createMetrics(() => worker?.length() ?? 0);
  const probot = await createProbot({ ...settings, auth: credentials, onRequest: metrics.request });
  const { log } = probot;
  const connect = async (installation?: number): Promise<Octokit> =>
    installation === undefined ? probot.auth() : probot.auth(installation);
  const self = await readAppIdentity(await connect());
  log.info({ app: self.slug, id: self.id, api: settings.apiUrl ?? "https://api.github.com" }, "authenticated");

  const jobs = await createWorker({ probot, connect, self, packages: createPackageReader(settings.packages), metrics });
  worker = jobs;
  const middleware = await probot.getNodeMiddleware();
  const server = createServer(createRequestHandler({ middleware, registry: metrics.registry, log }));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, settings);
  log.info({ host: settings.host, port }, "listening");
  const stopping = new AbortController();
  jobs.scheduler.start(stopping.signal);
  const sweeping = jobs.sweeper.start(settings.sweepSeconds, stopping.signal);
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

function listen(server: Server, { port, host }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

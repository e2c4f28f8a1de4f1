import { mkdtempSync, rmSync } from "node:fs";
import type http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { answerPage } from "../page/answer-page.ts";
import type { Control } from "./control/control.ts";
import { createControl } from "./control/create-control.ts";
import { createValidator } from "./description/create-validator.ts";
import { createDeliverer } from "./events/emit-event.ts";
import { graphqlRoute } from "./graphql/execute-graphql.ts";
import { createBlobServer } from "./results/blob-server.ts";
import { answerResults } from "./results/results-service.ts";
import { allRoutes } from "./routes/all-routes.ts";
import { createServer } from "./server/create-server.ts";
import { createFaultList } from "./server/faults.ts";
import { createRouter } from "./server/route.ts";
import { startOnEvent } from "./workflows/start-on-event.ts";
import { createWorld, type World } from "./world.ts";

export interface FakeGitHubOptions {
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** Where to listen; only this machine by default. */
  readonly host?: string;
  /** Where repositories and blobs lie; a temporary folder, removed on `close`, by default. */
  readonly folder?: string;
  /** Compares every request, response and webhook with GitHub's own description; differences are in `violations`. */
  readonly validate?: boolean;
  /** Requests an hour of an installation or a user; 5,000 as on GitHub. A bench wants more. */
  readonly hourlyRequestLimit?: number;
  /** When it is there as it starts, ISO 8601; the machine's time by default. A test with dates of its own wants these. */
  readonly startAt?: string;
}

/** A GitHub on one machine, for tests and for trying Pawl out. It is a stand-in, not GitHub. */
export interface FakeGitHub {
  /** Origin, `http://127.0.0.1:4010`: REST under `/` and `/api/v3`, GraphQL under `/graphql` and `/api/graphql`. */
  readonly url: string;
  /** Everything that a person or a runner does; also over HTTP, see `connectFakeGitHub`. */
  readonly control: Control;
  /** Differences from GitHub's description so far; tests assert that it is empty. */
  readonly violations: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Starts the fake GitHub.
 *
 * | Path | What |
 * |---|---|
 * | `/`, `/api/v3` | REST: Apps, installations, repositories, contents, git data, commits, compare, pulls, reviews, issues, comments, labels, checks, statuses, workflows, runs, jobs, artifacts, deployments, branch protection, teams |
 * | `/graphql`, `/api/graphql` | GitHub's own schema: `createCommitOnBranch`, `updateRefs`, `minimizeComment`, simple queries |
 * | `/<owner>/<repo>.git` | git over smart HTTP: `https://x-access-token:<token>@…` |
 * | `/twirp/…` | artifact and cache protocol of the runner; blobs lie on another port |
 * | `/ui/…` | the page of repositories, pull requests, check runs and the ledger |
 * | `/_control/<name>` | `Control` as JSON over POST |
 *
 * @example
 * const fake = await startFakeGitHub({ validate: true });
 * await fake.control.createUser({ login: "ana" });
 * const app = await fake.control.createApp({ name: "pawl", owner: "ana", permissions: { checks: "write" }, events: ["workflow_run"] });
 * await fake.control.createRepository({ owner: "ana", name: "flights", files: { "README.md": "# Flights\n" } });
 * await fake.control.install({ app: app.slug, account: "ana" });
 * await fake.control.commitFiles({ repository: "ana/flights", branch: "try", files: { "a.txt": "1" }, message: "Try", author: "ana" });
 * const { number } = await fake.control.openPull({ repository: "ana/flights", head: "try", title: "Try", author: "ana" });
 * const run = await fake.control.takeWorkflowRun(); // the next queued workflow run, `null` when there is none
 */
export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const { port = 0, host = "127.0.0.1", hourlyRequestLimit = 5000 } = options;
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), "fake-github-"));
  const world = createWorld({ folder, hourlyRequestLimit, startAt: options.startAt });
  const report = (difference: string): number => world.violations.push(difference);
  const validator =
    options.validate === true ? createValidator(report) : { exchange: () => undefined, event: () => undefined };
  const deliverer = createDeliverer(world, validator.event);
  world.emit = deliverer.emit;
  world.startWorkflows = (event) =>
    startOnEvent(world, event).catch((error: unknown) => {
      report(`workflows of ${event.name}: ${String(error)}`);
    });
  const faults = createFaultList();
  const routes = [...allRoutes(deliverer.redeliver), graphqlRoute()];
  const control = createControl(world, { deliverer, faults });
  const api = { world, match: createRouter(routes), faults, validate: validator.exchange };
  const server = createServer(api, control, [
    (request, response, url) => answerResults(world, request, response, url),
    (request, response, url) => answerPage(world, request, response, url),
  ]);
  const blobs = createBlobServer(world);
  world.origin = await listen(server, port, host);
  world.blobOrigin = await listen(blobs, 0, host);
  return {
    url: world.origin,
    control,
    violations: world.violations,
    close: async () => {
      deliverer.stop();
      await Promise.all([server, blobs].map(closeServer));
      closeRepositories(world);
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listen(server: http.Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      // a server that listens on host and port has an address of this kind
      const address = server.address() as AddressInfo;
      resolve(`http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${String(address.port)}`);
    });
  });
}

function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function closeRepositories(world: World): void {
  for (const { git } of world.repositories.values()) git.close();
}

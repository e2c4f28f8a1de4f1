import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Octokit } from "@octokit/rest";
import { endServing, SERVING_VARIABLE } from "./end-serving.ts";
import { freePort } from "./free-port.ts";
import type { Control, CreatedApp } from "./github/control/control.ts";
import { prepareMachine } from "./prepare-machine.ts";
import { startRegistry } from "./registry/start-registry.ts";
import { type RunnerEvent, startRunner } from "./runner/start-runner.ts";
import { registerApp, startApp } from "./start-app.ts";
import type { Child } from "./start-child.ts";
import { startGitHub } from "./start-github.ts";

/** Root of this repository. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

export interface Person {
  readonly login: string;
  readonly token: string;
}

export interface SandboxOptions {
  /** `bin` folder of the prepared Python environment. */
  readonly pythonFolder: string;
  /** Of the fake GitHub; 0 takes a free one. */
  readonly port: number;
  readonly onEvent: (event: RunnerEvent) => void;
}

/** A GitHub with one empty repository, the App installed on it, a runner and a registry: all on this machine. */
export interface Sandbox {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly control: Control;
  readonly app: CreatedApp;
  /** Owns the repository. */
  readonly owner: Person;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly cloneUrl: string;
  /** Everything that the sandbox writes lies below it; it goes when the sandbox is closed. */
  readonly workFolder: string;
  /** Folder in which the example's data lies, as in a remote of DVC. */
  readonly dataRemote: string;
  /** Folder in which deliveries of the example's data arrive. */
  readonly feed: string;
  /** `bin` folder of the Python environment in which jobs run. */
  readonly pythonFolder: string;
  /** Where the deployed model answers, once there is one. */
  readonly servingUrl: string;
  /** A client as the owner would use it. */
  readonly octokit: Octokit;
  /** Rejects when one of the processes ends by itself. */
  readonly unexpectedEnd: Promise<never>;
  /** What the App printed last. */
  readonly appOutput: () => string;
  /** Ends every process and removes every file; safe to call twice. */
  readonly close: () => Promise<void>;
}

const nothing = () => undefined;
// What is waited for is not there at first; Octokit would print a line for each look.
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const OWNER = "you";
const REPOSITORY = "late-flights";

/** Starts everything, in the order in which one needs the other; when something cannot be started, the rest is ended. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await startParts(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  { pythonFolder, port, onEvent }: SandboxOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<Sandbox, "close">> {
  const workFolder = await mkdtemp(join(tmpdir(), "pawl-sandbox-"));
  // What was just ended may have been writing.
  closers.push(() => rm(workFolder, { recursive: true, force: true, maxRetries: 5 }));
  const registry = await startRegistry({ folder: join(workFolder, "registry"), port: 0 });
  closers.push(registry.close);
  const servingPort = await freePort();
  const machine = await prepareMachine({
    root: ROOT,
    workFolder,
    pythonFolder,
    registry: registry.host,
    servingPort,
  });
  closers.push(() => endServing(machine.variables[SERVING_VARIABLE] ?? ""));

  const github = await startGitHub(port);
  closers.push(github.child.close);
  const { control, url } = github;
  const owner = await control.createUser({ login: OWNER });
  const { cloneUrl } = await control.createRepository({ owner: OWNER, name: REPOSITORY });

  const { app, child } = await installApp(control, url, registry.host);
  closers.push(child.close);
  const api = `${url}/api/v3`;
  const urls = { server: url, api, graphql: `${url}/api/graphql` };
  const runner = startRunner({ control, machine, urls, onEvent });
  closers.push(runner.close);
  return {
    url,
    control,
    app,
    owner,
    repository: { owner: OWNER, repo: REPOSITORY },
    cloneUrl,
    workFolder,
    dataRemote: machine.dataRemote,
    feed: machine.feed,
    pythonFolder,
    servingUrl: `http://127.0.0.1:${String(servingPort)}`,
    octokit: new Octokit({ auth: owner.token, baseUrl: api, log: SILENT }),
    unexpectedEnd: Promise.race([github.child.unexpectedEnd, child.unexpectedEnd]),
    appOutput: child.output,
  };
}

async function installApp(
  control: Control,
  githubUrl: string,
  registry: string,
): Promise<{ app: CreatedApp; child: Child }> {
  const port = await freePort();
  const app = await registerApp(control, OWNER, port);
  const child = await startApp({ app, port, githubUrl, registry });
  await control.install({ app: app.slug, account: OWNER, repositories: [REPOSITORY] });
  return { app, child };
}

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "../app/worker.ts";
import { listOpenPullRequests } from "../src/github/pull-requests.ts";
import type { RunPlan } from "./plan-run.ts";
import type { BotRun } from "./run-bot.ts";
import type { WorkflowEvent } from "./workflow-event.ts";

/** What fails for a passing reason is tried again for so long; the job's own limit is above it. */
const PATIENCE_MS = 8 * 60_000;
/** A look at the bot's own pull requests can lead to another one. */
const ROUNDS = 3;

export interface Hands {
  readonly worker: Worker;
  /** Whether the bot opened a pull request or moved a branch since this was last asked. */
  readonly ownBranchesMoved: () => boolean;
}

/** Fills the queue by the plan and works until nothing is left of it. Returns how many pieces of work failed. */
export async function doWork(
  plan: Extract<RunPlan, { readonly kind: "event" | "sweep" | "pull-request" }>,
  run: BotRun,
  { worker, ownBranchesMoved }: Hands,
): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS;
  if (plan.kind === "event") await deliver(run, run.event);
  else if (plan.kind === "sweep") await worker.sweeper.sweepRepository(run.bot.installation, run.repository);
  else await deliver(run, await toEvent(run, plan.number));
  for (let round = 1; ; round++) {
    await finish(worker, deadline);
    if (round >= ROUNDS || performance.now() >= deadline || !ownBranchesMoved()) break;
    const open = await listOpenPullRequests(run.octokit, run.repository, 1);
    for (const { number, author } of open) if (author === run.bot.self.login) addPullRequest(run, worker, number);
  }
  const left = worker.retries();
  worker.close();
  return worker.failures() + left;
}

/** As a webhook: an event file is one, but for the installation and the signature. */
async function deliver({ probot, bot }: BotRun, event: Pick<WorkflowEvent, "name" | "payload">): Promise<void> {
  const payload = JSON.stringify({ ...event.payload, installation: { id: bot.installation } });
  const { webhooks } = probot;
  const signature = await webhooks.sign(payload);
  await webhooks.verifyAndReceive({ id: randomUUID(), name: event.name, payload, signature });
}

/** What GitHub would tell of the pull request now; which of its events was handed over makes no difference. */
async function toEvent(
  { octokit, repository }: BotRun,
  number: number,
): Promise<Pick<WorkflowEvent, "name" | "payload">> {
  const { owner, repo } = repository;
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  const action = data.state === "open" ? "edited" : "closed";
  return { name: "pull_request", payload: { action, number, pull_request: data, repository: data.base.repo } };
}

function addPullRequest({ bot, repository }: BotRun, worker: Worker, number: number): void {
  const { owner, repo, defaultBranch } = repository;
  const place = { installation: bot.installation, repository: { owner, repo }, defaultBranch };
  worker.add({ ...place, kind: "pull-request", number, fresh: false, commits: [] });
}

async function finish(worker: Worker, deadline: number): Promise<void> {
  for (;;) {
    await worker.idle();
    if (worker.retries() === 0 || performance.now() >= deadline) return;
    await sleep(200);
  }
}

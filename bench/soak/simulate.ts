import { readBranchHead } from "../../src/github/branch-head.ts";
import { createRepositoryMemory, type RepositoryMemory } from "../../src/reconcile/memory.ts";
import { reconcileMonitoring } from "../../src/reconcile/monitoring/reconcile-monitoring.ts";
import { reconcileRetraining } from "../../src/reconcile/retraining/reconcile-retraining.ts";
import type { Workplace } from "../../src/reconcile/workplace.ts";
import { createFaults, type Faults } from "./faults.ts";
import { acceptResults, chanceOf, resultsOf } from "./job-results.ts";
import { createQuickGitHub, QUICK_APP, type QuickGitHub } from "./quick-github.ts";
import { commitOnBranch, type QuickRepository, type QuickRun } from "./quick-repository.ts";
import { soakRepository } from "./soak-project.ts";

export interface SimulationWish {
  readonly repositories: number;
  readonly models: number;
  readonly start: string;
  readonly days: number;
  /** Time between sweeps, in which every repository is looked at. */
  readonly sweepHours: number;
  /** How often the whole App is killed in the middle of a request, with everything that it remembers. */
  readonly kills: number;
  /** Share of requests that fail, half of them after they took effect. */
  readonly failing: number;
  readonly seed: number;
}

export interface Simulation {
  readonly github: QuickGitHub;
  readonly start: string;
  readonly end: string;
  readonly kills: number;
  readonly failed: number;
  readonly reconciles: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Here {
  readonly repository: QuickRepository;
  readonly project: ReturnType<typeof soakRepository>["project"];
  memory: RepositoryMemory;
  /** When it has to be looked at. */
  wakeAt: number;
  /** Workflow runs that a job works on, with when it is done; and pull requests that somebody will merge. */
  readonly jobs: Map<number, number>;
  readonly merges: Map<number, number>;
}

interface World {
  readonly wish: SimulationWish;
  readonly github: QuickGitHub;
  readonly octokit: Workplace["octokit"];
  readonly faults: Faults;
  readonly here: readonly Here[];
  now: number;
  reconciles: number;
}

/** Lets so many days go by in as many repositories: checks become due, jobs leave evidence, people merge retrainings. */
export async function simulate(wish: SimulationWish): Promise<Simulation> {
  const started = Date.parse(wish.start);
  const ended = started + wish.days * 24 * HOUR_MS;
  const world = createWorld(wish, started);
  for (;;) {
    const due = soonest(world.here);
    if (due === undefined || due.at > ended) break;
    world.now = Math.max(world.now, due.at);
    if (due.kind === "job") await finish(world, due.one, due.id);
    else if (due.kind === "merge") {
      merge(due.one.repository, due.id, clockOf(world));
      due.one.merges.delete(due.id);
      due.one.wakeAt = Math.min(due.one.wakeAt, world.now);
    } else await look(world, due.one);
  }
  // What was under way at the end is let come to an end, without trouble.
  world.faults.stop();
  world.now = ended;
  for (let round = 0; round < 6; round++) {
    world.now += 20 * MINUTE_MS;
    for (const one of world.here) {
      for (const [id, at] of [...one.jobs]) if (at <= world.now) await finish(world, one, id);
      await look(world, one);
    }
  }
  const { github, reconciles, faults } = world;
  return { github, start: wish.start, end: clockOf(world), ...faults.counts(), reconciles };
}

function createWorld(wish: SimulationWish, now: number): World {
  const github = createQuickGitHub(() => clockOf(world));
  const faults = createFaults(wish);
  const here = Array.from({ length: wish.repositories }, (_, index): Here => {
    const { project, files } = soakRepository(index, modelsOf(wish, index));
    const repository = github.create(`acme/repository-${String(index)}`, files);
    return { repository, project, memory: createRepositoryMemory(), wakeAt: now, jobs: new Map(), merges: new Map() };
  });
  const world: World = { wish, github, octokit: github.connect(faults.fateOf), faults, here, now, reconciles: 0 };
  return world;
}

/** How many models a repository has: all repositories together have as many as are wished for. */
export function modelsOf(
  { repositories, models }: Pick<SimulationWish, "repositories" | "models">,
  index: number,
): number {
  return Math.floor(((index + 1) * models) / repositories) - Math.floor((index * models) / repositories);
}

function clockOf({ now }: World): string {
  return new Date(now).toISOString();
}

function openPlace(world: World, { repository, memory }: Here): Workplace {
  return {
    octokit: world.octokit,
    repository: { owner: "acme", repo: repository.name.split("/")[1] ?? "" },
    self: QUICK_APP,
    memory,
    now: () => clockOf(world),
    pause: async () => undefined,
    log: SILENT,
    packages: { look: async () => ({ kind: "unknown", reason: "nobody asks" }) },
  };
}

/** Does work of the App. What fails is tried again; what kills the process leaves nothing of it but what GitHub has. */
async function attempt(world: World, one: Here, work: () => Promise<void>): Promise<void> {
  const { faults, github, here } = world;
  try {
    await work();
  } catch (error) {
    if (!faults.explains(error)) throw error;
    one.wakeAt = world.now + 2 * MINUTE_MS;
  }
  const [unknown] = github.unknown;
  if (unknown !== undefined) throw new Error(`the quick GitHub has no ${unknown}`);
  if (!faults.takeKill()) return;
  // The next process sweeps when it starts.
  for (const each of here) {
    each.memory = createRepositoryMemory();
    each.wakeAt = Math.min(each.wakeAt, world.now + MINUTE_MS);
  }
}

async function look(world: World, one: Here): Promise<void> {
  one.wakeAt = world.now + world.wish.sweepHours * HOUR_MS;
  world.reconciles += 1;
  await attempt(world, one, async () => {
    const workplace = openPlace(world, one);
    // As the App does before each look.
    const commit = await readBranchHead(workplace.octokit, workplace.repository, "main");
    const place = { project: one.project, defaultBranch: "main", commit };
    const { nextDue } = await reconcileMonitoring(workplace, place);
    if (nextDue !== undefined) one.wakeAt = Math.min(one.wakeAt, Math.max(world.now + 1000, Date.parse(nextDue)));
    await reconcileRetraining(workplace, place);
  });
  planWork(one, world.now);
}

async function finish(world: World, one: Here, id: number): Promise<void> {
  const run = one.repository.runs.get(id);
  if (run === undefined) return;
  end(run, clockOf(world));
  let accepted = false;
  await attempt(world, one, async () => {
    await acceptResults(openPlace(world, one), run, resultsOf(one.repository.name, run));
    accepted = true;
  });
  if (accepted) one.jobs.delete(id);
  else one.jobs.set(id, world.now + 5 * MINUTE_MS);
  one.wakeAt = Math.min(one.wakeAt, world.now);
}

type Due = { readonly at: number; readonly one: Here } & (
  | { readonly kind: "look" }
  | { readonly kind: "job" | "merge"; readonly id: number }
);

function soonest(here: readonly Here[]): Due | undefined {
  let first: Due | undefined;
  for (const one of here) {
    if (first === undefined || one.wakeAt < first.at) first = { kind: "look", at: one.wakeAt, one };
    for (const [id, at] of one.jobs) if (at < first.at) first = { kind: "job", at, one, id };
    for (const [id, at] of one.merges) if (at < first.at) first = { kind: "merge", at, one, id };
  }
  return first;
}

/** Runners take what was dispatched; somebody merges a retraining most of a day after it was opened. */
function planWork({ repository, jobs, merges }: Here, now: number): void {
  for (const run of repository.runs.values()) {
    if (run.status !== "queued" || jobs.has(run.id)) continue;
    const key = `${repository.name} ${run.inputs["pawl-key"] ?? ""}`;
    const minutes = run.branch === "main" ? 5 + 40 * chanceOf(key) : 120 + 600 * chanceOf(key);
    jobs.set(run.id, now + minutes * MINUTE_MS);
  }
  for (const { number, pull, open } of repository.issues.values()) {
    if (pull === undefined || !open || merges.has(number)) continue;
    merges.set(number, now + 20 * HOUR_MS);
  }
}

function end(run: QuickRun, at: string): void {
  if (run.status === "completed") return;
  run.status = "completed";
  run.conclusion = "success";
  run.updatedAt = at;
}

function merge(repository: QuickRepository, number: number, at: string): void {
  const issue = repository.issues.get(number);
  const head = issue?.pull === undefined ? undefined : repository.heads.get(issue.pull.head);
  const files = head === undefined ? undefined : repository.files.get(repository.commits.get(head)?.tree ?? "");
  if (issue?.pull === undefined || !issue.open || files === undefined) return;
  commitOnBranch(repository, { branch: "main", message: "Merge", author: "ana" }, files);
  issue.pull.mergedAt = at;
  issue.open = false;
}

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

import { emitToInstallation } from "../events/emit-to-installation.ts";
import { emitRepositoryEvent } from "../events/repository-event.ts";
import { renderCheckRunForWebhook, renderCheckSuite } from "../render/check.ts";
import type { Account, App, CheckRun, CheckSuite, Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";

/** The suite of an App for a commit; GitHub keeps one per App and commit. */
export function ensureCheckSuite(
  world: World,
  repository: Repository,
  { app, sha, branch, separate = false }: { app: App; sha: string; branch: string | null; separate?: boolean },
): CheckSuite {
  const suites = repository.checkSuitesBySha.get(sha) ?? [];
  const known = suites.find((suite) => suite.app.id === app.id);
  if (known !== undefined && !separate) return known;
  const at = timestamp(world);
  const suite: CheckSuite = {
    id: newId(world),
    app,
    headSha: sha,
    headBranch: branch,
    createdAt: at,
    updatedAt: at,
    status: "queued",
    conclusion: null,
  };
  repository.checkSuites.set(suite.id, suite);
  repository.checkSuitesBySha.set(sha, [...suites, suite]);
  return suite;
}

/** After a push every App that may write checks gets a suite, and `check_suite.requested` when it is subscribed. */
export async function requestCheckSuites(
  world: World,
  repository: Repository,
  { sha, branch, sender }: { sha: string; branch: string; sender: Account },
): Promise<void> {
  for (const installation of world.installations.values()) {
    const covers =
      installation.account.id === repository.owner.id && (installation.repositoryIds?.has(repository.id) ?? true);
    if (!covers || installation.permissions["checks"] !== "write" || installation.suspendedAt !== undefined) continue;
    const suite = ensureCheckSuite(world, repository, { app: installation.app, sha, branch });
    if (installation.events.includes("check_suite"))
      await emitCheckSuite(world, repository, suite, "requested", sender);
  }
}

/** Sends `check_suite.<action>`: requests go to the owning App alone. */
export async function emitCheckSuite(
  world: World,
  repository: Repository,
  suite: CheckSuite,
  action: "requested" | "rerequested" | "completed",
  sender: Account,
): Promise<void> {
  const payload = { action, check_suite: await renderCheckSuite(world, repository, suite) };
  if (action === "completed") emitRepositoryEvent(world, repository, { name: "check_suite", sender, payload });
  else emitToInstallation(world, repository, suite.app, { name: "check_suite", sender, payload });
}

/** Sends `check_run.<action>`: requests go to the owning App alone. */
export function emitCheckRun(
  world: World,
  repository: Repository,
  run: CheckRun,
  {
    action,
    sender,
    identifier,
  }: { action: "created" | "completed" | "rerequested" | "requested_action"; sender: Account; identifier?: string },
): void {
  const payload = {
    action,
    check_run: renderCheckRunForWebhook(world, repository, run),
    ...(identifier === undefined ? {} : { requested_action: { identifier } }),
  };
  if (action === "created" || action === "completed")
    emitRepositoryEvent(world, repository, { name: "check_run", sender, payload });
  else emitToInstallation(world, repository, run.app, { name: "check_run", sender, payload });
}

/** Registers a check run under its suite. */
export function addCheckRun(repository: Repository, run: CheckRun): void {
  repository.checkRuns.set(run.id, run);
  const ofSha = repository.checkRunsBySha.get(run.headSha);
  if (ofSha === undefined) repository.checkRunsBySha.set(run.headSha, [run]);
  else ofSha.push(run);
  refreshSuite(repository, run.suite, run.startedAt);
}

/** Keeps the suite's status and conclusion true to its newest runs by name. */
export function refreshSuite(repository: Repository, suite: CheckSuite, at: string): void {
  const latest = new Map<string, CheckRun>();
  for (const run of repository.checkRunsBySha.get(suite.headSha) ?? [])
    if (run.suite.id === suite.id) latest.set(run.name, run);
  const runs = [...latest.values()];
  const done = runs.length > 0 && runs.every(({ status }) => status === "completed");
  suite.updatedAt = at;
  suite.status = done ? "completed" : runs.some(({ status }) => status !== "queued") ? "in_progress" : "queued";
  suite.conclusion = done ? worstConclusion(runs.map(({ conclusion }) => conclusion)) : null;
}

const FROM_WORST = [
  "failure",
  "timed_out",
  "cancelled",
  "action_required",
  "stale",
  "success",
  "neutral",
  "skipped",
] as const;

function worstConclusion(conclusions: readonly (string | null)[]): string {
  return FROM_WORST.find((candidate) => conclusions.includes(candidate)) ?? "neutral";
}

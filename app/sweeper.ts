import { setTimeout as sleep } from "node:timers/promises";
import { type InstalledRepository, listInstallations, listInstalledRepositories } from "../src/github/installations.ts";
import type { Octokit } from "../src/github/octokit.ts";
import { sweepRepository } from "../src/reconcile/sweep-repository.ts";
import type { Log } from "../src/reconcile/workplace.ts";
import type { Job } from "./jobs.ts";
import { monitoringJob } from "./monitoring-jobs.ts";
import type { Onboarding } from "./onboarding-jobs.ts";
import type { Workplaces } from "./workplaces.ts";

export interface SweeperOptions {
  readonly connect: (installation?: number) => Promise<Octokit>;
  readonly workplaces: Workplaces;
  readonly add: (job: Job) => void;
  readonly onboarding: Pick<Onboarding, "consider" | "goOn">;
  readonly log: Log;
}

export interface Sweeper {
  /** Sweeps now and then every so many seconds, until aborted. Neither promise rejects. */
  readonly start: (
    seconds: number,
    signal: AbortSignal,
  ) => { readonly first: Promise<void>; readonly all: Promise<void> };
  readonly sweepInstallation: (installation: number) => Promise<void>;
  /** One repository alone; rejects where it cannot be read. */
  readonly sweepRepository: (installation: number, repository: InstalledRepository) => Promise<void>;
}

/** Looks through all repositories for what a lost event should have told. */
export function createSweeper({ connect, workplaces, add, onboarding, log }: SweeperOptions): Sweeper {
  /** When a repository without a configuration was last pushed to: until that changes there is nothing to find. */
  const quiet = new Map<number, string>();

  const sweepOne = async (installation: number, repository: InstalledRepository): Promise<void> => {
    const { owner, repo, defaultBranch, id } = repository;
    const pushedAt = repository.pushedAt ?? "";
    if (quiet.get(id) === pushedAt) return;
    const place = { installation, repository: { owner, repo }, defaultBranch };
    const workplace = await workplaces.open(place);
    const found = await sweepRepository(workplace, defaultBranch);
    if (found.configured || found.pullRequests.length > 0) quiet.delete(id);
    else quiet.set(id, pushedAt);
    for (const number of found.pullRequests) add({ ...place, kind: "pull-request", number, fresh: false, commits: [] });
    for (const number of found.promotions) {
      // Time has passed: evidence may be too old now, a freeze over. Tags and registries are asked again.
      add({ ...place, kind: "pull-request", number, fresh: false, commits: [] });
    }
    if (found.configured) add({ ...place, kind: "default-branch", cause: { judgeAgain: false } });
    if (found.hasConfig) add(monitoringJob(place));
    else onboarding.consider(place);
    for (const sha of found.commits) {
      add({ ...place, kind: "commit", sha, head: undefined, fresh: false, search: false });
    }
  };

  const sweepInstallation = async (installation: number): Promise<void> => {
    const client = await connect(installation);
    for (const repository of await listInstalledRepositories(client)) {
      await attempt(log, { installation, repository: `${repository.owner}/${repository.repo}` }, () =>
        sweepOne(installation, repository),
      );
    }
  };

  const sweepAll = async (): Promise<void> => {
    onboarding.goOn();
    for (const installation of await listInstallations(await connect())) {
      await attempt(log, { installation }, () => sweepInstallation(installation));
    }
  };

  const sweepOn = async (seconds: number, signal: AbortSignal): Promise<void> => {
    for (;;) {
      await sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await attempt(log, {}, sweepAll);
      log.debug({}, "sweep done");
    }
  };

  return {
    sweepRepository: sweepOne,
    sweepInstallation: (installation) => attempt(log, { installation }, () => sweepInstallation(installation)),
    start: (seconds, signal) => {
      const first = attempt(log, {}, sweepAll);
      return { first, all: first.then(() => sweepOn(seconds, signal)) };
    },
  };
}

/** One repository that cannot be read must not end the sweep of the others. */
async function attempt(log: Log, fields: object, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ ...fields, err: error }, "sweep left something out");
  }
}

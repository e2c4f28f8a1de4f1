import { setTimeout as sleep } from "node:timers/promises";
import type { PackageReader } from "../src/core/registry/package-reader.ts";
import type { AppIdentity } from "../src/github/app-identity.ts";
import { createBoundedCache } from "../src/github/bounded-cache.ts";
import type { Octokit } from "../src/github/octokit.ts";
import { formatRepository, type Repository } from "../src/github/repository.ts";
import { createRepositoryMemory, type RepositoryMemory } from "../src/reconcile/memory.ts";
import type { Log, Workplace } from "../src/reconcile/workplace.ts";

export interface WorkplaceOptions {
  /** Client of an installation; without a number of the App itself. */
  readonly connect: (installation?: number) => Promise<Octokit>;
  readonly self: AppIdentity;
  readonly log: Log;
  readonly packages: PackageReader;
  /** See {@link Workplace.checkNote}. */
  readonly checkNote?: string | undefined;
  /** Milliseconds since 1970; the machine's clock if not given. */
  readonly now?: (() => number) | undefined;
}

export interface Workplaces {
  readonly open: (place: { readonly installation: number; readonly repository: Repository }) => Promise<Workplace>;
  readonly memoryOf: (repository: Repository) => RepositoryMemory;
  /** After a rename, a transfer or the end of an installation. */
  readonly forget: (repository: Repository) => void;
  readonly forgetInstallation: (installation: number) => void;
}

const MAX_REPOSITORIES = 2000;

/** Workplaces by repository; what a repository's work remembers is shared by all of its work. */
export function createWorkplaces({ connect, now = Date.now, ...shared }: WorkplaceOptions): Workplaces {
  const clients = createBoundedCache<number, Promise<Octokit>>(MAX_REPOSITORIES);
  const memories = createBoundedCache<string, RepositoryMemory>(MAX_REPOSITORIES);
  const nameOf = (repository: Repository) => formatRepository(repository).toLowerCase();

  const memoryOf = (repository: Repository): RepositoryMemory => {
    const memory = memories.get(nameOf(repository)) ?? createRepositoryMemory();
    memories.set(nameOf(repository), memory);
    return memory;
  };
  const clientOf = (installation: number): Promise<Octokit> => {
    const client = clients.get(installation) ?? connect(installation);
    clients.set(installation, client);
    client.catch(() => clients.delete(installation));
    return client;
  };
  return {
    memoryOf,
    forget: (repository) => memories.delete(nameOf(repository)),
    forgetInstallation: (installation) => clients.delete(installation),
    open: async ({ installation, repository }) => ({
      ...shared,
      octokit: await clientOf(installation),
      repository,
      memory: memoryOf(repository),
      now: () => new Date(now()).toISOString(),
      // Two writers that met once would otherwise meet again.
      pause: (milliseconds) => sleep(milliseconds * (0.75 + Math.random() / 2)),
    }),
  };
}

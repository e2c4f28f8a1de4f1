import type { PackageReader } from "../core/registry/package-reader.ts";
import type { AppIdentity } from "../github/app-identity.ts";
import type { Octokit } from "../github/octokit.ts";
import type { Repository } from "../github/repository.ts";
import type { RepositoryMemory } from "./memory.ts";

/** A structured log, as pino's. */
export interface Log {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** Everything that work on one repository needs. No global, no clock of its own. */
export interface Workplace {
  readonly octokit: Octokit;
  readonly repository: Repository;
  readonly self: AppIdentity;
  readonly memory: RepositoryMemory;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** Waits about so many milliseconds; the caller of the work adds the randomness that keeps writers apart. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly log: Log;
  /** Asks registries whether a package can be pulled; the door hands it in. */
  readonly packages: PackageReader;
  /** Markdown that every check's summary begins with: what such a check is worth, where that is less than an App's. */
  readonly checkNote?: string | undefined;
}

import type { Profile } from "../../src/core/dataset/profile.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { documentDigest, parseStatement } from "../../src/core/evidence/statement.ts";
import { type ChosenWindow, chooseWindows, type WindowWish } from "../../src/core/monitoring/choose-windows.ts";
import type { Monitoring } from "../../src/core/monitoring/monitoring.ts";
import { readLedgerDocument } from "../../src/github/ledger.ts";
import type { LedgerPart } from "./ledger-part.ts";
import type { LedgerSearch } from "./open-ledger.ts";

/** A window with what its drift check counted. */
export interface ReadWindow extends ChosenWindow {
  readonly evidence: DriftEvidence;
  readonly profile: Profile;
}

export interface ReadWindows {
  /** Oldest first. */
  readonly windows: readonly ReadWindow[];
  /** Names of those whose document the ledger does not have as it was accepted, or that hold no profile. */
  readonly lost: readonly string[];
}

/** The windows that are wanted, with their profiles. One that cannot be read is left out, and named. */
export async function readWindows(
  search: LedgerSearch,
  monitoring: Monitoring,
  wish: WindowWish,
): Promise<ReadWindows> {
  const chosen = chooseWindows(monitoring, wish);
  const found = await Promise.all(chosen.map((window) => readWindow(search, window)));
  return {
    windows: found.flatMap((window) => window ?? []),
    lost: chosen.filter((_, index) => found[index] === undefined).map(({ name }) => name),
  };
}

async function readWindow(
  { octokit, repository }: LedgerSearch,
  chosen: ChosenWindow,
): Promise<ReadWindow | undefined> {
  const { path, digest } = chosen.window.document;
  try {
    const bytes = await readLedgerDocument(octokit, repository, path);
    if (documentDigest(bytes) !== digest) return undefined;
    const { predicate } = parseStatement(bytes, path);
    if (predicate.schema !== "pawl.drift/v1" || predicate.profile === undefined) return undefined;
    return { ...chosen, evidence: predicate, profile: predicate.profile };
  } catch (error) {
    // A document that is gone or was written otherwise; that the ledger cannot be read is another matter.
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}

/** A window as a batch of the reference. */
export function toPart({ name, window, profile }: ReadWindow): LedgerPart {
  const { start, end, document, commit, judgedAt, fingerprint } = window;
  return {
    name,
    start,
    end,
    profile,
    origin: {
      document: document.digest,
      acceptedAt: judgedAt,
      from: "window",
      commit,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    },
  };
}

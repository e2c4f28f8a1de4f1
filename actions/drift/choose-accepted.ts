import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";

export interface AcceptedWish {
  readonly dataset: string;
  /** At most so many, the newest. */
  readonly most: number;
  /** Of the job itself (data are never their own reference), and of windows, which join by rules of their own. */
  readonly workflowRuns: ReadonlySet<number>;
}

/**
 * The data evidence to compare with, oldest first: accepted on the default branch, contract not broken, no data twice, and
 * none that a drift check of the same workflow run found to have drifted, which would make drift its own measure.
 */
export function chooseAccepted({ entries }: LedgerIndex, wish: AcceptedWish): readonly LedgerEntry[] {
  const drifted = new Set(
    entries
      .filter(({ kind, verdict }) => kind === "drift" && verdict === "drift")
      .map(({ workflowRun }) => workflowRun.id),
  );
  const usable = entries.filter(
    ({ kind, key, outcome, verdict, onDefaultBranch, workflowRun }) =>
      kind === "data" &&
      key === wish.dataset &&
      outcome === "succeeded" &&
      verdict !== "fail" &&
      onDefaultBranch &&
      !drifted.has(workflowRun.id) &&
      !wish.workflowRuns.has(workflowRun.id),
  );
  const byData = new Map<string, LedgerEntry>();
  for (const entry of usable) {
    const data = entry.fingerprint ?? entry.digest;
    if (!byData.has(data)) byData.set(data, entry);
  }
  return [...byData.values()].slice(0, wish.most).toReversed();
}

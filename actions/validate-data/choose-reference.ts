import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";

export interface ReferenceWish {
  readonly dataset: string;
  /** Of the job itself: data are never their own reference. */
  readonly workflowRunId: number;
  readonly mergeBase: string | undefined;
  /** Fingerprint of the data at hand; asked for only where the merge base has no evidence. */
  readonly fingerprint: () => Promise<string | undefined>;
}

/**
 * Data evidence of the default branch to choose the bins by, best first: of the merge base, of the same data, the newest.
 * Evidence of pull requests is never a reference: what they propose has not been accepted.
 */
export async function chooseReference({ entries }: LedgerIndex, wish: ReferenceWish): Promise<LedgerEntry | undefined> {
  const usable = entries.filter(
    ({ kind, key, outcome, onDefaultBranch, workflowRun }) =>
      kind === "data" &&
      key === wish.dataset &&
      outcome === "succeeded" &&
      onDefaultBranch &&
      workflowRun.id !== wish.workflowRunId,
  );
  const ofBase = usable.find(({ commit }) => commit === wish.mergeBase);
  if (ofBase !== undefined || usable.length === 0) return ofBase;
  const fingerprint = await wish.fingerprint();
  const ofSameData = usable.find((entry) => fingerprint !== undefined && entry.fingerprint === fingerprint);
  return ofSameData ?? usable[0];
}

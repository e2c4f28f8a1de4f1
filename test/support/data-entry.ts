import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";

/** A ledger entry of the dataset `flights`, validated on the default branch; every field can be replaced. */
export function buildDataEntry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    kind: "data",
    key: "flights",
    path: "evidence/late-flights/2026-11/data-41-1-flights.json",
    digest: "a".repeat(64),
    commit: "c".repeat(40),
    workflowRun: { id: 41, number: 7, attempt: 1, event: "push" },
    branch: "main",
    onDefaultBranch: true,
    acceptedAt: "2026-11-01T00:00:00Z",
    startedAt: "2026-11-01T00:00:00Z",
    finishedAt: "2026-11-01T00:00:00Z",
    outcome: "succeeded",
    verdict: "pass",
    metrics: {},
    ...overrides,
  };
}

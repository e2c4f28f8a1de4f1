import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addToIndex,
  type LedgerEntry,
  LedgerIndex,
  ledgerDocumentPath,
  MAX_INDEX_ENTRIES,
} from "../../../src/core/evidence/ledger-index.ts";
import { fakeDigest, HEAD } from "./build-evidence.ts";

function entry(id: number, overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  const workflowRun = { id, number: id, attempt: 1, event: "push" };
  const acceptedAt = "2026-11-24T10:00:20Z";
  return {
    kind: "run",
    path: ledgerDocumentPath({ kind: "run", model: "late-flights" }, workflowRun, acceptedAt),
    digest: fakeDigest("e1"),
    commit: HEAD,
    workflowRun,
    branch: "main",
    onDefaultBranch: true,
    acceptedAt,
    startedAt: "2026-11-24T10:00:00Z",
    finishedAt: "2026-11-24T10:00:09Z",
    outcome: "succeeded",
    metrics: { f1: 0.5 },
    ...overrides,
  };
}

const entries = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 10 })
  .map((ids) => ids.map((id) => entry(id)));

describe("the ledger's index", () => {
  it("is the same whether entries are added once or twice", () => {
    fc.assert(
      fc.property(entries, entries, (before, added) => {
        const index = addToIndex(addToIndex(undefined, "late-flights", before), "late-flights", added);
        expect(addToIndex(index, "late-flights", added)).toEqual(index);
      }),
    );
  });

  it("loses no entry and doubles none", () => {
    fc.assert(
      fc.property(entries, entries, (before, added) => {
        const index = addToIndex(addToIndex(undefined, "late-flights", before), "late-flights", added);
        const paths = index.entries.map(({ path }) => path);
        expect(new Set(paths)).toEqual(new Set([...before, ...added].map(({ path }) => path)));
        expect(paths).toHaveLength(new Set(paths).size);
        expect(LedgerIndex.parse(index)).toEqual(index);
      }),
    );
  });

  it("has the newest first and forgets the oldest", () => {
    const many = Array.from({ length: MAX_INDEX_ENTRIES }, (_, index) => entry(index + 2));
    const index = addToIndex(addToIndex(undefined, "late-flights", many), "late-flights", [entry(1)]);
    expect(index.entries).toHaveLength(MAX_INDEX_ENTRIES);
    expect(index.entries[0]?.workflowRun.id).toBe(1);
    expect(index.entries.at(-1)?.workflowRun.id).toBe(MAX_INDEX_ENTRIES);
  });

  it("doubles no entry of one addition", () => {
    expect(addToIndex(undefined, "late-flights", [entry(1), entry(1)]).entries).toHaveLength(1);
  });

  it.each([
    [{ kind: "run", model: "a" } as const, "evidence/a/2026-11/run-7-2.json"],
    [{ kind: "evaluation", model: "a", key: "seed-1" } as const, "evidence/a/2026-11/evaluation-7-2-seed-1.json"],
  ])("puts %j at %s", (name, path) => {
    expect(ledgerDocumentPath(name, { id: 7, attempt: 2 }, "2026-11-24T10:00:20Z")).toBe(path);
  });
});

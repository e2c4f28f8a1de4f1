import { describe, expect, it } from "vitest";
import { chooseBatches } from "../../actions/drift/find-batches.ts";
import { findTrainingData } from "../../actions/drift/read-champion-batch.ts";
import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { buildDataEntry } from "../support/data-entry.ts";

const run = (id: number) => ({ id, number: id, attempt: 1, event: "push" });
const entry = (id: number, more: Partial<LedgerEntry> = {}) =>
  buildDataEntry({
    path: `evidence/late-flights/2026-11/data-${String(id)}-1-flights.json`,
    workflowRun: run(id),
    fingerprint: `sha256:${String(id)}`,
    digest: String(id).padStart(64, "0"),
    ...more,
  });
const index = (entries: readonly LedgerEntry[]): LedgerIndex => ({
  schema: "pawl.index/v1",
  model: "late-flights",
  entries: [...entries],
});
const drift = (id: number, verdict: "drift" | "stable") =>
  entry(id, { kind: "drift", verdict, path: `evidence/late-flights/2026-11/drift-${String(id)}-1-flights.json` });

describe("the newest accepted data", () => {
  const wish = { dataset: "flights", batches: 2, workflowRunId: 99 };
  const chosen = (entries: readonly LedgerEntry[]) =>
    chooseBatches(index(entries), wish).map(({ workflowRun }) => workflowRun.id);

  it.each`
    case                              | first
    ${"of the job itself"}            | ${[entry(99)]}
    ${"whose contract was broken"}    | ${[entry(9, { verdict: "fail" })]}
    ${"that could not be read"}       | ${[entry(9, { outcome: "failed" })]}
    ${"of a pull request"}            | ${[entry(9, { onDefaultBranch: false, pullRequest: 3 })]}
    ${"of another dataset"}           | ${[entry(9, { key: "weather" })]}
    ${"of a window that drifted"}     | ${[drift(9, "drift"), entry(9)]}
    ${"that are an older one's twin"} | ${[entry(8), entry(9, { fingerprint: "sha256:8" })]}
  `("are never those $case", ({ first }: { first: readonly LedgerEntry[] }) => {
    expect(chosen([...first, entry(7), entry(6)])).not.toContain(first.at(-1)?.workflowRun.id);
  });

  it("may be a window that is stable", () => {
    expect(chosen([drift(9, "stable"), entry(9), entry(7)])).toEqual([9, 7]);
  });
});

describe("what the champion was trained on", () => {
  const lineage = (data: readonly { name: string; fingerprint: string; document?: string }[]) => ({
    lineage: { evaluations: [], data: [...data] },
  });
  const found = (entries: readonly LedgerEntry[], data: Parameters<typeof lineage>[0]) =>
    findTrainingData(index(entries), lineage(data), "flights")?.workflowRun.id;

  it.each`
    case                                       | entries                                                        | data                                                                                         | id
    ${"the fingerprint, however old"}          | ${[entry(9), entry(8), entry(3)]}                              | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${3}
    ${"the document that the version names"}   | ${[entry(9), entry(4, { fingerprint: "sha256:3" }), entry(3)]} | ${[{ name: "flights", fingerprint: "sha256:3", document: "3".padStart(64, "0") }]}           | ${3}
    ${"either of two identities of the data"}  | ${[entry(9), entry(3)]}                                        | ${[{ name: "flights", fingerprint: "md5:1" }, { name: "flights", fingerprint: "sha256:3" }]} | ${3}
    ${"nothing: other data of the same bytes"} | ${[entry(3, { key: "weather" })]}                              | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${undefined}
    ${"nothing: the model's other data"}       | ${[entry(3)]}                                                  | ${[{ name: "weather", fingerprint: "sha256:3" }]}                                            | ${undefined}
    ${"nothing: what a pull request says"}     | ${[entry(3, { onDefaultBranch: false })]}                      | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${undefined}
    ${"nothing: data without a fingerprint"}   | ${[entry(3, { fingerprint: undefined })]}                      | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${undefined}
  `("is found by $case", ({ entries, data, id }) => {
    expect(found(entries, data)).toBe(id);
  });

  it("is not there without an index", () => {
    expect(findTrainingData(undefined, lineage([{ name: "flights", fingerprint: "sha256:3" }]), "flights")).toBe(
      undefined,
    );
  });
});

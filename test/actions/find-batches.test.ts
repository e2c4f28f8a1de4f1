import { describe, expect, it } from "vitest";
import { chooseAccepted } from "../../actions/drift/choose-accepted.ts";
import { findTrainingData } from "../../actions/drift/read-training.ts";
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
  const wish = { dataset: "flights", most: 2, workflowRuns: new Set([99, 98]) };
  const chosen = (entries: readonly LedgerEntry[]) =>
    chooseAccepted(index(entries), wish).map(({ workflowRun }) => workflowRun.id);

  it.each`
    case                                    | first
    ${"of the job itself"}                  | ${[entry(99)]}
    ${"of a window, which joins by itself"} | ${[entry(98)]}
    ${"whose contract was broken"}          | ${[entry(9, { verdict: "fail" })]}
    ${"that could not be read"}             | ${[entry(9, { outcome: "failed" })]}
    ${"of a pull request"}                  | ${[entry(9, { onDefaultBranch: false, pullRequest: 3 })]}
    ${"of another dataset"}                 | ${[entry(9, { key: "weather" })]}
    ${"of a window that drifted"}           | ${[drift(9, "drift"), entry(9)]}
    ${"that are an older one's twin"}       | ${[entry(8), entry(9, { fingerprint: "sha256:8" })]}
  `("are never those $case", ({ first }: { first: readonly LedgerEntry[] }) => {
    expect(chosen([...first, entry(7), entry(6)])).not.toContain(first.at(-1)?.workflowRun.id);
  });

  it("may be of a check that is on no record, if it is stable; oldest first", () => {
    expect(chosen([drift(9, "stable"), entry(9), entry(7)])).toEqual([7, 9]);
  });
});

describe("what the champion was trained on", () => {
  const lineage = (data: readonly { name: string; fingerprint: string; document?: string }[]) => ({
    lineage: { evaluations: [], data: [...data] },
  });
  const found = (entries: readonly LedgerEntry[], data: Parameters<typeof lineage>[0]) =>
    findTrainingData(index(entries), lineage(data), "flights").map(({ workflowRun }) => workflowRun.id);

  it.each`
    case                                       | entries                                                        | data                                                                                         | id
    ${"the fingerprint, however old"}          | ${[entry(9), entry(8), entry(3)]}                              | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${[3]}
    ${"the document that the version names"}   | ${[entry(9), entry(4, { fingerprint: "sha256:3" }), entry(3)]} | ${[{ name: "flights", fingerprint: "sha256:3", document: "3".padStart(64, "0") }]}           | ${[3, 4]}
    ${"either of two identities of the data"}  | ${[entry(9), entry(3)]}                                        | ${[{ name: "flights", fingerprint: "md5:1" }, { name: "flights", fingerprint: "sha256:3" }]} | ${[3]}
    ${"nothing: other data of the same bytes"} | ${[entry(3, { key: "weather" })]}                              | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${[]}
    ${"nothing: the model's other data"}       | ${[entry(3)]}                                                  | ${[{ name: "weather", fingerprint: "sha256:3" }]}                                            | ${[]}
    ${"nothing: what a pull request says"}     | ${[entry(3, { onDefaultBranch: false })]}                      | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${[]}
    ${"nothing: data without a fingerprint"}   | ${[entry(3, { fingerprint: undefined })]}                      | ${[{ name: "flights", fingerprint: "sha256:3" }]}                                            | ${[]}
  `("is found by $case", ({ entries, data, id }) => {
    expect(found(entries, data)).toEqual(id);
  });

  it("is not there without an index", () => {
    expect(findTrainingData(undefined, lineage([{ name: "flights", fingerprint: "sha256:3" }]), "flights")).toEqual([]);
  });
});

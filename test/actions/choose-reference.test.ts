import { describe, expect, it } from "vitest";
import { chooseAccepted } from "../../actions/drift/choose-accepted.ts";
import { chooseReference } from "../../actions/validate-data/choose-reference.ts";
import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { buildDataEntry } from "../support/data-entry.ts";

const BASE = "b".repeat(40);
const OLDER = "c".repeat(40);

const entry = (run: number, more: Partial<LedgerEntry> = {}) =>
  buildDataEntry({ commit: OLDER, workflowRun: { id: run, number: run, attempt: 1, event: "push" }, ...more });

const index = (entries: readonly LedgerEntry[]): LedgerIndex => ({
  schema: "pawl.index/v1",
  model: "late-flights",
  entries: [...entries],
});

describe("the reference of validated data", () => {
  const choose = async (entries: readonly LedgerEntry[], fingerprint = "sha256:aa") => {
    const wish = { dataset: "flights", workflowRunId: 9001, mergeBase: BASE, fingerprint: async () => fingerprint };
    return (await chooseReference(index(entries), wish))?.workflowRun.id;
  };

  it.each`
    case                                            | entries                                                           | chosen
    ${"of the merge base, before newer ones"}       | ${[entry(3), entry(2, { commit: BASE }), entry(1)]}               | ${2}
    ${"of the same data, before newer ones"}        | ${[entry(3), entry(2, { fingerprint: "sha256:aa" })]}             | ${2}
    ${"else the newest"}                            | ${[entry(3), entry(2)]}                                           | ${3}
    ${"never of a pull request"}                    | ${[entry(3, { onDefaultBranch: false, commit: BASE }), entry(2)]} | ${2}
    ${"never of another dataset"}                   | ${[entry(3, { key: "weather" }), entry(2)]}                       | ${2}
    ${"never of another kind"}                      | ${[entry(3, { kind: "run", key: "flights" }), entry(2)]}          | ${2}
    ${"never of data that could not be read"}       | ${[entry(3, { outcome: "failed" }), entry(2)]}                    | ${2}
    ${"never of this very workflow run"}            | ${[entry(9001), entry(2)]}                                        | ${2}
    ${"of data whose contract was broken, as well"} | ${[entry(3, { verdict: "fail" }), entry(2)]}                      | ${3}
    ${"none"}                                       | ${[]}                                                             | ${undefined}
  `("is $case", async ({ entries, chosen }: { entries: LedgerEntry[]; chosen: number | undefined }) => {
    expect(await choose(entries)).toBe(chosen);
  });

  it("is found without reading the data where the merge base has evidence", async () => {
    const fingerprint = () => Promise.reject(new Error("the data were hashed"));
    const wish = { dataset: "flights", workflowRunId: 9001, mergeBase: BASE, fingerprint };
    expect((await chooseReference(index([entry(2, { commit: BASE })]), wish))?.workflowRun.id).toBe(2);
  });
});

describe("the reference batches of drift", () => {
  const choose = (entries: readonly LedgerEntry[], most = 2) =>
    chooseAccepted(index(entries), { dataset: "flights", most, workflowRuns: new Set([9001]) }).map(
      (one) => one.workflowRun.id,
    );

  it.each`
    case                                      | entries                                                                                                   | chosen
    ${"the newest, as many as are wanted"}    | ${[entry(4, { fingerprint: "a:4" }), entry(3, { fingerprint: "a:3" }), entry(2, { fingerprint: "a:2" })]} | ${[3, 4]}
    ${"no data twice"}                        | ${[entry(4, { fingerprint: "a:4" }), entry(3, { fingerprint: "a:4" }), entry(2, { fingerprint: "a:2" })]} | ${[2, 4]}
    ${"without data that broke the contract"} | ${[entry(4, { fingerprint: "a:4", verdict: "fail" }), entry(3, { fingerprint: "a:3" })]}                  | ${[3]}
    ${"without what was never merged"}        | ${[entry(4, { fingerprint: "a:4", onDefaultBranch: false }), entry(3, { fingerprint: "a:3" })]}           | ${[3]}
    ${"without what this job wrote itself"}   | ${[entry(9001, { fingerprint: "a:4" }), entry(3, { fingerprint: "a:3" })]}                                | ${[3]}
  `("are $case", ({ entries, chosen }: { entries: LedgerEntry[]; chosen: number[] }) => {
    expect(choose(entries)).toEqual(chosen);
  });
});

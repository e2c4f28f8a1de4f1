import { describe, expect, it } from "vitest";
import type { DataEvidence } from "../../../../src/core/evidence/data-evidence.ts";
import { DATA_CONTRACT } from "../../../../src/core/gate/rules/data-contract.ts";
import type { Accepted } from "../../../../src/core/report/report-facts.ts";
import { buildCheck, buildData, fakeDigest } from "../../evidence/build-evidence.ts";
import { accept } from "../../report/build-facts.ts";
import { buildChallenger, buildGateFacts, buildVersion, judge } from "../build-gate-facts.ts";

const BROKEN = buildData({
  verdict: "fail",
  checks: [buildCheck({ verdict: "fail" }), buildCheck({ verdict: "fail" })],
});
const OTHER_DATA = buildData();
const LATER = { acceptedAt: "2026-11-25T00:00:00Z" };
const other = (document: DataEvidence): DataEvidence => ({
  ...document,
  ...(document.dataset === undefined ? {} : { dataset: { ...document.dataset, value: fakeDigest("0bad") } }),
});

function contract(data: readonly Accepted<DataEvidence>[], options = {}, contracts = ["flights"]) {
  return judge(DATA_CONTRACT, options, buildGateFacts({ contracts, challenger: buildChallenger({ data }) }));
}

describe("data-contract", () => {
  it.each`
    case                                        | data                                                                                                          | verdict
    ${"kept"}                                   | ${[accept(buildData())]}                                                                                      | ${"pass"}
    ${"broken"}                                 | ${[accept(BROKEN)]}                                                                                           | ${"fail"}
    ${"undecided"}                              | ${[accept(buildData({ verdict: "inconclusive" }))]}                                                           | ${"inconclusive"}
    ${"never validated"}                        | ${[]}                                                                                                         | ${"inconclusive"}
    ${"validated without a contract"}           | ${[accept(buildData({ contract: undefined }))]}                                                               | ${"inconclusive"}
    ${"unreadable"}                             | ${[accept(buildData({ outcome: { kind: "failed", exitCode: 1, logTail: [] } }))]}                             | ${"inconclusive"}
    ${"attack: other data that kept it"}        | ${[accept(other(OTHER_DATA))]}                                                                                | ${"inconclusive"}
    ${"attack: a fork says that they kept it"}  | ${[accept(buildData(), { standing: "fork" })]}                                                                | ${"inconclusive"}
    ${"another dataset kept it"}                | ${[accept(buildData({ key: "airports" }))]}                                                                   | ${"inconclusive"}
    ${"two that contradict each other"}         | ${[accept(buildData()), accept(BROKEN)]}                                                                      | ${"inconclusive"}
    ${"broken, then the contract was repaired"} | ${[accept(BROKEN), accept(buildData({ contract: { path: "c.odcs.yaml", sha256: fakeDigest("2") } }), LATER)]} | ${"pass"}
  `("$case → $verdict", ({ data, verdict }) => {
    expect(contract(data).verdict).toBe(verdict);
  });

  it("says what is broken", () => {
    expect(contract([accept(BROKEN)]).actual).toBe("flights: broken (delay is between -60 and 3000 and 1 more)");
  });

  it("asks every dataset with a contract, or those that are named", () => {
    expect(contract([accept(buildData())], {}, ["flights", "airports"]).verdict).toBe("inconclusive");
    expect(contract([accept(buildData())], { datasets: ["flights"] }, ["flights", "airports"]).verdict).toBe("pass");
    expect(contract([accept(buildData())], {}, []).verdict).toBe("inconclusive");
  });

  it("does not know the data of a version without lineage", () => {
    const version = buildVersion({ lineage: { evaluations: [], data: [] } });
    const facts = buildGateFacts({ challenger: buildChallenger({ version, data: [accept(buildData())] }) });
    expect(judge(DATA_CONTRACT, {}, facts).verdict).toBe("inconclusive");
  });
});

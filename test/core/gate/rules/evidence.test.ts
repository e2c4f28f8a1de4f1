import { describe, expect, it } from "vitest";
import { EVIDENCE } from "../../../../src/core/gate/rules/evidence.ts";
import { buildEvaluation, fakeDigest } from "../../evidence/build-evidence.ts";
import { accept } from "../../report/build-facts.ts";
import { buildChallenger, buildGateFacts, buildPackageEvidence, buildVersion, judge } from "../build-gate-facts.ts";

const PACKAGE = accept(buildPackageEvidence());
const signed = buildVersion({ attestation: { kind: "signed", id: "12" } });
const adopted = buildVersion({ origin: "adopted" });
const evaluated = (finishedAt: string) => [accept(buildEvaluation({ finishedAt }))];

describe("evidence", () => {
  it.each`
    case                                        | options                               | challenger                                                                     | verdict
    ${"fresh"}                                  | ${{ "max-age-days": 2 }}              | ${{}}                                                                          | ${"pass"}
    ${"too old"}                                | ${{ "max-age-days": 2 }}              | ${{ evaluations: evaluated("2026-11-20T00:00:00Z") }}                          | ${"fail"}
    ${"from the future"}                        | ${{ "max-age-days": 2 }}              | ${{ evaluations: evaluated("2027-01-01T00:00:00Z") }}                          | ${"inconclusive"}
    ${"never evaluated"}                        | ${{ "max-age-days": 2 }}              | ${{ evaluations: [] }}                                                         | ${"inconclusive"}
    ${"a trusted workflow"}                     | ${{ "trusted-workflow": true }}       | ${{}}                                                                          | ${"pass"}
    ${"attack: a workflow file changed"}        | ${{ "trusted-workflow": true }}       | ${{ trustedWorkflow: false }}                                                  | ${"fail"}
    ${"the same test data"}                     | ${{ "same-data": true }}              | ${{}}                                                                          | ${"pass"}
    ${"other test data"}                        | ${{ "same-data": true }}              | ${{ evaluations: [accept(buildEvaluation({ testData: fakeDigest("bad") }))] }} | ${"fail"}
    ${"test data that nobody recorded"}         | ${{ "same-data": true }}              | ${{ evaluations: [accept(buildEvaluation({ testData: undefined }))] }}         | ${"inconclusive"}
    ${"a complete lineage"}                     | ${{ "complete-lineage": true }}       | ${{ package: PACKAGE }}                                                        | ${"pass"}
    ${"no package"}                             | ${{ "complete-lineage": true }}       | ${{}}                                                                          | ${"fail"}
    ${"a document that was changed"}            | ${{ "complete-lineage": true }}       | ${{ package: PACKAGE, broken: ["run 9f86d081"] }}                              | ${"fail"}
    ${"adopted"}                                | ${{ "complete-lineage": true }}       | ${{ package: PACKAGE, version: adopted }}                                      | ${"fail"}
    ${"signed"}                                 | ${{ attested: true }}                 | ${{ version: signed }}                                                         | ${"pass"}
    ${"digests only"}                           | ${{ attested: true }}                 | ${{}}                                                                          | ${"fail"}
    ${"pullable"}                               | ${{ pullable: true }}                 | ${{}}                                                                          | ${"pass"}
    ${"gone"}                                   | ${{ pullable: true }}                 | ${{ pullable: { kind: "absent" } }}                                            | ${"fail"}
    ${"attack: another digest under its name"}  | ${{ pullable: true }}                 | ${{ pullable: { kind: "differs", digest: "sha256:0" } }}                       | ${"fail"}
    ${"a registry that cannot be asked"}        | ${{ pullable: true }}                 | ${{ pullable: { kind: "unknown", reason: "no access" } }}                      | ${"inconclusive"}
    ${"a registry that nobody asked"}           | ${{ pullable: true }}                 | ${{ pullable: undefined }}                                                     | ${"inconclusive"}
    ${"one that fails and one that is unknown"} | ${{ pullable: true, attested: true }} | ${{ pullable: undefined }}                                                     | ${"fail"}
  `("$case → $verdict", ({ options, challenger, verdict }) => {
    const finding = judge(EVIDENCE, options, buildGateFacts({ challenger: buildChallenger(challenger) }));
    expect(finding.verdict).toBe(verdict);
    expect(finding.todo === undefined).toBe(verdict === "pass");
  });

  it("has no other data to be compared with where nothing holds the alias", () => {
    expect(judge(EVIDENCE, { "same-data": true }, buildGateFacts({ champion: undefined })).verdict).toBe("pass");
  });

  it.each([[{ attested: false }], [{ "max-age-days": 0 }]])("refuses %j", (options) => {
    expect(EVIDENCE.options.safeParse(options).success).toBe(false);
  });

  it("has to demand something", () => {
    expect(EVIDENCE.check({}).map(({ message }) => message)).toEqual(["demands nothing."]);
  });
});

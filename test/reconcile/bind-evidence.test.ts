import { describe, expect, it } from "vitest";
import { bindEvidence, type EvidenceOrigin } from "../../src/reconcile/bind-evidence.ts";
import { BASE, buildIdentity, buildRun, HEAD } from "../core/evidence/build-evidence.ts";

const WORKFLOW_RUN = {
  id: 5700,
  attempt: 2,
  event: "pull_request",
  headSha: HEAD,
  path: ".github/workflows/train.yml",
};
const ORIGIN: EvidenceOrigin = {
  repository: "Acme/Flights",
  artifactName: "pawl-run-late-flights",
  workflowRun: WORKFLOW_RUN,
  models: [{ name: "late-flights", workflow: "train.yml", data: [] }],
  reviewed: false,
};
const { workflowRun } = buildIdentity();

describe("a document", () => {
  it.each`
    what                                                 | evidence                                                                | origin
    ${"of this workflow run"}                            | ${{}}                                                                   | ${{}}
    ${"of an earlier attempt whose job was not re-run"}  | ${{ workflowRun: { ...workflowRun, attempt: 1 } }}                      | ${{}}
    ${"whose runner did not know the workflow's file"}   | ${{ workflow: { name: "train", path: "" } }}                            | ${{}}
    ${"where GitHub does not list the file"}             | ${{}}                                                                   | ${{ workflowRun: { ...WORKFLOW_RUN, path: "" } }}
    ${"of another file, reviewed on the default branch"} | ${{ workflow: { name: "night", path: ".github/workflows/night.yml" } }} | ${{ reviewed: true, workflowRun: { ...WORKFLOW_RUN, path: ".github/workflows/night.yml" } }}
  `("$what is bound", ({ evidence, origin }) => {
    expect(bindEvidence(buildRun({ identity: buildIdentity(evidence) }), { ...ORIGIN, ...origin })).toBeUndefined();
  });

  it.each`
    attack                                                     | evidence                                                            | origin                                                                       | said
    ${"from another repository"}                               | ${{ repository: "mallory/flights" }}                                | ${{}}                                                                        | ${/repository mallory\/flights/}
    ${"from another workflow run"}                             | ${{ workflowRun: { ...workflowRun, id: 5600 } }}                    | ${{}}                                                                        | ${/workflow run 5600/}
    ${"from an attempt yet to come"}                           | ${{ workflowRun: { ...workflowRun, attempt: 3 } }}                  | ${{}}                                                                        | ${/attempt 3/}
    ${"about another commit"}                                  | ${{ commit: BASE }}                                                 | ${{}}                                                                        | ${/commit b45e00/}
    ${"about another event"}                                   | ${{ event: "push" }}                                                | ${{}}                                                                        | ${/push started it/}
    ${"of another workflow file"}                              | ${{ workflow: { name: "x", path: ".github/workflows/x.yml" } }}     | ${{}}                                                                        | ${/x\.yml made it/}
    ${"under another artifact's name"}                         | ${{}}                                                               | ${{ artifactName: "pawl-run-fraud" }}                                        | ${/artifact is called pawl-run-fraud/}
    ${"about a model nobody configured"}                       | ${{}}                                                               | ${{ models: [{ name: "fraud", workflow: "train.yml", data: [] }] }}          | ${/not in \.github\/pawl\.yml/}
    ${"by a workflow file that the pull request brings along"} | ${{ workflow: { name: "x", path: ".github/workflows/forge.yml" } }} | ${{ workflowRun: { ...WORKFLOW_RUN, path: ".github/workflows/forge.yml" } }} | ${/forge\.yml made it, and .* says that \.github\/workflows\/train\.yml trains late-flights/}
    ${"by a file that only the document names"}                | ${{ workflow: { name: "x", path: ".github/workflows/forge.yml" } }} | ${{ workflowRun: { ...WORKFLOW_RUN, path: "" } }}                            | ${/forge\.yml made it/}
  `("$attack is refused, and the reason said", ({ evidence, origin, said }) => {
    expect(bindEvidence(buildRun({ identity: buildIdentity(evidence) }), { ...ORIGIN, ...origin })).toMatch(said);
  });
});

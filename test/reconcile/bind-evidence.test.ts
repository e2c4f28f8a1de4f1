import { describe, expect, it } from "vitest";
import { bindEvidence, type EvidenceOrigin } from "../../src/reconcile/bind-evidence.ts";
import { BASE, buildData, buildDrift, buildIdentity, buildRun, HEAD } from "../core/evidence/build-evidence.ts";

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

describe("data and drift", () => {
  const models = [
    {
      name: "late-flights",
      workflow: "train.yml",
      data: [
        { key: "flights", workflow: "data.yml" },
        { key: "weather", workflow: "weather.yml" },
        { key: undefined, workflow: "train.yml" },
      ],
    },
  ];
  const bind = (
    build: typeof buildData | typeof buildDrift,
    key: string | undefined,
    file: string,
    reviewed = false,
  ) => {
    const path = `.github/workflows/${file}`;
    const evidence = build({ key, identity: buildIdentity({ workflow: { name: "w", path } }) });
    const kind = evidence.schema === "pawl.data/v1" ? "data" : "drift";
    const artifactName = `pawl-${kind}-late-flights${key === undefined ? "" : `-${key}`}`;
    return bindEvidence(evidence, {
      ...ORIGIN,
      artifactName,
      models,
      reviewed,
      workflowRun: { ...WORKFLOW_RUN, path },
    });
  };

  it.each`
    build         | key          | file             | reviewed | said
    ${buildData}  | ${"flights"} | ${"data.yml"}    | ${false} | ${undefined}
    ${buildData}  | ${"flights"} | ${"train.yml"}   | ${false} | ${undefined}
    ${buildData}  | ${"flights"} | ${"weather.yml"} | ${false} | ${/weather\.yml made it, .*train\.yml or \S*data\.yml validates the data of late-flights/}
    ${buildData}  | ${"weather"} | ${"data.yml"}    | ${false} | ${/data\.yml made it/}
    ${buildData}  | ${"weather"} | ${"data.yml"}    | ${true}  | ${undefined}
    ${buildData}  | ${"other"}   | ${"data.yml"}    | ${true}  | ${/no dataset called other/}
    ${buildData}  | ${undefined} | ${"train.yml"}   | ${true}  | ${/no dataset called \(nothing\)/}
    ${buildDrift} | ${"flights"} | ${"weather.yml"} | ${false} | ${undefined}
    ${buildDrift} | ${undefined} | ${"data.yml"}    | ${false} | ${undefined}
    ${buildDrift} | ${undefined} | ${"forge.yml"}   | ${false} | ${/forge\.yml made it, .* looks for drift in the data of late-flights/}
    ${buildDrift} | ${"week-12"} | ${"nightly.yml"} | ${true}  | ${undefined}
  `("$build.name of key $key by $file, reviewed $reviewed", ({ build, key, file, reviewed, said }) => {
    const reason = bind(build, key, file, reviewed);
    if (said === undefined) expect(reason).toBeUndefined();
    else expect(reason).toMatch(said);
  });

  it("a dataset's workflow does not train the model", () => {
    const path = ".github/workflows/data.yml";
    const run = buildRun({ identity: buildIdentity({ workflow: { name: "data", path } }) });
    expect(bindEvidence(run, { ...ORIGIN, models, workflowRun: { ...WORKFLOW_RUN, path } })).toMatch(
      /data\.yml made it/,
    );
  });
});

import { describe, expect, it } from "vitest";
import { formatArtifactName } from "../../../src/core/evidence/names.ts";
import { evidenceKind, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { acceptCommit } from "../../../src/reconcile/accept-commit.ts";
import { readEntries } from "../../../src/reconcile/read-ledger.ts";
import { readVersionFacts } from "../../../src/reconcile/registry/read-version-facts.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import { registerVersions } from "../../../src/reconcile/registry/register-versions.ts";
import { buildData, buildDrift, buildEvaluation, buildRun } from "../../core/evidence/build-evidence.ts";
import { CONFIG, identityOf, WORKFLOW } from "../../support/app-on-fake-github.ts";
import { buildPackage, identityAt, keep, PLAN, useRegistryScene } from "./registry-scene.ts";

const scene = useRegistryScene();
const BRANCH = { defaultBranch: false, pullRequest: 7 };

describe("evidence that a branch made about a version of the default branch", () => {
  it("says neither that its data keep their contract nor that nothing drifted", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const identity = identityAt(here.mainSha);
    const [run] = await keep(workplace, [buildRun({ identity })]);
    if (run === undefined) throw new Error("nothing kept");
    const data = [{ name: "flights", fingerprint: "sha256:9f2c" }];
    await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [], data } })]);
    await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    const forged = () => identityAt(here.mainSha, { event: "pull_request" });
    await keep(workplace, [buildData({ identity: forged() }), buildDrift({ identity: forged() })], BRANCH);
    const question = { model: PLAN.name, version: 1, serverUrl: "https://github.com", askRegistry: false };
    expect(await readVersionFacts(here.open(), question)).toMatchObject({ data: [], drift: [] });
    await keep(workplace, [buildData({ identity: identityAt(here.mainSha) })]);
    await keep(workplace, [buildDrift({ identity: identityAt(here.mainSha) })]);
    const facts = await readVersionFacts(here.open(), question);
    expect([facts?.data.length, facts?.drift.length]).toEqual([1, 1]);
  });

  it("as the evaluation that a package names, keeps the package from becoming a version", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const identity = identityAt(here.mainSha);
    const [run] = await keep(workplace, [buildRun({ identity })]);
    const pulled = identityAt(here.mainSha, { event: "pull_request" });
    const [evaluation] = await keep(workplace, [buildEvaluation({ identity: pulled })], BRANCH);
    if (run === undefined || evaluation === undefined) throw new Error("nothing kept");
    await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [evaluation], data: [] } })]);
    const { versions, refused } = await registerVersions(workplace, PLAN, "main");
    expect(versions).toEqual([]);
    expect(refused[0]?.reason).toContain("not made by the default branch's own code");
  });
});

/** GitHub says of the workflow run of a tag what it says of a branch: its bare name, and that a push started it. */
it("evidence of a commit that is not on main, by a tag that is called main, is no evidence of main", async () => {
  const here = await scene.create({ ".github/pawl.yml": CONFIG, ".github/workflows/train.yml": WORKFLOW });
  const { repository } = here;
  const sha = await here.commit({ "train.py": "evil\n" });
  let taken = await scene.fake.control.takeWorkflowRun({ waitMs: 2000 });
  while (taken !== null && (taken.repository !== repository || identityOf(taken).commit !== sha)) {
    taken = await scene.fake.control.takeWorkflowRun({ waitMs: 2000 });
  }
  if (taken === null) throw new Error("no workflow run");
  const { runId } = taken;
  await scene.fake.control.startWorkflowRun({ repository, runId });
  const evaluation = buildEvaluation({ identity: identityOf(taken) });
  await scene.fake.control.uploadArtifact({
    repository,
    runId,
    name: formatArtifactName({ kind: evidenceKind(evaluation), model: evaluation.model }),
    files: { "evaluation.json": serializeEvidence(evaluation) },
  });
  await scene.fake.control.completeWorkflowRun({ repository, runId, conclusion: "success" });
  const response = await fetch(`${scene.fake.url}/repos/${repository}/git/refs/heads/main`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${scene.token()}`, "content-type": "application/json" },
    body: JSON.stringify({ sha: here.mainSha, force: true }),
  });
  expect(response.status).toBe(200);
  await acceptCommit(here.open(), { sha, defaultBranch: "main" });
  expect(await readEntries(here.open(), PLAN.name)).toMatchObject([{ commit: sha, onDefaultBranch: false }]);
});

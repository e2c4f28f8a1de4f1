import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import { formatArtifactName } from "../../../src/core/evidence/names.ts";
import { evidenceKind, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { renderRequestBody } from "../../../src/core/registry/render-request-body.ts";
import { acceptCommit } from "../../../src/reconcile/accept-commit.ts";
import { readLedger } from "../../../src/reconcile/read-ledger.ts";
import { adoptVersion } from "../../../src/reconcile/registry/adopt-version.ts";
import { readChampion } from "../../../src/reconcile/registry/read-champion.ts";
import { readRegistry } from "../../../src/reconcile/registry/read-registry.ts";
import { readVersionFacts } from "../../../src/reconcile/registry/read-version-facts.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import { buildData, buildEvaluation, buildRun } from "../../core/evidence/build-evidence.ts";
import { CONFIG, identityOf, WORKFLOW } from "../../support/app-on-fake-github.ts";
import { answering, buildPackage, identityAt, keep, PLAN, randomDigest, useRegistryScene } from "./registry-scene.ts";

const scene = useRegistryScene();
const ALIASES = ".pawl/aliases/late-flights.yml";

async function withVersion() {
  const here = await scene.create({ [ALIASES]: "production: 1\n" });
  const workplace = here.open();
  const identity = identityAt(here.mainSha);
  const [run, evaluation] = await keep(workplace, [buildRun({ identity }), buildEvaluation({ identity })]);
  if (run === undefined || evaluation === undefined) throw new Error("nothing kept");
  return { here, workplace, identity, run, evaluation };
}

function question(version: number, askRegistry = false) {
  return { model: PLAN.name, version, serverUrl: "https://github.com", askRegistry };
}

describe("what is known about a version", () => {
  it("is the accepted evidence that it was made from, its tag, and what its registry says when asked", async () => {
    const { here, workplace, identity, run, evaluation } = await withVersion();
    await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [evaluation], data: [] } })]);
    await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    const facts = await readVersionFacts(here.open(), question(1, true));
    expect(facts).toMatchObject({
      version: { version: 1, commit: here.mainSha },
      run: { digest: run.document, standing: "ledger" },
      evaluations: [{ digest: evaluation.document }],
      package: { document: { schema: "pawl.package/v1" } },
      pullable: { kind: "pullable" },
      tag: { kind: "as-written" },
      broken: [],
      trustedWorkflow: true,
    });
    expect(facts?.run?.workflowRun.url).toBe(
      `https://github.com/${here.repository}/actions/runs/${String(run.workflowRun.id)}`,
    );
    expect((await readVersionFacts(here.open(), question(1)))?.pullable).toBeUndefined();
    expect(await readVersionFacts(here.open(), question(2))).toBeUndefined();
  });

  it("names what its lineage lacks, and never takes another document for it", async () => {
    const { here, workplace, identity, run, evaluation } = await withVersion();
    const missing = { ...run, document: "9".repeat(64) };
    // An evaluation is no run, whoever says so.
    const lineage = { run: missing, evaluations: [evaluation, run], data: [] };
    await keep(workplace, [buildPackage(identity, { lineage })]);
    await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    const facts = await readVersionFacts(here.open(), question(1));
    expect(facts?.run).toBeUndefined();
    expect(facts?.evaluations).toHaveLength(1);
    expect(facts?.broken).toEqual(["run 99999999", `evaluation ${run.document.slice(0, 8)}`]);
  });

  it("is found where the index of the ledger is too short for it", async () => {
    const { here, workplace, identity, run, evaluation } = await withVersion();
    const [validated] = await keep(workplace, [buildData({ identity, key: "flights" })]);
    const data = [{ name: "flights", fingerprint: "sha256:9f2c", document: validated?.document }];
    await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [evaluation], data } })]);
    await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    const later = here.open();
    const ledger = await readLedger(later);
    ledger?.indexes.set(PLAN.name, { schema: "pawl.index/v1", model: PLAN.name, entries: [] });
    const facts = await readVersionFacts(later, question(1));
    expect(facts?.broken).toEqual([]);
    expect(facts?.run?.digest).toBe(run.document);
    expect(facts?.data.map(({ digest }) => digest)).toEqual([validated?.document]);
  });
});

describe("the champion of a report", () => {
  it("is the holder of the first alias on the default branch, with its run and evaluation", async () => {
    const { here, workplace, identity, run, evaluation } = await withVersion();
    const asked = { ref: here.mainSha, runsUrl: "https://github.com/x/y/actions/runs" };
    expect(await readChampion(workplace, PLAN, asked)).toBeUndefined();
    await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [evaluation], data: [] } })]);
    await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    expect(await readChampion(here.open(), PLAN, asked)).toMatchObject({
      alias: "production",
      version: 1,
      commit: here.mainSha,
      run: { digest: run.document },
      evaluation: { digest: evaluation.document },
    });
    const other = await here.commit({ [ALIASES]: "production: 9\n" });
    expect(await readChampion(here.open(), PLAN, { ...asked, ref: other })).toBeUndefined();
  });
});

describe("adoption", () => {
  it("makes a version that says that nothing about it is verified, once for a digest, and tags it", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const adoption = {
      model: PLAN.name,
      digest: randomDigest(),
      location: { kind: "uri", uri: "s3://models/late-flights/7.onnx" } as const,
      commit: here.mainSha,
      defaultBranch: "main",
      by: "ana",
      reason: "trained in the old system",
    };
    expect(await adoptVersion(workplace, adoption)).toEqual({ kind: "adopted", version: 1 });
    expect(await adoptVersion(here.open(), adoption)).toEqual({ kind: "known", version: 1 });
    const facts = await readVersionFacts(here.open({ packages: answering({ kind: "absent" }) }), question(1, true));
    expect(facts).toMatchObject({
      version: { origin: "adopted", registeredBy: "ana", notes: ["trained in the old system"] },
      trustedWorkflow: false,
      tag: { kind: "as-written" },
      pullable: { kind: "unknown" },
    });
    if (facts === undefined) throw new Error("no facts");
    const body = renderRequestBody({
      request: { kind: "promotion", model: PLAN.name, environment: "production", version: 1 },
      challenger: facts,
      champion: undefined,
      metrics: [PLAN.primaryMetric],
      environment: undefined,
      nextCounter: 1,
      history: [],
      repositoryUrl: "https://github.com/acme/flights",
    });
    expect(body).toContain("**adopted**");
    expect(body).toContain("how it was made is not verified");
  });

  it("at a commit that is not on the default branch is refused", async () => {
    const here = await scene.create();
    const sha = await here.commit({ "x.md": "x" }, { branch: "try" });
    const outcome = await adoptVersion(here.open(), {
      model: PLAN.name,
      digest: randomDigest(),
      location: { kind: "uri", uri: "s3://m" },
      commit: sha,
      defaultBranch: "main",
      by: "ana",
    });
    expect(outcome).toMatchObject({ kind: "refused" });
    expect(await readRegistry(here.open(), PLAN.name)).toBeUndefined();
  });
});

describe("the way from a workflow run", () => {
  it("of a push to main: its package is accepted, registered, tagged and proposed in one job, and again nothing happens", async () => {
    const config = `${CONFIG}promotion:\n  open: auto\n  environments:\n    production: { workflow: deploy.yml }\n`;
    expect(parseProjectConfig(config)).toHaveProperty("project");
    const here = await scene.create({ ".github/pawl.yml": config, ".github/workflows/train.yml": WORKFLOW });
    const sha = await here.commit({ "train.py": "print(2)\n" });
    let taken = await scene.fake.control.takeWorkflowRun({ waitMs: 2000 });
    while (taken !== null && taken.repository !== here.repository) {
      taken = await scene.fake.control.takeWorkflowRun({ waitMs: 2000 });
    }
    if (taken === null) throw new Error("no workflow run");
    const { repository, runId } = taken;
    await scene.fake.control.startWorkflowRun({ repository, runId });
    const packed = buildPackage(identityOf(taken));
    await scene.fake.control.uploadArtifact({
      repository,
      runId,
      name: formatArtifactName({ kind: evidenceKind(packed), model: packed.model }),
      files: { "package.json": serializeEvidence(packed) },
    });
    await scene.fake.control.completeWorkflowRun({ repository, runId, conclusion: "success" });
    await acceptCommit(here.open(), { sha, defaultBranch: "main" });
    await acceptCommit(here.open(), { sha, defaultBranch: "main" });
    expect((await readRegistry(here.open(), PLAN.name))?.versions).toMatchObject([
      { version: 1, commit: sha, digest: packed.package?.digest },
    ]);
    expect(await scene.api(`/repos/${repository}/git/ref/tags/late-flights@v1.0.0`)).toBeDefined();
    expect(await scene.api(`/repos/${repository}/pulls`)).toMatchObject([
      { title: "Promote late-flights 1 to production", head: { ref: "pawl-promote/late-flights/production" } },
    ]);
  });
});

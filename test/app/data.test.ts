import { beforeEach, describe, expect, it, vi } from "vitest";
import type { QueuedRun } from "../../sandbox/github/control/control.ts";
import type { DataEvidence } from "../../src/core/evidence/data-evidence.ts";
import { NO_PACKAGES } from "../../src/core/registry/package-reader.ts";
import { DATA_CHECK, EXPERIMENT_CHECK } from "../../src/core/report/render-report.ts";
import type { DataFacts, ReportFacts } from "../../src/core/report/report-facts.ts";
import { createJobOctokit } from "../../src/github/octokit.ts";
import { readPullRequest } from "../../src/github/pull-requests.ts";
import { createRepositoryMemory } from "../../src/reconcile/memory.ts";
import { readReportFacts } from "../../src/reconcile/read-report-facts.ts";
import type { Workplace } from "../../src/reconcile/workplace.ts";
import { buildData, buildDrift, buildRun, fakeDigest } from "../core/evidence/build-evidence.ts";
import { CONFIG, identityOf, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

const DATASET = `    data:
      - name: flights
        path: data/flights.csv
        contract: contracts/flights.odcs.yaml
        workflow: data.yml
`;
const FILES = {
  ".github/pawl.yml": CONFIG + DATASET,
  ".github/workflows/train.yml":
    "name: train\non: workflow_dispatch\njobs: { train: { runs-on: x, steps: [{ run: 'true' }] } }\n",
  ".github/workflows/data.yml":
    "name: data\non: { pull_request: {}, push: { branches: [main] } }\njobs: { data: { runs-on: x, steps: [{ run: 'true' }] } }\n",
  "contracts/flights.odcs.yaml": "kind: DataContract\n",
};
const POINTER = (digit: string) => `outs:\n- md5: ${digit.repeat(32)}\n  size: 10\n  hash: md5\n  path: flights.csv\n`;
const MD5 = (digit: string) => ({
  name: "flights",
  path: "data/flights.csv",
  algorithm: "md5" as const,
  value: digit.repeat(32),
  source: "dvc" as const,
});

beforeEach(async () => {
  // What an earlier test left in the queue is none of this one's.
  while ((await control().takeWorkflowRun()) !== null);
});

async function validateNext(overrides: Partial<DataEvidence> = {}): Promise<QueuedRun> {
  const run = await world.startRun();
  await world.upload(run, buildData({ identity: identityOf(run), ...overrides }));
  await world.completeRun(run);
  return run;
}

/** What the App's report is made of, read by somebody who remembers nothing. */
async function readFacts(repository: string, number: number): Promise<ReportFacts> {
  const [owner = "", repo = ""] = repository.split("/");
  const { app, fake } = world;
  const octokit = createJobOctokit({ token: world.token(), apiUrl: fake.url });
  const nothing = () => undefined;
  const workplace: Workplace = {
    octokit,
    repository: { owner, repo },
    self: { id: app.appId, slug: app.slug, login: app.botLogin },
    memory: createRepositoryMemory(),
    now: () => "2026-11-25T12:00:00Z",
    pause: async () => undefined,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    packages: NO_PACKAGES,
  };
  const pullRequest = await readPullRequest(octokit, workplace.repository, number);
  if (pullRequest === undefined) throw new Error("no pull request");
  return readReportFacts(workplace, pullRequest);
}

async function readDataset(repository: string, number: number): Promise<DataFacts> {
  const [dataset] = (await readFacts(repository, number)).data.flatMap(({ datasets }) => datasets);
  if (dataset === undefined) throw new Error("no dataset");
  return dataset;
}

async function pushToMain(repository: string, files: Record<string, string>): Promise<string> {
  const { sha } = await control().commitFiles({ repository, branch: "main", files, message: "Push", author: "ana" });
  await world.settle();
  return sha;
}

describe("pawl / data", () => {
  it("stands beside pawl / experiment on a pull request that touches nothing", async () => {
    const { repository } = await world.createRepository("untouched", FILES);
    const { number, headSha } = await world.openPull(repository, "readme", { "README.md": "#\n" });
    for (const name of [EXPERIMENT_CHECK, DATA_CHECK]) {
      expect(await world.checks(repository, headSha, name)).toMatchObject([
        { name, status: "completed", conclusion: "success" },
      ]);
    }
    expect((await readFacts(repository, number)).data).toEqual([]);
  });

  it("is not taken for ours where somebody else posts a check run of that name", async () => {
    const { repository } = await world.createRepository("impostor", FILES);
    let opened = { number: 0, headSha: "" };
    await world.restart(async () => {
      await control().setWebhookUrl({ app: world.app.slug, url: "http://127.0.0.1:9/" });
      const files = { "README.md": "#\n" };
      await control().commitFiles({ repository, branch: "try", files, message: "1", author: "ana" });
      opened = await control().openPull({ repository, head: "try", title: "try", author: "ana" });
      const run = await control().takeWorkflowRun({ waitMs: 1000 });
      // A job of the pull request may write checks, under the name of GitHub's own App.
      const posted = await fetch(`${world.fake.url}/repos/${repository}/check-runs`, {
        method: "POST",
        headers: { authorization: `Bearer ${run?.token ?? ""}` },
        body: JSON.stringify({
          name: DATA_CHECK,
          head_sha: opened.headSha,
          status: "completed",
          conclusion: "failure",
          output: { title: "forged", summary: "forged" },
        }),
      });
      expect(posted.status).toBe(201);
    });
    const [own, ...others] = await world.checks(repository, opened.headSha, DATA_CHECK);
    expect(own).toMatchObject({ status: "completed", conclusion: "success" });
    expect(others).toEqual([]);
  });
});

describe("data evidence", () => {
  it("of the dataset's own workflow is kept with fingerprint and verdict, and compared with the merge base's", async () => {
    const { repository } = await world.createRepository("kept", FILES);
    const mainSha = await pushToMain(repository, { "README.md": "#\n" });
    const base = await validateNext();
    expect(base.headSha).toBe(mainSha);
    const { number, headSha } = await world.openPull(repository, "try", { "data/flights.csv": "a\n1\n" });
    const run = await world.startRun();
    await world.upload(run, buildData({ identity: identityOf(run), verdict: "fail" }));
    const mark = await world.requestMark();
    await world.completeRun(run);
    const { entries: requests } = await control().requests({ since: mark, app: world.app.slug });
    expect(await world.ledgerEntries(repository)).toMatchObject([
      { kind: "data", key: "flights", commit: headSha, verdict: "fail", fingerprint: `sha256:${fakeDigest("9f2c")}` },
      { kind: "data", key: "flights", commit: mainSha, verdict: "pass", onDefaultBranch: true },
    ]);
    const facts = await readFacts(repository, number);
    expect(facts.models).toEqual([]);
    const dataset = await readDataset(repository, number);
    expect(dataset).toMatchObject({
      touchedFiles: ["data/flights.csv"],
      contractChanged: false,
      evidence: { document: { verdict: "fail" }, standing: "ledger" },
      base: { isMergeBase: true, evidence: { document: { identity: { commit: mainSha } } } },
      workflowRuns: [{ status: "completed", conclusion: "success" }],
      refused: [],
    });
    expect(
      requests.map(({ method, path }) => `${method} ${path}`).length,
      JSON.stringify(requests),
    ).toBeLessThanOrEqual(9);
  });

  it("of a model that is trained by another workflow appears without the model being touched, and drift beside it", async () => {
    const { repository } = await world.createRepository("drift", FILES);
    const { number } = await world.openPull(repository, "try", {
      "contracts/flights.odcs.yaml": "kind: DataContract\n# 2\n",
    });
    const run = await world.startRun();
    await world.upload(run, buildData({ identity: identityOf(run) }));
    await world.upload(run, buildDrift({ identity: identityOf(run), key: undefined, verdict: "drift" }));
    await world.completeRun(run);
    expect((await world.ledgerEntries(repository)).map(({ kind }) => kind).sort()).toEqual(["data", "drift"]);
    expect(await readDataset(repository, number)).toMatchObject({
      touchedFiles: [],
      contractChanged: true,
      drift: { document: { verdict: "drift" } },
    });
  });

  it("without a merge base's own is compared with data of the fingerprint that its pointer names", async () => {
    const { repository } = await world.createRepository("pointer", FILES);
    await pushToMain(repository, { "data/flights.csv.dvc": POINTER("a") });
    const described = await validateNext({ dataset: MD5("a") });
    await pushToMain(repository, { "data/flights.csv.dvc": POINTER("b") });
    await validateNext({ dataset: MD5("b") });
    await pushToMain(repository, { "data/flights.csv.dvc": POINTER("a") });
    await world.startRun().then((run) => world.completeRun(run, "cancelled"));
    const { number } = await world.openPull(repository, "try", { "data/flights.csv.dvc": POINTER("c") });
    await validateNext({ dataset: MD5("c") });
    expect(await readDataset(repository, number)).toMatchObject({
      touchedFiles: ["data/flights.csv.dvc"],
      base: { isMergeBase: true, evidence: { document: { identity: { commit: described.headSha } } } },
    });
  });

  it("without either is compared with the nearest earlier commit of the base branch", async () => {
    const { repository } = await world.createRepository("earlier", FILES);
    await pushToMain(repository, { "README.md": "1" });
    const described = await validateNext();
    await pushToMain(repository, { "README.md": "2" });
    await world.startRun().then((run) => world.completeRun(run, "cancelled"));
    const { number } = await world.openPull(repository, "try", { "data/flights.csv": "a\n2\n" });
    expect(await readDataset(repository, number)).toMatchObject({
      base: { isMergeBase: false, evidence: { document: { identity: { commit: described.headSha } } } },
    });
  });

  it("that an event was lost of is taken in by the sweep, which looks at the dataset's workflow as well", async () => {
    const { repository } = await world.createRepository("swept", FILES);
    await world.restart(async () => {
      await control().setWebhookUrl({ app: world.app.slug, url: "http://127.0.0.1:9/" });
      await control().commitFiles({ repository, branch: "main", files: { a: "1" }, message: "1", author: "ana" });
      const run = await control().takeWorkflowRun({ waitMs: 1000 });
      if (run === null) throw new Error("no workflow run");
      await control().startWorkflowRun({ repository, runId: run.runId });
      await world.upload(run, buildData({ identity: identityOf(run) }));
      await control().completeWorkflowRun({ repository, runId: run.runId, conclusion: "success" });
    });
    expect(await world.ledgerEntries(repository)).toMatchObject([{ kind: "data" }]);
  });
});

describe("attacks with data evidence", () => {
  it.each([
    ["a dataset that the configuration does not have", { key: "other" }, "has no dataset called other"],
    ["a dataset without a name", { key: undefined }, "has no dataset called (nothing)"],
    ["another commit's data", { commit: "b".repeat(40) }, "It speaks about commit bbbbbb"],
  ])(
    "%s leaves nothing on the ledger, and the report's facts say why",
    async (name, { commit, ...overrides }: { commit?: string; key?: string | undefined }, reason) => {
      const { repository } = await world.createRepository(name.replace(/[^a-z]+/g, "-"), FILES);
      const { number } = await world.openPull(repository, "try", { "data/flights.csv": "a\n1\n" });
      const run = await world.startRun();
      const identity = { ...identityOf(run), ...(commit === undefined ? {} : { commit }) };
      await world.upload(run, buildData({ identity, ...overrides }));
      await world.completeRun(run);
      expect(await world.ledgerEntries(repository)).toEqual([]);
      const { evidence, refused } = await readDataset(repository, number);
      expect(evidence).toBeUndefined();
      expect(refused).toMatchObject([{ reason: expect.stringContaining(reason) }]);
    },
  );

  it("by a workflow that the pull request brings along is refused, and so is a run by the dataset's workflow", async () => {
    const { repository } = await world.createRepository("forged", FILES);
    const { number } = await world.openPull(repository, "try", {
      "data/flights.csv": "a\n1\n",
      ".github/workflows/forge.yml": FILES[".github/workflows/data.yml"],
    });
    for (let left = 2; left > 0; left--) {
      const run = await world.startRun();
      const forged = run.workflowPath.endsWith("forge.yml");
      await world.upload(
        run,
        forged ? buildData({ identity: identityOf(run) }) : buildRun({ identity: identityOf(run) }),
      );
      await world.completeRun(run);
    }
    expect(await world.ledgerEntries(repository)).toEqual([]);
    const { refused } = await readDataset(repository, number);
    expect(refused.map(({ reason }) => reason).join("\n")).toMatch(
      /forge\.yml made it, .* validates the data of late-flights/,
    );
    expect(refused.map(({ reason }) => reason).join("\n")).toMatch(
      /data\.yml made it, .*train\.yml trains late-flights/,
    );
  });

  it("of a branch that is not merged is no base, whatever fingerprint it claims", async () => {
    const { repository } = await world.createRepository("yardstick", FILES);
    await pushToMain(repository, { "data/flights.csv.dvc": POINTER("a") });
    await world.startRun().then((run) => world.completeRun(run, "cancelled"));
    await world.openPull(repository, "plant", { "data/flights.csv.dvc": POINTER("d") });
    await validateNext({ dataset: MD5("a") });
    expect(await world.ledgerEntries(repository)).toHaveLength(1);
    const { number } = await world.openPull(repository, "try", { "data/flights.csv.dvc": POINTER("c") });
    expect((await readDataset(repository, number)).base).toBeUndefined();
  });

  it("of a fork is shown and never put on the ledger", async () => {
    const { repository } = await world.createRepository("data-fork", FILES);
    const fork = await control().fork({ repository, owner: "mallory" });
    const files = { "data/flights.csv": "a\n1\n" };
    await control().commitFiles({ repository: fork.repository, branch: "try", files, message: "3", author: "mallory" });
    const { number } = await control().openPull({ repository, head: "mallory:try", title: "try", author: "mallory" });
    await world.settle();
    await validateNext();
    expect(await world.ledgerEntries(repository)).toEqual([]);
    expect(await readDataset(repository, number)).toMatchObject({ evidence: { standing: "fork" } });
  });

  it("that is larger than 1 MiB is refused before it is read", async () => {
    const { repository } = await world.createRepository("huge", FILES);
    const { number } = await world.openPull(repository, "try", { "data/flights.csv": "a\n1\n" });
    const run = await world.startRun();
    const name = "pawl-data-late-flights-flights";
    const padding = "1,".repeat(600 * 1024);
    await control().uploadArtifact({ repository, runId: run.runId, name, files: { "data.json": `[${padding}1]` } });
    await world.completeRun(run);
    expect(await world.ledgerEntries(repository)).toEqual([]);
    expect((await readDataset(repository, number)).refused).toMatchObject([
      { artifact: name, reason: expect.stringMatching(/inflates to/) },
    ]);
  });

  it("whose column names are markup reaches no comment or check as markup", async () => {
    const { repository } = await world.createRepository("markup", FILES);
    const { number, headSha } = await world.openPull(repository, "try", { "data/flights.csv": "a\n1\n" });
    const hostile = "<img src=x onerror=alert(1)> @ana |";
    const profile = buildData().profile;
    const columns = (profile?.columns ?? []).map((column, index) =>
      index === 0 ? { ...column, name: hostile } : column,
    );
    await validateNext(profile === undefined ? {} : { profile: { ...profile, columns } });
    expect(await world.ledgerEntries(repository)).toHaveLength(1);
    const [check] = await world.checks(repository, headSha, DATA_CHECK);
    const shown = [...(await world.comments(repository, number)).map(({ body }) => body), check?.summary].join("\n");
    expect(shown).not.toMatch(/(^|[^`])<img|[^`]@ana/m);
  });
});

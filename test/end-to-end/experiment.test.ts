import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeNewDelivery } from "../../sandbox/data-change.ts";
import { chooseBoosting, EXAMPLE_MODEL, openPull, pushExample, waitForBaseline } from "../../sandbox/experiment.ts";
import { hasVerdict, readReport, waitForReport } from "../../sandbox/read-report.ts";
import type { RunnerEvent } from "../../sandbox/runner/start-runner.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { waitForWorkflowRun } from "../../sandbox/wait-for-workflow-run.ts";
import { cloneRepository, type WorkingClone } from "../../sandbox/working-clone.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { readLedgerDocument, readLedgerIndex } from "../../src/github/ledger.ts";
import { canRunSandbox, openSandbox } from "./prepare.ts";
import { describePromotion } from "./promotion-steps.ts";
import { describeRetraining } from "./retraining-steps.ts";

const SECONDS = 300;

/** The new supplier's columns, kilometres and missing airport, in the words of the report. */
const DELIVERY_FAULTS = [/`destination`/, /`dest`/, /`distance`/, /`ATL`/];

/** One story, each step on top of the one before. */
describe.skipIf(!canRunSandbox())("from an experiment to a model that serves", () => {
  let sandbox: Sandbox;
  let events: readonly RunnerEvent[] = [];
  let clone: WorkingClone;
  let baselineSha = "";
  let better = { pull: 0, headSha: "" };

  beforeAll(async () => {
    ({ sandbox, events } = await openSandbox());
    ({ clone, sha: baselineSha } = await pushExample(sandbox));
  });
  afterAll(async () => {
    await sandbox?.close();
  });

  async function ledgerOf(commit: string): Promise<readonly LedgerEntry[]> {
    const index = await readLedgerIndex(sandbox.octokit, sandbox.repository, EXAMPLE_MODEL);
    return (index?.entries ?? []).filter((entry) => entry.commit === commit);
  }

  /** What the jobs of a commit printed. */
  function logOf(headSha: string): string {
    const ofCommit = events.filter(({ run }) => run.headSha === headSha);
    return ofCommit
      .flatMap((event) => (event.kind === "completed" ? event.jobs.flatMap(({ log }) => log) : []))
      .join("\n");
  }

  it("validates the data and trains the baseline on main, and keeps the evidence on the ledger", async () => {
    await waitForBaseline(sandbox, baselineSha);
    const entries = await ledgerOf(baselineSha);
    expect(entries.map(({ kind }) => kind).sort()).toEqual(["data", "evaluation", "package", "run"]);
    expect(entries.find(({ kind }) => kind === "data")).toMatchObject({ key: "flights", verdict: "pass" });
    expect(entries.every(({ onDefaultBranch }) => onDefaultBranch)).toBe(true);
  });

  it("reports on a pull request that the better model is better", async () => {
    const opened = await openPull(sandbox, {
      clone,
      branch: "gradient-boosting",
      title: "Try gradient boosting",
      edit: chooseBoosting,
    });
    better = opened;
    const report = await waitForReport(sandbox, { ...opened, seconds: SECONDS });
    expect(report.check).toMatchObject({ status: "completed", conclusion: "success" });
    expect(hasVerdict(report)).toBe(true);
    expect(report.comments).toBe(1);
    expect(report.comment).toMatch(
      /^### ✅ late-flights is better: ROC AUC 0\.(?:69|70)\d, \*\*\+0\.0[23]\d\*\* over `main`/m,
    );
    expect(report.comment).toContain("`logistic` → `hist_gradient_boosting`");
    expect(report.comment).toContain("50,000 labelled rows, the same for both; paired");
  });

  it("keeps the evidence of the pull request: whole documents that name its head commit, not the test merge", async () => {
    const entries = await ledgerOf(better.headSha);
    expect(entries.map(({ kind }) => kind).sort()).toEqual(["data", "evaluation", "package", "run"]);
    for (const { path, kind, pullRequest, onDefaultBranch } of entries) {
      const bytes = await readLedgerDocument(sandbox.octokit, sandbox.repository, path);
      const { predicate } = parseStatement(bytes, path);
      expect(predicate.schema).toBe(`pawl.${kind}/v1`);
      expect(predicate.identity.commit).toBe(better.headSha);
      expect(predicate.identity.checkout).not.toBe(better.headSha);
      expect([pullRequest, onDefaultBranch]).toEqual([better.pull, false]);
    }
  });

  it("reuses the run when only the README changes, and edits the comment that is there", async () => {
    const before = await readReport(sandbox, better);
    await appendFile(join(clone.folder, "README.md"), "\nFlights of 2001.\n");
    const headSha = await clone.push("Say which year it is");
    const report = await waitForReport(sandbox, { pull: better.pull, headSha, seconds: SECONDS });
    expect(report.comment).toMatch(/is better: .*reused run \d+/);
    expect(report.check.conclusion).toBe("success");
    expect(report.comments).toBe(1);
    expect(report.commentUrl).toBe(before?.commentUrl);
    expect(logOf(headSha)).not.toContain("hist_gradient_boosting trained in");
    better = { pull: better.pull, headSha };
  });

  it("reports on a pull request with other data what is wrong with it, and trains nothing on it", async () => {
    const opened = await openPull(sandbox, {
      clone,
      branch: "new-supplier",
      title: "Take the flights of the new supplier",
      edit: (folder) => takeNewDelivery(folder, sandbox.dataRemote),
    });
    const report = await waitForReport(sandbox, { ...opened, seconds: SECONDS });
    expect(report.dataCheck.conclusion).toBe("failure");
    expect(report.comments).toBe(1);
    for (const what of DELIVERY_FAULTS) expect(report.comment).toMatch(what);
    expect(logOf(opened.headSha)).not.toContain("trained in");
    const entries = await ledgerOf(opened.headSha);
    expect(entries).toMatchObject([{ kind: "data", key: "flights", verdict: "fail" }]);
  });

  it("reports a training that fails, with the end of its log", async () => {
    const opened = await openPull(sandbox, {
      clone,
      branch: "typing-mistake",
      title: "Try a forest",
      edit: (folder) => replaceIn(join(folder, "params.yaml"), "model: logistic", "model: random_forest"),
    });
    const report = await waitForReport(sandbox, { ...opened, seconds: SECONDS });
    expect(report.comment).toMatch(/^### ❌ late-flights failed to train: exit code 1 after [\d.]+ s/m);
    expect(report.comment).toContain(
      "params.yaml: model is 'random_forest', it can be logistic or hist_gradient_boosting",
    );
    expect(report.check.conclusion).toBe("failure");
    const run = await waitForWorkflowRun(sandbox, { ...opened, event: "pull_request", seconds: SECONDS });
    expect(run.conclusion).toBe("failure");
    const entries = await ledgerOf(opened.headSha);
    expect(entries.find(({ kind }) => kind === "run")).toMatchObject({ outcome: "failed" });
  });

  it("attack: a fork that trains itself gets a report, and neither the ledger nor a passed check", async () => {
    const { control, octokit, repository } = sandbox;
    const name = `${repository.owner}/${repository.repo}`;
    const stranger = await control.createUser({ login: "stranger" });
    const { cloneUrl } = await control.fork({ repository: name, owner: stranger.login });
    const forked = await cloneRepository({ cloneUrl, ...stranger });
    try {
      await forked.switchTo("mine", "origin/main");
      await chooseBoosting(forked.folder);
      // The workflow of a pull request is the pull request's own, so its "never for a fork" stops nobody.
      await replaceIn(
        join(forked.folder, ".github/workflows/train.yml"),
        "github.event_name != 'pull_request' ||",
        "true ||",
      );
      const headSha = await forked.push("Train here as well");
      const { number } = await control.openPull({
        repository: name,
        title: "From a fork",
        head: "stranger:mine",
        author: stranger.login,
      });
      const report = await waitForReport(sandbox, { pull: number, headSha, seconds: SECONDS });
      expect(logOf(headSha)).toContain("hist_gradient_boosting trained in");
      expect(report.comment).toContain(
        "These numbers come from a fork. They are shown, but not kept, and no gate ever uses them.",
      );
      expect(report.check.conclusion).toBe("neutral");
      expect(await ledgerOf(headSha)).toEqual([]);
      const { data: tree } = await octokit.rest.git.getTree({ ...repository, tree_sha: "pawl", recursive: "true" });
      const documents = tree.tree.filter(({ path }) => path?.endsWith(".json"));
      const texts = await Promise.all(documents.map(({ path = "" }) => readLedgerDocument(octokit, repository, path)));
      expect(texts.some((bytes) => Buffer.from(bytes).includes(headSha))).toBe(false);
    } finally {
      await forked.remove();
    }
  });

  describePromotion(() => ({ sandbox, baselineSha, better, ledgerOf, logOf }));
  describeRetraining(() => ({ sandbox }));
});

async function replaceIn(file: string, what: string, by: string): Promise<void> {
  const text = await readFile(file, "utf8");
  if (!text.includes(what)) throw new Error(`${file} does not contain ${what}`);
  await writeFile(file, text.replace(what, by));
}

import { describe, expect, it, vi } from "vitest";
import { serializeEvidence } from "../../src/core/evidence/statement.ts";
import { buildRun } from "../core/evidence/build-evidence.ts";
import { CONFIG, identityOf, useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

describe("attacks", () => {
  it("a comment with our marker by another user is neither edited nor taken for ours", async () => {
    const { repository } = await world.createRepository("spoofed-marker");
    await control().commitFiles({ repository, branch: "try", files: { "train.py": "2" }, message: "2", author: "ana" });
    const spoof = "<!-- pawl:experiment -->\n### ✅ everything is fine\n";
    await control().setWebhookUrl({ app: world.app.slug, url: "http://127.0.0.1:9/" });
    const { number } = await control().openPull({ repository, head: "try", title: "try", author: "ana" });
    await control().comment({ repository, number, author: "mallory", body: spoof });
    await world.restart();
    await world.trainNext();
    const comments = await world.comments(repository, number);
    expect(comments.map(({ login }) => login)).toEqual(["mallory", world.app.botLogin]);
    expect(comments[0]?.body).toBe(spoof);
  });

  it("evidence of another workflow run, commit or repository leaves nothing on the ledger, and the report says why", async () => {
    const { repository } = await world.createRepository("borrowed");
    const { number } = await world.openPull(repository, "try");
    const run = await world.startRun();
    const identity = identityOf(run);
    await world.upload(run, buildRun({ identity: { ...identity, commit: "b".repeat(40) } }));
    await world.completeRun(run);
    expect(await world.ledgerEntries(repository)).toEqual([]);
    const [report] = await world.comments(repository, number);
    expect(report?.body).toContain("It speaks about commit bbbbbb");
  });

  it("an archive with a second file is refused, and the report says why", async () => {
    const { repository } = await world.createRepository("two-files");
    const { number } = await world.openPull(repository, "try");
    const run = await world.startRun();
    const document = serializeEvidence(buildRun({ identity: identityOf(run) }));
    await control().uploadArtifact({
      repository,
      runId: run.runId,
      name: "pawl-run-late-flights",
      files: { "run.json": document, "../../etc/cron.d/pawl": "* * * * * root true" },
    });
    await world.completeRun(run);
    expect(await world.ledgerEntries(repository)).toEqual([]);
    expect((await world.comments(repository, number))[0]?.body).toContain("holds 2 entries");
  });

  it("a fork's evidence is shown and never put on the ledger", async () => {
    const { repository } = await world.createRepository("forked");
    const fork = await control().fork({ repository, owner: "mallory" });
    await control().commitFiles({
      repository: fork.repository,
      branch: "try",
      files: { "train.py": "3" },
      message: "3",
      author: "mallory",
    });
    const { number, headSha } = await control().openPull({
      repository,
      head: "mallory:try",
      title: "try",
      author: "mallory",
    });
    await world.settle();
    const run = await world.startRun();
    expect(run.fromFork).toBe(true);
    for (const evidence of world.evidenceOf(run, 0.99)) await world.upload(run, evidence);
    await world.completeRun(run);
    const [report] = await world.comments(repository, number);
    expect(report?.body).toContain("0.990");
    expect(report?.body).toMatch(/fork/i);
    expect(await world.ledgerEntries(repository)).toEqual([]);
    expect(await world.checks(repository, headSha)).toHaveLength(1);
    const before = await world.comments(repository, number);
    await world.restart();
    expect(await world.comments(repository, number)).toEqual(before);
    expect(await world.ledgerEntries(repository)).toEqual([]);
  });

  it("a model that only the head's configuration knows is not taken in", async () => {
    const { repository } = await world.createRepository("own-rules");
    const { number } = await world.openPull(repository, "try", {
      ".github/pawl.yml": `${CONFIG}  mine:\n    paths: ["**"]\n    primary-metric: roc-auc\n`,
      "train.py": "4",
    });
    const run = await world.startRun();
    await world.upload(run, buildRun({ model: "mine", identity: identityOf(run) }));
    await world.completeRun(run);
    expect(await world.ledgerFile(repository, "models/mine/index.json")).toBeUndefined();
    expect((await world.comments(repository, number))[0]?.body).toContain("Model mine is not in .github/pawl.yml");
  });

  it("a document that is accepted is not replaced by one that is uploaded later", async () => {
    const { repository } = await world.createRepository("replaced");
    await world.openPull(repository, "try");
    const run = await world.trainNext(0.671);
    const before = await world.ledgerEntries(repository);
    for (const evidence of world.evidenceOf(run, 0.999)) await world.upload(run, evidence);
    await world.restart();
    expect(await world.ledgerEntries(repository)).toEqual(before);
  });

  it("a webhook with a wrong signature is refused", async () => {
    const url = `http://127.0.0.1:${String(world.running().port)}/api/github/webhooks`;
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify({ action: "opened" }),
      headers: {
        "content-type": "application/json",
        "x-github-event": "pull_request",
        "x-github-delivery": "1",
        "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
      },
    });
    expect(response.status).toBe(400);
  });
});

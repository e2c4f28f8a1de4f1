import { describe, expect, it, vi } from "vitest";
import { DEPLOY } from "../reconcile/deployment/deployment-scene.ts";
import { buildPackage } from "../reconcile/registry/build-package.ts";
import { APP_FORMS, CONFIG, identityOf, useAppOnFakeGitHub, WORKFLOW } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const POLICY = `${CONFIG}promotion:
  environments:
    production: { workflow: deploy.yml, gate: { all: [ { approvals: { count: 1 } } ] } }
`;
const DRIFT = `name: drift
on:
  workflow_dispatch:
    inputs: { pawl-key: { required: false, type: string } }
run-name: drift \${{ inputs.pawl-key }}
jobs: { drift: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }
`;
const WATCHED = `${CONFIG}    data: [{ name: flights, path: data/flights.csv }]
    drift: { schedule: "7 * * * *" }
`;

/*
 * GitHub rules out in workflows, so that these tests are the server's alone:
 * - test/app/resilience.test.ts, server.test.ts, security.test.ts and jobs.test.ts: deliveries that are lost, doubled or
 *   forged, and processes that go on; a workflow run has its event once, from the runner.
 * - test/reconcile/deployment/answer-protection-rule.test.ts: `deployment_protection_rule` starts no workflow.
 * - test/app/checks.test.ts "says which permission is missing": a job's token has what its workflow declares.
 * - test/app/promotion.test.ts "in at most 6 API calls": nothing is remembered from one workflow run to the next.
 */
describe.each(APP_FORMS)("by %s", (form) => {
  const world = useAppOnFakeGitHub(form);
  const control = () => world.fake.control;
  /** With the job's own token GitHub tells no workflow of what the bot started: its schedule finds it. */
  const catchUp = async (repository: string) => {
    if (form === "workflows without an App") await world.hourPasses(repository);
  };
  const titles = async (repository: string) => {
    const found = (await world.api(`/repos/${repository}/actions/runs?event=workflow_dispatch`)) as {
      workflow_runs: { display_title: string }[];
    };
    return found.workflow_runs.map(({ display_title: title }) => title).filter((title) => !title.startsWith("pawl "));
  };
  const say = async (repository: string, number: number, body: string, author = "ana") => {
    const { commentId } = await control().comment({ repository, number, author, body });
    await world.settle();
    return commentId;
  };

  it("a command of somebody who may write starts a training, and one of somebody else does not", async () => {
    const { repository } = await world.createRepository("train");
    const { number } = await world.openPull(repository, "try");
    await world.startRun().then((run) => world.completeRun(run, "cancelled"));
    await say(repository, number, "/pawl train", "mallory");
    expect(await titles(repository)).toEqual([]);
    const commentId = await say(repository, number, "/pawl train");
    expect(await titles(repository)).toEqual([`train try train-${String(commentId)}`]);
    await world.trainNext(0.671);
    await catchUp(repository);
    expect(await world.ledgerEntries(repository)).toMatchObject([{ pullRequest: number }, { pullRequest: number }]);
    const report = (await world.comments(repository, number)).find(({ login }) => login === world.app.botLogin);
    expect(report?.body).toContain("0.671");
  });

  it("a promotion that is asked for in a comment is opened, judged, merged, tagged and deployed", async () => {
    const { repository } = await world.createRepository("promoted", {
      ".github/pawl.yml": POLICY,
      ".github/workflows/deploy.yml": DEPLOY,
    });
    await control().createUser({ login: "ben" });
    await control().addCollaborator({ repository, login: "ben", permission: "write" });
    const files = { "train.py": "print(2)\n" };
    await control().commitFiles({ repository, branch: "main", files, message: "train", author: "ana" });
    await world.settle();
    const run = await world.startRun();
    await world.upload(run, buildPackage(identityOf(run)));
    await world.completeRun(run);
    const issue = await control().createIssue({ repository, title: "Serve it", author: "ana" });
    await say(repository, issue.number, "/pawl promote");
    const [pull] = (await world.api(`/repos/${repository}/pulls`)) as { number: number; head: { sha: string } }[];
    const check = async () => (await world.checks(repository, pull?.head.sha ?? "", "pawl / promotion"))[0]?.conclusion;
    expect(await check()).toBe("action_required");
    const number = pull?.number ?? 0;
    await control().review({ repository, number, author: "ben", state: "APPROVED" });
    await world.settle();
    expect(await check()).toBe("success");
    await control().mergePull({ repository, number, author: "ana" });
    await world.settle();
    const tags = (await world.api(`/repos/${repository}/git/matching-refs/tags/late-flights%23`)) as { ref: string }[];
    expect(tags.map(({ ref }) => ref)).toEqual(["refs/tags/late-flights#production#1"]);
    expect(await titles(repository)).toEqual(["deploy late-flights/production/1"]);
    const deployments = (await world.api(`/repos/${repository}/deployments`)) as { environment: string }[];
    expect(deployments.map(({ environment }) => environment)).toContain("production");
    await world.startRun().then((deploy) => world.completeRun(deploy));
    await catchUp(repository);
    const registry = JSON.parse((await world.ledgerFile(repository, "models/late-flights/registry.json")) ?? "{}");
    expect(registry.promotions).toMatchObject([{ standing: "approved" }]);
    expect(registry.versions).toHaveLength(1);
    expect(await world.ledgerFile(repository, "models/late-flights/index.json")).toBeDefined();
  });

  it("a drift check that is asked for, or due, is started once", async () => {
    const { repository } = await world.createRepository("checked", {
      ".github/pawl.yml": WATCHED,
      ".github/workflows/drift.yml": DRIFT,
    });
    const { number } = await control().createIssue({ repository, title: "Talk", author: "ana" });
    await say(repository, number, "/pawl check");
    expect(await titles(repository)).toEqual([expect.stringMatching(/^drift drift\/late-flights\/.+\/by-\d+$/)]);
    if (form === "a server") return;
    await world.hourPasses(repository);
    const slot = expect.stringMatching(/^drift drift\/late-flights\/\d{4}-\d\d-\d\dT\d\d:07Z$/);
    expect(await titles(repository)).toEqual([slot, expect.stringContaining("by-")]);
    await control().runSchedule({ repository, schedule: "23 * * * *" });
    await world.settle();
    expect(await titles(repository)).toHaveLength(2);
  });

  it("a retraining is trained on its branch, compared, and ends with the merge", async () => {
    const { repository } = await world.createRepository("retrained", {
      ".github/pawl.yml": `${CONFIG}    retrain: { open: command }\n`,
      ".github/workflows/train.yml": WORKFLOW.replace("  pull_request:\n", ""),
    });
    const files = { "train.py": "print(2)\n" };
    await control().commitFiles({ repository, branch: "main", files, message: "Train", author: "ana" });
    await world.settle();
    await world.trainNext(0.64);
    const { number: issue } = await control().createIssue({ repository, title: "Talk", author: "ana" });
    await say(repository, issue, "/pawl retrain new season");
    const [pull, ...others] = (await world.api(`/repos/${repository}/pulls?state=all`)) as {
      number: number;
      head: { ref: string; sha: string };
    }[];
    expect(others).toEqual([]);
    expect(pull?.head.ref).toBe("pawl-retrain/late-flights");
    await world.trainNext(0.69);
    await catchUp(repository);
    const record = async () => {
      const text = await world.ledgerFile(repository, "models/late-flights/retraining.json");
      return JSON.parse(text ?? "{}").records?.[0];
    };
    expect(await record()).toMatchObject({ runs: [{ outcome: "succeeded", commit: pull?.head.sha }] });
    const report = (await world.comments(repository, pull?.number ?? 0)).find(({ body }) => body.includes("ROC AUC"));
    expect(report?.body).toContain("0.690");
    await control().mergePull({ repository, number: pull?.number ?? 0, author: "ana" });
    await world.settle();
    expect(await record()).toMatchObject({ state: "merged" });
  });
});

import { describe, expect, it, vi } from "vitest";
import { CONFIG, useAppOnFakeGitHub, WORKFLOW } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const BRANCH = "pawl-retrain/late-flights";
const RETRAINED = `${CONFIG}    retrain: { open: command }\n`;

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  readonly head: { readonly ref: string; readonly sha: string };
}

async function pullsOf(repository: string): Promise<readonly Pull[]> {
  return (await world.api(`/repos/${repository}/pulls?state=all&per_page=100`)) as Pull[];
}

async function recordOf(repository: string): Promise<unknown> {
  const text = await world.ledgerFile(repository, "models/late-flights/retraining.json");
  return text === undefined ? undefined : JSON.parse(text).records[0];
}

describe("a retraining, by events alone", () => {
  it("trains on its branch, shows the comparison with the default branch, and ends with the merge", async () => {
    // The workflow leaves bots out, as the template does, so that the App has to start it.
    const onDispatch = WORKFLOW.replace("  pull_request:\n", "");
    const { repository } = await world.createRepository("retrained", {
      ".github/pawl.yml": RETRAINED,
      ".github/workflows/train.yml": onDispatch,
    });
    await world.fake.control.commitFiles({
      repository,
      branch: "main",
      files: { "train.py": "print(2)\n" },
      message: "Train",
      author: "ana",
    });
    await world.settle();
    await world.trainNext(0.64);
    const { number: issue } = await world.fake.control.createIssue({ repository, title: "Talk", author: "ana" });
    await world.fake.control.comment({ repository, number: issue, author: "ana", body: "/pawl retrain new season" });
    await world.settle();
    const [pull, ...others] = await pullsOf(repository);
    expect(others).toEqual([]);
    expect(pull?.head.ref).toBe(BRANCH);
    await world.trainNext(0.69);
    expect(await recordOf(repository)).toMatchObject({
      counter: 1,
      cause: { kind: "person", requestedBy: "ana", reason: "new season" },
      pullRequest: pull?.number,
      runs: [{ key: "retrain/late-flights/1/1", outcome: "succeeded", commit: pull?.head.sha }],
    });
    // Nothing in the branch's files belongs to the model, and the report is about it all the same.
    const report = (await world.comments(repository, pull?.number ?? 0)).find(({ body }) => body.includes("ROC AUC"));

    expect(report?.body).toContain("0.690");
    expect(report?.body).toContain("0.640");
    const [check] = await world.checks(repository, pull?.head.sha ?? "");
    expect(check?.conclusion).not.toBeNull();
    expect((await pullsOf(repository))[0]?.body).toContain("has trained it");
    await world.fake.control.mergePull({ repository, number: pull?.number ?? 0, author: "ana" });
    await world.settle();
    expect(await recordOf(repository)).toMatchObject({ state: "merged", closedAt: expect.any(String) });
  });
});

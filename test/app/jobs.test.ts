import { describe, expect, it } from "vitest";
import { type Job, keyOf, mergeJobs } from "../../app/jobs.ts";
import { onCheckResult, onJudgement, onProtectionRule, onPush } from "../../app/promotion-jobs.ts";

const SELF = { id: 7, slug: "pawl", login: "pawl[bot]" };
const ORIGIN = {
  installation: { id: 1 },
  repository: { id: 3, name: "flights", full_name: "acme/flights", default_branch: "main" },
};
const PLACE = { installation: 1, repository: { owner: "acme", repo: "flights" }, defaultBranch: "main" };
const SHA = "a".repeat(40);

describe("a push", () => {
  const push = (ref: string, files: readonly string[], more: object = {}) =>
    onPush({ ...ORIGIN, ref, commits: [{ modified: files }], ...more }, SELF).map(({ kind }) => kind);
  it.each([
    ["of an alias file to the default branch", "refs/heads/main", [".pawl/aliases/a.yml"], {}, ["default-branch"]],
    ["of the configuration", "refs/heads/main", [".github/pawl.yml"], {}, ["default-branch"]],
    ["of anything else", "refs/heads/main", ["README.md"], {}, []],
    ["that rewrites history", "refs/heads/main", ["README.md"], { forced: true }, ["default-branch"]],
    ["that lists no files", "refs/heads/main", [], {}, ["default-branch"]],
    ["to another branch", "refs/heads/try", [".pawl/aliases/a.yml"], {}, []],
    ["of a version's tag by somebody", "refs/tags/late-flights@v2.0.0", [], {}, ["default-branch"]],
    ["of a version's tag by the App", "refs/tags/late-flights@v2.0.0", [], { sender: { login: "pawl[bot]" } }, []],
    ["of another tag", "refs/tags/v1", [], {}, []],
  ])("%s", (_name, ref, files, more, kinds) => {
    expect(push(ref, files, more)).toEqual(kinds);
  });
});

describe("somebody else's check", () => {
  const result = (name: string, app: number | undefined, pulls?: { number: number; head: { sha: string } }[]) =>
    onCheckResult(ORIGIN, { name, sha: SHA, app, pulls }, { self: SELF, isAwaited: (_, wanted) => wanted === "ci" });
  it.each([
    [
      "that a rule waits for, on a pull request",
      result("ci", 1, [{ number: 5, head: { sha: SHA } }]),
      [{ kind: "pull-request", number: 5, only: "promotion" }],
    ],
    [
      "that a rule waits for, on a fork's",
      result("ci", 1),
      [{ kind: "commit", sha: SHA, search: true, only: "promotion" }],
    ],
    ["that no rule waits for", result("lint", 1), []],
    ["that is ours", result("ci", SELF.id), []],
  ])("%s", (_name, jobs, expected) => {
    expect(jobs).toMatchObject(expected);
    expect(jobs).toHaveLength(expected.length);
  });
});

it("a deployment protection rule is looked up by the workflow run of its callback, and nothing else of it is believed", () => {
  const callback = "https://api.github.com/repos/acme/flights/actions/runs/77/deployment_protection_rule";
  const [job] = onProtectionRule({ ...ORIGIN, environment: "production", deployment_callback_url: callback });
  expect(job).toMatchObject({ kind: "protection", request: { workflowRunId: 77, environment: "production" } });
  expect(onProtectionRule({ ...ORIGIN, environment: "production" })).toEqual([]);
});

describe("jobs that wait become one", () => {
  const pull = (only?: "promotion"): Job => ({
    ...PLACE,
    kind: "pull-request",
    number: 5,
    fresh: false,
    commits: [],
    only,
  });
  const deployment = (id: number): Job => ({ ...PLACE, kind: "deployment", deployment: id });
  const branch = (judgeAgain: boolean): Job => ({ ...PLACE, kind: "default-branch", cause: { judgeAgain } });
  it.each<[string, Job, Job, object]>([
    ["two reviews", pull("promotion"), pull("promotion"), { only: "promotion" }],
    ["a review and a push", pull("promotion"), pull(), { only: undefined }],
    ["a push and a review", pull(), pull("promotion"), { only: undefined }],
    ["two deployments", deployment(1), deployment(2), { kind: "default-branch", cause: { judgeAgain: false } }],
    [
      "a changed rule and a deployment",
      branch(true),
      deployment(1),
      { kind: "default-branch", cause: { judgeAgain: true } },
    ],
    ["a sweep and a changed rule", branch(false), branch(true), { cause: { judgeAgain: true } }],
  ])("%s", (_name, waiting, added, expected) => {
    expect(keyOf(waiting)).toBe(keyOf(added));
    expect(mergeJobs(waiting, added)).toMatchObject(expected);
  });

  it("a review asks only about the gate", () => {
    expect(onJudgement({ ...ORIGIN, pull_request: { number: 5 } })).toMatchObject([{ number: 5, only: "promotion" }]);
  });
});

import { describe, expect, it } from "vitest";
import type { QueuedRun } from "../../../sandbox/github/control/control.ts";
import { actArguments } from "../../../sandbox/runner/act-call.ts";
import { jobEnvironment } from "../../../sandbox/runner/job-environment.ts";
import { baseEnvironment, networkVariables } from "../../../sandbox/runner/machine.ts";

const RUN: QueuedRun = {
  repository: "acme/demo",
  runId: 9001,
  runNumber: 12,
  attempt: 2,
  workflowPath: ".github/workflows/train.yml",
  workflowName: "train",
  event: "pull_request",
  payload: {},
  ref: "refs/pull/3/merge",
  headSha: "a".repeat(40),
  headBranch: "feature",
  checkoutSha: "c".repeat(40),
  pullNumber: 3,
  fromFork: false,
  actor: "ana",
  gitFolder: "/git",
  token: "ghs_job",
  runtimeToken: "runtime",
  resultsUrl: "http://r",
};
const URLS = { server: "http://s", api: "http://s/api/v3", graphql: "http://s/api/graphql", results: "http://r" };

describe("jobEnvironment", () => {
  it.each`
    variable                     | value
    ${"SHA_REF"}                 | ${RUN.checkoutSha}
    ${"GITHUB_REPOSITORY"}       | ${"acme/demo"}
    ${"GITHUB_RUN_ID"}           | ${"9001"}
    ${"GITHUB_RUN_ATTEMPT"}      | ${"2"}
    ${"GITHUB_WORKFLOW_REF"}     | ${"acme/demo/.github/workflows/train.yml@refs/pull/3/merge"}
    ${"GITHUB_TRIGGERING_ACTOR"} | ${"ana"}
    ${"GITHUB_API_URL"}          | ${"http://s/api/v3"}
    ${"ACTIONS_RESULTS_URL"}     | ${"http://r/"}
    ${"RUNNER_TRACKING_ID"}      | ${"job-1"}
  `("$variable is $value", ({ variable, value }) => {
    expect(jobEnvironment(RUN, URLS, "job-1")[variable]).toBe(value);
  });

  it("does not hold the job's token: a step gets it only when its workflow hands it on", () => {
    expect(Object.values(jobEnvironment(RUN, URLS, "job-1"))).not.toContain(RUN.token);
  });
});

describe("baseEnvironment", () => {
  it("has nothing of the person who started the sandbox, except how to reach a package index", () => {
    const own = { AWS_SECRET_ACCESS_KEY: "s", HOME: "/home/ana", PIP_INDEX_URL: "i", https_proxy: "p", PIPELINE: "x" };
    const machine = {
      act: "/act",
      path: ["/venv/bin", "/usr/bin"],
      workFolder: "/work",
      actions: { standIns: "", standInNames: [], own: "", ownFolder: "" },
      variables: { ...networkVariables(own), FLIGHTS_REMOTE: "/data/remote" },
      repositoryVariables: { MODEL_REGISTRY: "127.0.0.1:5000" },
    };
    expect(baseEnvironment(machine)).toEqual({
      PATH: "/venv/bin:/usr/bin",
      HOME: "/work/home",
      LANG: "C.UTF-8",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
      NO_COLOR: "1",
      PIP_INDEX_URL: "i",
      https_proxy: "p",
      FLIGHTS_REMOTE: "/data/remote",
    });
  });
});

describe("actArguments", () => {
  const args = actArguments({
    event: "push",
    repositoryFolder: "/repository",
    workflowPath: "/repository/.github/workflows/train.yml",
    eventFile: "/event.json",
    stateFolder: "/state",
    actor: "ana",
    token: "ghs_job",
    environment: { A: "1" },
    variables: { MODEL_REGISTRY: "127.0.0.1:5000" },
    actions: new Map([["actions/cache@x", "/stand-ins/cache"]]),
  });

  it.each([
    ["--platform", "ubuntu-latest=-self-hosted"],
    ["--platform", "gpu=-self-hosted"],
    ["--env-file", "/dev/null"],
    ["--secret-file", "/dev/null"],
    ["--env", "A=1"],
    ["--secret", "GITHUB_TOKEN=ghs_job"],
    ["--var", "MODEL_REGISTRY=127.0.0.1:5000"],
    ["--local-repository", "actions/cache@x=/stand-ins/cache"],
    ["--eventpath", "/event.json"],
  ])("has %s %s", (flag, value) => {
    expect(args.some((arg, index) => arg === flag && args[index + 1] === value)).toBe(true);
  });

  it("never binds the working directory: act then runs in an empty one", () => {
    expect(args).not.toContain("--bind");
  });
});

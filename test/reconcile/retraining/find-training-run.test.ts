import { describe, expect, it } from "vitest";
import type { RetrainingRun } from "../../../src/core/retraining/retraining.ts";
import { toWorkflowRun } from "../../../src/github/workflow-runs.ts";
import { findTrainingRun, isStartedByPull } from "../../../src/reconcile/retraining/find-training-run.ts";

const COMMIT = "a".repeat(40);
const RUN: RetrainingRun = {
  key: "retrain/late-flights/1/1",
  commit: COMMIT,
  dispatchedAt: "2026-11-26T12:00:00Z",
  outcome: "running",
};
const SOUGHT = { run: RUN, taken: [], login: "pawl[bot]" };

function startedByPull(headRepository: number | null) {
  return toWorkflowRun({
    id: 9,
    run_number: 1,
    html_url: "https://github.com/acme/flights/actions/runs/9",
    event: "pull_request",
    status: "completed",
    conclusion: "failure",
    head_sha: COMMIT,
    head_branch: "pawl-retrain/late-flights",
    created_at: "2026-11-26T12:01:00Z",
    repository: { id: 1 },
    head_repository: headRepository === null ? null : { id: headRepository },
  });
}

describe("the workflow run of a retraining's pull request", () => {
  it.each([
    ["of the repository itself is the training", 1, true],
    ["attack: of a fork with the same branch and commit is not", 2, false],
    ["attack: of a fork that was deleted is not", null, false],
  ] as const)("%s", (_, headRepository, is) => {
    const run = startedByPull(headRepository);
    expect(isStartedByPull(run, SOUGHT)).toBe(is);
    expect(findTrainingRun([run], SOUGHT)).toBe(is ? run : undefined);
  });
});

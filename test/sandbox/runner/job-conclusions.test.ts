import { describe, expect, it } from "vitest";
import type { Conclusion, JobRecord } from "../../../sandbox/runner/act-log.ts";
import { jobConclusions } from "../../../sandbox/runner/job-conclusions.ts";

const WORKFLOW = `
on: push
jobs:
  train: { name: train it, runs-on: ubuntu-latest, steps: [] }
  seeds: { runs-on: ubuntu-latest, strategy: { matrix: { seed: [1, 2] } }, steps: [] }
`;

function record(id: string, conclusion: Conclusion): JobRecord {
  return {
    id,
    name: id,
    startedAt: "",
    completedAt: "",
    conclusion,
    steps: [],
    log: [],
    summary: "",
    unknownLabel: undefined,
  };
}

describe("jobConclusions", () => {
  it.each`
    case                                    | records                                                       | train        | seeds
    ${"a job that act does not mention"}    | ${[record("train", "success")]}                               | ${"success"} | ${"skipped"}
    ${"a matrix with one failure"}          | ${[record("seeds", "failure"), record("seeds", "success")]}   | ${"skipped"} | ${"failure"}
    ${"a job that the workflow has not"}    | ${[record("other", "failure")]}                               | ${"skipped"} | ${"skipped"}
    ${"a cancelled copy beside a good one"} | ${[record("seeds", "success"), record("seeds", "cancelled")]} | ${"skipped"} | ${"cancelled"}
  `("$case", ({ records, train, seeds }) => {
    expect(jobConclusions(WORKFLOW, records)).toEqual({ "train it": train, seeds });
  });
});

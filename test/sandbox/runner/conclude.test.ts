import { describe, expect, it } from "vitest";
import type { Conclusion, JobRecord } from "../../../sandbox/runner/act-log.ts";
import { conclude } from "../../../sandbox/runner/run-act.ts";

function jobs(...conclusions: readonly Conclusion[]): JobRecord[] {
  return conclusions.map((conclusion, index) => ({
    id: `job${String(index)}`,
    name: `job${String(index)}`,
    startedAt: "",
    completedAt: "",
    conclusion,
    steps: [],
    log: [],
    summary: "",
    unknownLabel: undefined,
  }));
}

describe("conclude", () => {
  it.each`
    case                                                  | made                          | exitCode | cancelled | conclusion
    ${"every job succeeded"}                              | ${jobs("success", "success")} | ${0}     | ${false}  | ${"success"}
    ${"one job failed"}                                   | ${jobs("success", "failure")} | ${1}     | ${false}  | ${"failure"}
    ${"a job that nobody can run, although act is happy"} | ${jobs("success", "failure")} | ${0}     | ${false}  | ${"failure"}
    ${"act failed although no job did"}                   | ${jobs("success")}            | ${1}     | ${false}  | ${"failure"}
    ${"no job's condition held"}                          | ${jobs()}                     | ${0}     | ${false}  | ${"skipped"}
    ${"somebody cancelled"}                               | ${jobs("failure")}            | ${1}     | ${true}   | ${"cancelled"}
    ${"act was killed"}                                   | ${jobs("cancelled")}          | ${null}  | ${false}  | ${"failure"}
  `("$case → $conclusion", ({ made, exitCode, cancelled, conclusion }) => {
    expect(conclude({ jobs: made, exitCode, cancelled, errors: "" }).conclusion).toBe(conclusion);
  });

  it("passes on what act died of, without its remark about Docker", () => {
    const errors = '{"level":"warning","msg":"no docker"}\nError: workflow is not valid\n';
    expect(conclude({ jobs: [], exitCode: 1, cancelled: false, errors }).problem).toBe("Error: workflow is not valid");
  });
});

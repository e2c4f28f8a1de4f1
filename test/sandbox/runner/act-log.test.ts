import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createActLog, type JobProgress } from "../../../sandbox/runner/act-log.ts";

// Printed by act 0.2.89 for a workflow named "a/b": a job that fails in a composite action, a matrix of two, and a job
// for windows-latest, which act was told nothing about.
const RECORDED = readFileSync(new URL("fixtures/act-0.2.89.jsonl", import.meta.url), "utf8").split("\n");

function read(lines: readonly string[]) {
  const log = createActLog();
  const progress = lines.map(log.add).filter((item): item is JobProgress => item !== undefined);
  return { jobs: log.jobs(), progress };
}

describe("createActLog", () => {
  it("tells the jobs of a matrix apart and gives each its conclusion", () => {
    const { jobs } = read(RECORDED);
    expect(jobs.map(({ id, name, conclusion }) => [id, name, conclusion]).sort()).toEqual([
      ["fails", "train it", "failure"],
      ["matrix", "matrix-1", "success"],
      ["matrix", "matrix-2", "success"],
      ["nowhere", "nowhere", "failure"],
    ]);
  });

  it("lists the workflow's own steps, not those inside composite actions", () => {
    const job = read(RECORDED).jobs.find(({ id }) => id === "fails");
    expect(job?.steps.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ["actions/checkout@v7", "success"],
      ["say", "success"],
      ["train", "failure"],
      ["echo end", "success"],
    ]);
  });

  it("keeps what was printed, commands and errors included, and the step summary", () => {
    const job = read(RECORDED).jobs.find(({ id }) => id === "fails");
    expect(job?.log).toEqual([
      "hello",
      "::warning file=a.py,line=3::oops",
      "training",
      "exit status 3",
      "exit status 3",
      "end",
    ]);
    expect(job?.summary).toBe("# Summary\n");
  });

  it("makes a job that act skips for want of a runner a failure that names the label", () => {
    const job = read(RECORDED).jobs.find(({ id }) => id === "nowhere");
    expect(job).toMatchObject({ conclusion: "failure", unknownLabel: "windows-latest", steps: [] });
    expect(job?.log.join()).toContain('label "windows-latest"');
  });

  it("reports steps and output while they happen", () => {
    const { progress } = read(RECORDED);
    const ofJob = progress.filter(({ job }) => job === "train it");
    expect(ofJob.map((item) => (item.kind === "step" ? `> ${item.step}` : item.line))).toEqual([
      "> actions/checkout@v7",
      "> say",
      "hello",
      "::warning file=a.py,line=3::oops",
      "> train",
      "training",
      "exit status 3",
      "exit status 3",
      "> echo end",
      "end",
    ]);
  });

  it("holds a job for cancelled whose end was never printed", () => {
    const cut = RECORDED.filter((line) => !line.includes('"jobResult"'));
    expect(read(cut).jobs.find(({ id }) => id === "fails")?.conclusion).toBe("cancelled");
  });

  it.each(["", "not JSON", "[]", '{"msg":"no job"}', '{"job":1,"jobID":"a"}', "null"])("leaves out %j", (line) => {
    expect(read([line])).toEqual({ jobs: [], progress: [] });
  });
});

import { describe, expect, it } from "vitest";
import { narrateRunner } from "../../../sandbox/demo/narrate-runner.ts";
import type { QueuedRun } from "../../../sandbox/github/control/control.ts";
import type { JobRecord } from "../../../sandbox/runner/act-log.ts";
import type { RunnerEvent } from "../../../sandbox/runner/start-runner.ts";

// Only what is told is filled in.
const RUN = { workflowName: "train", runNumber: 3, event: "push", headSha: "1a2b3c4d".repeat(5) } as QueuedRun;
const FAILED: JobRecord = {
  id: "train",
  name: "train",
  startedAt: "",
  completedAt: "",
  conclusion: "failure",
  steps: [],
  log: Array.from({ length: 30 }, (_, index) => `line ${String(index)}`),
  summary: "",
  unknownLabel: undefined,
};

function narrate(verbose: boolean, ...events: readonly RunnerEvent[]): string[] {
  const lines: string[] = [];
  const listener = narrateRunner({ say: (sentence) => lines.push(sentence.trim()) }, verbose);
  for (const event of events) listener(event);
  return lines;
}

const STEP: RunnerEvent = { kind: "progress", run: RUN, progress: { kind: "step", job: "train", step: "Train" } };
const OUTPUT: RunnerEvent = {
  kind: "progress",
  run: RUN,
  progress: { kind: "output", job: "train", line: "a\u001b[2Jb" },
};

describe("narrateRunner", () => {
  it.each`
    what                      | verbose  | event                                                                                        | lines
    ${"a beginning"}          | ${false} | ${{ kind: "started", run: RUN }}                                                             | ${["train #3 · started by push of 1a2b3c4"]}
    ${"a step"}               | ${false} | ${STEP}                                                                                      | ${["train #3 · Train"]}
    ${"no output"}            | ${false} | ${OUTPUT}                                                                                    | ${[]}
    ${"output when asked to"} | ${true}  | ${OUTPUT}                                                                                    | ${["a [2Jb"]}
    ${"an end"}               | ${false} | ${{ kind: "completed", run: RUN, conclusion: "success", jobs: [], problem: undefined }}      | ${["train #3 · success"]}
    ${"a problem"}            | ${false} | ${{ kind: "completed", run: RUN, conclusion: "failure", jobs: [], problem: "no such file" }} | ${["train #3 · failure", "train #3 · no such file"]}
  `("tells $what", ({ verbose, event, lines }) => {
    expect(narrate(verbose, event)).toEqual(lines);
  });

  it("shows the last 20 lines of a job that failed", () => {
    const lines = narrate(false, {
      kind: "completed",
      run: RUN,
      conclusion: "failure",
      jobs: [FAILED],
      problem: undefined,
    });
    expect(lines.slice(1)).toEqual(FAILED.log.slice(-20));
  });
});

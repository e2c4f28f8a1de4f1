import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createActionJob } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { evidenceOf, FILES, METRICS } from "../support/train-project.ts";

const bundle = builtBundle();
const job = () => createActionJob(bundle(), FILES);

describe("a cancelled job", () => {
  it("as GitHub does it (SIGINT, 7.5 s later SIGTERM, 2.5 s later the end) leaves evidence of a command that ignores both", async () => {
    const { start } = job();
    const {
      process: step,
      prints,
      ended,
    } = start("train", {
      model: "late-flights",
      command: `trap '' INT TERM; ${METRICS}; echo ready; while true; do sleep 0.1; done`,
      "grace-period": "600",
    });
    await prints("ready");
    const started = performance.now();
    step.kill("SIGINT");
    await wait(7500);
    step.kill("SIGTERM");
    const result = await Promise.race([ended, wait(2500, undefined)]);
    expect(result, "still running when GitHub would kill it").toBeDefined();
    expect(performance.now() - started).toBeLessThan(10_000);
    if (result === undefined) return;
    expect(result.code).toBe(130);
    expect(evidenceOf(result)).toMatchObject({
      outcome: { kind: "cancelled", signal: "SIGINT" },
      metrics: { roc_auc: 0.67 },
    });
  });

  it("that is killed while it reads has the evidence of what is known by then", async () => {
    const { start, addProgram } = job();
    // Describing the environment is what it waits for after the command.
    addProgram("python", "#!/bin/sh\nexec sleep 15\n");
    const { process: step, prints, ended } = start("train", { model: "late-flights", command: "echo ready; sleep 60" });
    await prints("ready");
    step.kill("SIGINT");
    await wait(2500);
    step.kill("SIGKILL");
    const result = await ended;
    expect(evidenceOf(result)).toMatchObject({
      outcome: { kind: "cancelled" },
      notes: [expect.stringContaining("ended before")],
    });
    expect(result.outputs["artifact-name"]).toBe("pawl-run-late-flights");
  });

  it("whose command stops at once leaves evidence at once", async () => {
    const {
      process: step,
      prints,
      ended,
    } = job().start("train", { model: "late-flights", command: "echo ready; sleep 60" });
    await prints("ready");
    step.kill("SIGINT");
    const result = await ended;
    expect(result.code).toBe(130);
    expect(result.outputs["outcome"]).toBe("cancelled");
    expect(evidenceOf(result).outcome.kind).toBe("cancelled");
  });

  it("is told apart from a timeout", async () => {
    const ended = await job().start("train", { model: "late-flights", command: "sleep 60", "timeout-minutes": "0.01" })
      .ended;
    expect(ended.code).toBe(124);
    expect(evidenceOf(ended).outcome.kind).toBe("timed-out");
  });
});

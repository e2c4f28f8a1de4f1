import type { Identity } from "../../src/core/evidence/identity.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import type { ReusableRun } from "./find-reusable-run.ts";

/** The evidence of this commit from a run that had the same inputs: everything but who, where and when is the earlier run's. */
export function reuseTraining({ evidence, reused }: ReusableRun, identity: Identity, now: Date): RunEvidence {
  const at = now.toISOString();
  return {
    ...evidence,
    writtenBy: `pawl/${PAWL_VERSION}`,
    identity,
    startedAt: at,
    finishedAt: at,
    reused,
    notes: [`Not trained again: workflow run ${String(reused.workflowRunId)} had the same inputs.`],
  };
}

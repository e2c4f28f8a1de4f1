import { LEDGER_BRANCH } from "../../src/core/evidence/ledger-index.ts";
import { type Monitoring, monitoringPath, type Slot } from "../../src/core/monitoring/monitoring.ts";
import { parseMonitoring } from "../../src/core/monitoring/monitoring-documents.ts";
import { readFileAt } from "../../src/github/contents.ts";
import { createJobClient } from "../job-client.ts";
import type { DriftJob } from "./plan-drift.ts";

/**
 * The slot of this check on the ledger, where another workflow run has it. `undefined` where this one is to do the check: no
 * token, no ledger, a slot that nobody has, or one whose check came to nothing.
 */
export async function findTakenSlot({ inputs, identity, env, slot }: DriftJob): Promise<Slot | undefined> {
  const octokit = slot === undefined ? undefined : createJobClient(inputs["github-token"], env);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = identity.repository.split("/");
  const path = monitoringPath(inputs.model);
  const bytes = await readFileAt(octokit, { owner, repo }, path, LEDGER_BRANCH);
  return bytes === undefined
    ? undefined
    : takenSlot(parseMonitoring(bytes, path), { slot, workflowRunId: identity.workflowRun.id });
}

const TAKEN: ReadonlySet<Slot["state"]> = new Set(["claimed", "dispatched", "judged"]);

/** @param workflowRunId Of the job itself, which may be the one that was adopted for the slot. */
export function takenSlot(
  { slots }: Monitoring,
  { slot, workflowRunId }: { readonly slot: string | undefined; readonly workflowRunId: number },
): Slot | undefined {
  return slots.find(
    ({ at, by, state, workflowRun }) =>
      slot !== undefined &&
      Date.parse(at) === Date.parse(slot) &&
      TAKEN.has(state) &&
      by !== "person" &&
      (workflowRun === undefined ? by === "app" : workflowRun.id !== workflowRunId),
  );
}

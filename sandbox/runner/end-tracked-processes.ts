import { endMarkedProcesses } from "./end-marked-processes.ts";

/** The runner of GitHub marks the processes of a job with this variable, and ends by it what outlives the job. */
export const TRACKING_VARIABLE = "RUNNER_TRACKING_ID";

/**
 * Ends every process that a job has left behind; act forgets whatever left its process group.
 *
 * @returns how many there were.
 */
export function endTrackedProcesses(trackingId: string): Promise<number> {
  return endMarkedProcesses(`${TRACKING_VARIABLE}=${trackingId}`);
}

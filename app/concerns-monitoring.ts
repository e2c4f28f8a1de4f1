import { RETRAINING_BRANCHES } from "../src/core/retraining/retraining.ts";

/** Whether checks, retrainings and what is shown of them can depend on what happened on a branch. */
export function concernsMonitoring(branch: string | null | undefined, defaultBranch: string): boolean {
  return branch === defaultBranch || branch?.startsWith(RETRAINING_BRANCHES) === true;
}

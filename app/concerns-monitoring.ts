/** What every branch of a retraining pull request begins with. */
export const RETRAINING_BRANCHES = "pawl-retrain/";

/** Whether checks, retrainings and what is shown of them can depend on what happened on a branch. */
export function concernsMonitoring(branch: string | null | undefined, defaultBranch: string): boolean {
  return branch === defaultBranch || branch?.startsWith(RETRAINING_BRANCHES) === true;
}

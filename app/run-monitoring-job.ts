import { formatConfigIssue } from "../src/core/config/config-issue.ts";
import { readBranchHead } from "../src/github/branch-head.ts";
import { createAttempts } from "../src/reconcile/attempts.ts";
import { reconcileDashboard } from "../src/reconcile/dashboard/reconcile-dashboard.ts";
import { reconcileMonitoring } from "../src/reconcile/monitoring/reconcile-monitoring.ts";
import { reportUnreadableSchedules } from "../src/reconcile/monitoring/report-unreadable-schedules.ts";
import { type PolicyInForce, readPolicy } from "../src/reconcile/promotion/read-policy.ts";
import { reconcileRetraining } from "../src/reconcile/retraining/reconcile-retraining.ts";
import type { Workplace } from "../src/reconcile/workplace.ts";
import type { Job } from "./jobs.ts";

/**
 * Checks first, then the retrainings that their windows ask for, then the issue that shows both. One that fails does not
 * keep the others; the first error is thrown in the end.
 *
 * @param onDue Told when the repository has to be looked at again though nothing happens.
 */
export async function runMonitoringJob(
  workplace: Workplace,
  { defaultBranch, editor }: Job & { readonly kind: "monitoring" },
  onDue: (due: string | undefined) => void,
): Promise<void> {
  const commit = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  if (commit === undefined) return onDue(undefined);
  const policy = await readPolicy(workplace, { commit, branch: defaultBranch });
  const { project } = policy;
  if (project === undefined) {
    onDue(undefined);
    return tellUnreadable(workplace, policy);
  }
  const place = { project, defaultBranch, commit };
  const { attempt, finish } = createAttempts();
  await attempt(async () => onDue((await reconcileMonitoring(workplace, place)).nextDue));
  await attempt(() => reconcileRetraining(workplace, place));
  await attempt(() => reconcileDashboard(workplace, place, { editor }));
  finish();
}

async function tellUnreadable(workplace: Workplace, { config }: PolicyInForce): Promise<void> {
  if (config.kind !== "invalid") return;
  const [first] = config.issues;
  if (first !== undefined) await reportUnreadableSchedules(workplace, formatConfigIssue(first, config.place));
}

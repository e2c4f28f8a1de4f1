import { COMMENT_MARKER, renderReport } from "../core/report/render-report.ts";
import { readPullRequest } from "../github/pull-requests.ts";
import { readReportFacts } from "./read-report-facts.ts";
import { upsertCheck } from "./upsert-check.ts";
import { upsertComment } from "./upsert-comment.ts";
import type { Workplace } from "./workplace.ts";

export interface ReconcileOptions {
  /** Somebody asked for the check again: it is written even where nothing changed. */
  readonly fresh: boolean;
}

/**
 * Makes the report on a pull request say what is true now. Every event ends here; repeating it changes nothing.
 * Returns the head commit that was looked at; `undefined` where there is no such pull request.
 *
 * A pull request that was closed is still kept up to date, so that no report says "training" for ever, but nothing new
 * is posted on it.
 */
export async function reconcilePullRequest(
  workplace: Workplace,
  number: number,
  { fresh }: ReconcileOptions,
): Promise<string | undefined> {
  const pullRequest = await readPullRequest(workplace.octokit, workplace.repository, number);
  if (pullRequest === undefined) return undefined;
  const report = renderReport(await readReportFacts(workplace, pullRequest));
  const { headSha, open: mayCreate } = pullRequest;
  const body = report.comment ?? report.commentIfOneExists;
  // One that fails must not keep the other from being written: permissions are granted one by one.
  const results = await Promise.allSettled([
    upsertCheck(workplace, { headSha, content: report.check, fresh, mayCreate }),
    body === undefined
      ? undefined
      : upsertComment(workplace, {
          issueNumber: number,
          marker: COMMENT_MARKER,
          body,
          mayCreate: mayCreate && report.comment !== undefined,
        }),
  ]);
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
  }
  return headSha;
}

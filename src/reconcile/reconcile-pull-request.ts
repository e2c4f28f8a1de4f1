import { COMMENT_MARKER, DATA_CHECK, EXPERIMENT_CHECK, renderReport } from "../core/report/render-report.ts";
import type { RenderedReport } from "../core/report/report-facts.ts";
import { type PullRequest, readPullRequest } from "../github/pull-requests.ts";
import { isForbidden } from "../github/request-failure.ts";
import { nameMissingPermission, type ReportPlace } from "./name-missing-permission.ts";
import { readReportFacts } from "./read-report-facts.ts";
import { upsertChecks } from "./upsert-check.ts";
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
  const known = workplace.memory.refusedPlaces.size;
  await writeReport(workplace, pullRequest, report, fresh);
  // The place that can be written says what the other one lacks, as soon as that is known, and no longer.
  if (workplace.memory.refusedPlaces.size !== known) await writeReport(workplace, pullRequest, report, false);
  return pullRequest.headSha;
}

/** Writes the difference to both places. One that fails must not keep the other from being written: permissions are granted one by one. */
async function writeReport(
  workplace: Workplace,
  { number, headSha, open: mayCreate }: PullRequest,
  rendered: RenderedReport,
  fresh: boolean,
): Promise<void> {
  const report = nameMissingPermission(rendered, workplace.memory.refusedPlaces);
  const body = report.comment ?? report.commentIfOneExists;
  const contents = new Map([
    [EXPERIMENT_CHECK, report.check],
    [DATA_CHECK, report.dataCheck],
  ]);
  const results = await Promise.allSettled([
    writeWhereAllowed(workplace, "check", () => upsertChecks(workplace, { headSha, contents, fresh, mayCreate })),
    body === undefined
      ? undefined
      : writeWhereAllowed(workplace, "comment", () =>
          upsertComment(workplace, {
            issueNumber: number,
            marker: COMMENT_MARKER,
            body,
            mayCreate: mayCreate && report.comment !== undefined,
          }),
        ),
  ]);
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
  }
}

/** A permission that is missing is no reason to try again: it is said once in the log, and in the other place. */
async function writeWhereAllowed(
  { memory, log, repository }: Workplace,
  place: ReportPlace,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
    memory.refusedPlaces.delete(place);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    if (!memory.refusedPlaces.has(place)) {
      log.warn({ ...repository, place, err: error }, "GitHub does not let the App write its report here");
    }
    memory.refusedPlaces.add(place);
  }
}

import { PROMOTION_CHECK } from "../core/gate/render-promotion-check.ts";
import { COMMENT_MARKER, DATA_CHECK, EXPERIMENT_CHECK, renderReport } from "../core/report/render-report.ts";
import type { RenderedReport } from "../core/report/report-facts.ts";
import type { CheckContent } from "../github/checks.ts";
import { type PullRequest, readPullRequest } from "../github/pull-requests.ts";
import { isForbidden } from "../github/request-failure.ts";
import { nameMissingPermission, type ReportPlace } from "./name-missing-permission.ts";
import { judgePullRequest, type PromotionOutcome } from "./promotion/judge-pull-request.ts";
import { ALIAS_FOLDER } from "./promotion/plan-alias-changes.ts";
import { readReportFacts } from "./read-report-facts.ts";
import { upsertChecks } from "./upsert-check.ts";
import { upsertComment } from "./upsert-comment.ts";
import type { Workplace } from "./workplace.ts";

export interface ReconcileOptions {
  /** Somebody asked for the check again: it is written even where nothing changed. */
  readonly fresh: boolean;
  /** Only what the gate depends on may have changed; the rest is looked at where the report has to say something else. */
  readonly only?: "promotion" | undefined;
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
  { fresh, only }: ReconcileOptions,
): Promise<string | undefined> {
  const { memory } = workplace;
  const pullRequest = await readPullRequest(workplace.octokit, workplace.repository, number);
  if (pullRequest === undefined) return undefined;
  const judged = await settle(judgePullRequest(workplace, { pullRequest, again: only === undefined }));
  if (only === "promotion" && "value" in judged) {
    await writeChecks(workplace, pullRequest, promotionContents(judged.value), fresh);
    if (memory.promotions.get(number) === textOf(judged.value)) return pullRequest.headSha;
  }
  const promotion = "value" in judged ? judged.value : undefined;
  const report = renderReport(await readReportFacts(workplace, pullRequest), promotion?.sections);
  const keepComment =
    promotion === undefined || (promotion.check === undefined && movesAliases(workplace, pullRequest));
  const written = { report, promotion, keepComment };
  const known = memory.refusedPlaces.size;
  await writeReport(workplace, pullRequest, { ...written, fresh });
  // The place that can be written says what the other one lacks, as soon as that is known, and no longer.
  if (memory.refusedPlaces.size !== known) await writeReport(workplace, pullRequest, { ...written, fresh: false });
  if ("error" in judged) throw judged.error;
  if (memory.promotions.get(number) !== undefined) memory.promotions.set(number, textOf(judged.value));
  return pullRequest.headSha;
}

interface WrittenReport {
  readonly report: RenderedReport;
  /** Undefined: the gate could not be asked just now, so what it said stays. */
  readonly promotion: PromotionOutcome | undefined;
  /** The comment says something about a promotion that is not known any more. */
  readonly keepComment: boolean;
  readonly fresh: boolean;
}

/** Writes the difference to both places. One that fails must not keep the other from being written: permissions are granted one by one. */
async function writeReport(
  workplace: Workplace,
  pullRequest: PullRequest,
  { report: rendered, promotion, keepComment, fresh }: WrittenReport,
): Promise<void> {
  const { number, open } = pullRequest;
  const report = nameMissingPermission(rendered, workplace.memory.refusedPlaces);
  const body = report.comment ?? report.commentIfOneExists;
  const contents = new Map([
    [EXPERIMENT_CHECK, report.check],
    [DATA_CHECK, report.dataCheck],
    ...promotionContents(promotion),
  ]);
  const results = await Promise.allSettled([
    writeChecks(workplace, pullRequest, contents, fresh),
    body === undefined || keepComment
      ? undefined
      : writeWhereAllowed(workplace, "comment", () =>
          upsertComment(workplace, {
            issueNumber: number,
            marker: COMMENT_MARKER,
            body,
            mayCreate: open && report.comment !== undefined,
          }),
        ),
  ]);
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
  }
}

/** What a merged pull request promoted was said while it was open. */
function movesAliases({ memory }: Workplace, { baseSha, headSha }: PullRequest): boolean {
  const files = memory.comparisons.get(`${baseSha}...${headSha}`)?.files ?? [];
  return files.some((file) => file.startsWith(ALIAS_FOLDER));
}

function promotionContents(promotion: PromotionOutcome | undefined): ReadonlyMap<string, CheckContent> {
  return new Map(promotion?.check === undefined ? [] : [[PROMOTION_CHECK, promotion.check]]);
}

async function writeChecks(
  workplace: Workplace,
  { headSha, open: mayCreate }: PullRequest,
  contents: ReadonlyMap<string, CheckContent>,
  fresh: boolean,
): Promise<void> {
  await writeWhereAllowed(workplace, "check", () => upsertChecks(workplace, { headSha, contents, fresh, mayCreate }));
}

function textOf({ sections }: PromotionOutcome): string {
  return sections.map(({ markdown }) => markdown).join("\n\n");
}

async function settle<Value>(work: Promise<Value>): Promise<{ readonly value: Value } | { readonly error: unknown }> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
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

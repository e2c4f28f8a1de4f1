import { formatJudgedMoves } from "../../core/deployment/judged-moves.ts";
import { formatError, PawlError } from "../../core/errors.ts";
import { renderPromotionCheck } from "../../core/gate/render-promotion-check.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { formatQuantity } from "../../core/report/format-number.ts";
import { renderPromotion } from "../../core/report/render-promotion.ts";
import type { Section } from "../../core/report/section.ts";
import type { CheckContent } from "../../github/checks.ts";
import { type PullRequest, readPullRequest } from "../../github/pull-requests.ts";
import { formatRepository } from "../../github/repository.ts";
import { isLostAnswer, statusOf } from "../../github/request-failure.ts";
import type { Workplace } from "../workplace.ts";
import { type PromotionQuestion, readPromotionFacts } from "./read-promotion-facts.ts";

/** GitHub takes 65,535 characters. */
const MAX_SUMMARY = 65_000;

/** As long as a sweep usually takes to come round. */
const PLAIN_MS = 10 * 60 * 1000;

/** What the gate says about a pull request, as it is written to GitHub. */
export interface PromotionOutcome {
  /** Of the check `pawl / promotion`; undefined: the pull request is merged, and what it was merged by stays. */
  readonly check: CheckContent | undefined;
  /** Of the report; empty where the pull request moves no alias and changes no rule. */
  readonly sections: readonly Section[];
}

/**
 * Asks the gate about a pull request. Whatever cannot be read leaves the check inconclusive, never as it was: what once
 * passed must not go on passing because a file broke.
 *
 * @throws Whatever may be over in a minute; everything that would be the same again is said in the check.
 */
export async function judgePullRequest(workplace: Workplace, question: PromotionQuestion): Promise<PromotionOutcome> {
  const { memory, repository } = workplace;
  const { number, open, merged, serverUrl } = question.pullRequest;
  if (merged) return forget(workplace, number);
  const plain = question.group === undefined ? knownAsPlain(workplace, question.pullRequest) : undefined;
  if (plain !== undefined) return plain;
  try {
    const { facts, unreadableTeams, awaited, baseMoved } = await readPromotionFacts(workplace, question);
    if (baseMoved && (await isMergedNow(workplace, number))) return forget(workplace, number);
    for (const name of awaited) memory.awaitedChecks.add(name);
    const rendered = renderPromotionCheck(facts);
    const { judged: _, ...content } = rendered;
    const checksUrl = `${serverUrl}/${formatRepository(repository)}/pull/${String(number)}/checks`;
    const sections = renderPromotion(rendered, checksUrl);
    if (sections.length > 0 && open) memory.promotions.set(number, memory.promotions.get(number) ?? "");
    else memory.promotions.delete(number);
    const noted = addNotes(content, [...describeTeams(unreadableTeams), ...describeForeign(workplace)]);
    const summary = addMark(noted.summary, formatJudgedMoves(rendered.judged, facts.policy));
    const outcome: PromotionOutcome = { check: { status: "completed", ...noted, summary }, sections };
    if (sections.length === 0 && open && question.group === undefined) {
      memory.plainPulls.set(number, { headSha: facts.headSha, judgedAt: workplace.now(), outcome });
    }
    return outcome;
  } catch (error) {
    if (!isLasting(error)) throw error;
    workplace.log.error({ ...repository, pullRequest: number, err: error }, "the gate could not be asked");
    memory.promotions.set(number, memory.promotions.get(number) ?? "");
    return { check: unreadable(error), sections: [] };
  }
}

/**
 * A commit that touches neither an alias nor the rules goes on doing so until the default branch takes in a part of it, of
 * which a push tells; so it is not asked about at every step of its training.
 */
function knownAsPlain({ memory, now }: Workplace, { number, headSha }: PullRequest): PromotionOutcome | undefined {
  const known = memory.plainPulls.get(number);
  if (known?.headSha !== headSha) return undefined;
  const age = Date.parse(now()) - Date.parse(known.judgedAt);
  return age >= 0 && age < PLAIN_MS ? known.outcome : undefined;
}

/** After the merge the check is what says that the merge was allowed, so it is never written again. */
function forget({ memory }: Workplace, number: number): PromotionOutcome {
  memory.promotions.delete(number);
  return { check: undefined, sections: [] };
}

/** A merge between two questions would show as a pull request that changes nothing. */
async function isMergedNow({ octokit, repository }: Workplace, number: number): Promise<boolean> {
  return (await readPullRequest(octokit, repository, number))?.merged === true;
}

/** What was judged, for the time after the merge, is never what does not fit. */
function addMark(summary: string, mark: string): string {
  return `${summary.slice(0, MAX_SUMMARY - mark.length)}\n\n${mark}`;
}

/** The same question would be answered in the same way. */
function isLasting(error: unknown): boolean {
  if (error instanceof PawlError) return error.code !== "LEDGER_CONFLICT";
  const status = statusOf(error);
  return !isLostAnswer(error) && status !== 409 && status !== 429;
}

function addNotes<Content extends { readonly summary: string }>(content: Content, notes: readonly string[]): Content {
  return { ...content, summary: [...notes, content.summary].join("\n\n") };
}

/** A team that nobody can look into is said: whoever is missing would otherwise be looked for in vain. */
function describeTeams(teams: readonly string[]): readonly string[] {
  if (teams.length === 0) return [];
  const names = teams.map((team) => escapeMarkdown(team, 200)).join(", ");
  return [
    `❔ GitHub does not show ${names} to the App, so nobody counts as a member. A team has to exist in the organization that the App is installed in, and the App needs “Members: read”.`,
  ];
}

/** Whoever else writes to the ledger is not believed, and named. */
function describeForeign({ memory }: Workplace): readonly string[] {
  const commits = memory.ledger?.foreign ?? [];
  if (commits.length === 0) return [];
  const named = commits.slice(0, 5).map(({ sha }) => formatCode(sha.slice(0, 7)));
  return [
    `⚠️ ${formatQuantity(commits.length, "commit")} on the ledger ${commits.length === 1 ? "is" : "are"} not the App's own (${named.join(", ")}): ignored here, and taken back by the App's next one.`,
  ];
}

function unreadable(error: unknown): CheckContent {
  return {
    status: "completed",
    conclusion: "action_required",
    title: "The gate could not be asked",
    summary: `⏸️ ${escapeMarkdown(formatError(error), 2000)}`,
    text: "",
    annotations: [],
  };
}

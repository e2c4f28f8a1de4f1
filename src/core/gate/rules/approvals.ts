import { z } from "zod";
import { formatQuantity } from "../../report/format-number.ts";
import { hasPermission, isNamed, listNamed, sameName } from "../entitled.ts";
import type { GateFacts, ReviewFacts } from "../gate-facts.ts";
import type { RuleFinding } from "../gate-result.ts";
import { defineRule } from "../gate-rule.ts";
import { Teams, Users } from "./people.ts";

export const ApprovalsOptions = z.strictObject({
  count: z.int().min(1).max(20).default(1).describe("How many different people have to approve."),
  users: Users,
  teams: Teams,
  permission: z
    .enum(["read", "triage", "write", "maintain", "admin"])
    .default("write")
    .describe("Permission on the repository that an approver needs at least, whoever it is."),
  "not-who-trained": z
    .boolean()
    .default(false)
    .describe("Whoever started the training of the version cannot approve it."),
  "unknown-committers": z
    .enum(["inconclusive", "allow"])
    .default("inconclusive")
    .describe(
      "What it means that a commit of the pull request belongs to no account: whoever approves might have written it.",
    ),
});
export type ApprovalsOptions = z.infer<typeof ApprovalsOptions>;

type PullRequest = NonNullable<GateFacts["pullRequest"]>;
export type ApprovalFacts = Pick<GateFacts, "pullRequest" | "trainedBy">;

/** Enough people who may approve have, and none of them contributed. */
export const APPROVALS = defineRule({
  meaning: "Enough entitled people approved, none of whom wrote or asked for the change.",
  options: ApprovalsOptions,
  evaluate: evaluateApprovals,
});

/** A missing approval is missing, not a refusal: the rule is inconclusive until it comes. */
export function evaluateApprovals(options: ApprovalsOptions, { pullRequest, trainedBy }: ApprovalFacts): RuleFinding {
  const expected = describeDemand(options);
  if (pullRequest === undefined) {
    const todo = "Ask with a pull request.";
    return { verdict: "inconclusive", expected, actual: "there is no pull request to approve", todo };
  }
  const judged = newestOfEach(pullRequest.reviews).map((review) => ({
    review,
    refusal: refuse(review, { options, pullRequest, trainedBy }),
  }));
  const counted = judged.filter(({ refusal }) => refusal === undefined).map(({ review }) => review.author);
  const refusals = judged.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]));
  const unknown = pullRequest.unknownCommitters;
  const details = [
    ...refusals,
    ...(unknown === 0
      ? []
      : [
          `${formatQuantity(unknown, "commit")} belong${unknown === 1 ? "s" : ""} to no account, so it is not known whether an approver wrote ${unknown === 1 ? "it" : "them"}`,
        ]),
  ];
  const head = { expected, ...(details.length === 0 ? {} : { details }) };
  const actual = counted.length === 0 ? "0 that count" : `${String(counted.length)}: ${counted.join(", ")}`;
  if (counted.length < options.count) {
    const missing = options.count - counted.length;
    const named = listNamed(options.users, options.teams);
    const whom = named === "" ? `somebody with ${options.permission} permission` : named;
    const todo = `${formatQuantity(missing, "more approval")} of the head commit, by ${whom}.`;
    return { ...head, verdict: "inconclusive", actual, todo };
  }
  if (unknown > 0 && options["unknown-committers"] === "inconclusive") {
    const todo =
      "Commit with an e-mail address that GitHub knows, or let the App open the pull request (/pawl promote).";
    return { ...head, verdict: "inconclusive", actual, todo };
  }
  return { ...head, verdict: "pass", actual };
}

function describeDemand({ count, users, teams, permission }: ApprovalsOptions): string {
  const named = listNamed(users, teams);
  const who = named === "" ? "" : ` of ${named}`;
  return `${formatQuantity(count, "approval")}${who} with ${permission} permission, not by the author or a committer`;
}

/** The reader gives one review a person; if it ever gives more, the newest is the person's word. */
function newestOfEach(reviews: readonly ReviewFacts[]): readonly ReviewFacts[] {
  const newest = new Map<string, ReviewFacts>();
  for (const review of reviews) {
    const key = review.author.toLowerCase();
    const known = newest.get(key);
    if (known === undefined || known.submittedAt <= review.submittedAt) newest.set(key, review);
  }
  return [...newest.values()];
}

interface Question {
  readonly options: ApprovalsOptions;
  readonly pullRequest: PullRequest;
  readonly trainedBy: string | undefined;
}

/** Why a review does not count: whose, and what about it; undefined where it does. */
function refuse(review: ReviewFacts, question: Question): string | undefined {
  const { author, state, commit, changedSince, permission } = review;
  const { options } = question;
  const whose = `${author}'s approval of ${commit.slice(0, 7)}`;
  if (state === "changes-requested") return `${author} asked for changes`;
  if (state === "dismissed") return `${whose} fell: it was dismissed`;
  const part = partIn(review, question);
  if (part !== undefined) return `${whose} does not count: ${author} ${part}`;
  if (!hasPermission(permission, options.permission)) {
    return `${whose} does not count: ${author} has ${permission} permission, not ${options.permission}`;
  }
  if (!isNamed(review, options)) return `${whose} does not count: ${author} is not one of those named`;
  if (changedSince.length > 0) return `${whose} fell: since then ${listFiles(changedSince)} changed`;
  return undefined;
}

/** What the reviewer has to do with the change. */
function partIn(
  { author, authorIsBot }: ReviewFacts,
  { options, pullRequest, trainedBy }: Question,
): string | undefined {
  if (authorIsBot) return "is a bot";
  if (sameName(author, pullRequest.author)) return "opened the pull request";
  if (pullRequest.requestedBy !== undefined && sameName(author, pullRequest.requestedBy)) return "asked for it";
  if (pullRequest.committers.some((committer) => sameName(author, committer))) return "wrote a commit of it";
  if (options["not-who-trained"] && trainedBy !== undefined && sameName(author, trainedBy))
    return "started the training";
  return undefined;
}

function listFiles(files: readonly string[]): string {
  const shown = files.slice(0, 3).join(", ");
  return files.length <= 3 ? shown : `${shown} and ${String(files.length - 3)} more`;
}

import type { Entitled } from "../../core/config/promotion-plan.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { confirmPromotion } from "../deployment/confirm-promotion.ts";
import { describeEntitled, isEntitled } from "../promotion/is-entitled.ts";
import type { CommentCommand } from "./comment-command.ts";
import { findTarget } from "./find-target.ts";

/** A rollback still meets a gate and a confirmation none, so everybody who may write is not enough for it. */
function mayConfirm(by: Entitled): Entitled {
  return by.permission === "write" ? { ...by, permission: "maintain" } : by;
}

export const CONFIRM: CommentCommand = {
  usage: "confirm [environment] [model]",
  meaning: "Lets an alias count that moved without a passing verdict, and deploys it.",
  place: "anywhere",
  entitled: "own",
  run: async (workplace, order) => {
    const target = await findTarget(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, environment, project, version } = target;
    const by = mayConfirm(environment.rollback.by);
    const { author } = order.comment;
    if (version !== undefined) {
      return { kind: "confused", answer: "What is confirmed is what the default branch says now: name no version." };
    }
    if (!(await isEntitled(workplace, by, { login: author, permission: order.permission }))) {
      const who = escapeMarkdown(describeEntitled(by), 500);
      const answer = `${formatCode(plan.name)} in ${formatCode(environment.name)} may be confirmed by ${who}: key \`rollback.by\` says so.`;
      return { kind: "refused", answer };
    }
    const outcome = await confirmPromotion(workplace, {
      project,
      defaultBranch: order.defaultBranch,
      model: plan.name,
      environment: environment.name,
      confirmedBy: author,
      askedAt: order.comment.createdAt,
    });
    if (outcome.kind === "refused") return { kind: "confused", answer: escapeMarkdown(outcome.reason, 1000) };
    const { version: confirmed } = outcome.promotion;
    const what = confirmed === undefined ? "is taken out" : `is version ${String(confirmed)}`;
    const answer = `Confirmed by ${escapeMarkdown(author, 60)}: ${formatCode(environment.name)} of ${formatCode(plan.name)} ${what}, and everything follows from it.`;
    return { kind: "done", answer };
  },
};

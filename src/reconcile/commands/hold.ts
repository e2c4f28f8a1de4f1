import { toSafeLabel, toSafeText } from "../../core/evidence/limits.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { formatInstant } from "../../core/report/format-number.ts";
import { changeRetraining } from "../retraining/change-record.ts";
import { readRetraining } from "../retraining/read-retraining.ts";
import type { CommentCommand } from "./comment-command.ts";
import { findModel } from "./find-model.ts";

export const HOLD: CommentCommand = {
  usage: "hold [model] [reason]",
  meaning: "No retraining of the model is opened or trained until somebody says `/pawl resume`.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const target = await findModel(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, reason } = target;
    const by = toSafeLabel(order.comment.author, 100);
    const hold = {
      by,
      since: workplace.now(),
      ...(reason === undefined ? {} : { reason: toSafeText(reason, 500) }),
    };
    const headline = `${plan.name}: retraining is held by ${by}`;
    // The first one stands: whoever holds it gave the reason.
    await changeRetraining(workplace, { model: plan.name, headline }, async (retraining) =>
      retraining.hold === undefined ? { ...retraining, hold } : undefined,
    );
    const held = (await readRetraining(workplace, plan.name)).hold ?? hold;
    const why = held.reason === undefined ? "" : `: ${escapeMarkdown(held.reason, 500)}`;
    return {
      kind: "done",
      answer: `Retraining of ${formatCode(plan.name)} is held by ${escapeMarkdown(held.by, 100)} since ${formatInstant(held.since)}${why}. \`/pawl resume ${plan.name}\` ends that. Checks go on, and an open retraining pull request stays as it is.`,
    };
  },
};

import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { openRetraining } from "../retraining/open-retraining.ts";
import type { CommentCommand } from "./comment-command.ts";
import { findModel } from "./find-model.ts";

export const RETRAIN: CommentCommand = {
  usage: "retrain [model] [reason]",
  meaning: "Opens the retraining pull request of a model and starts its training, without waiting for drift.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const target = await findModel(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, reason } = target;
    const outcome = await openRetraining(workplace, {
      model: plan.name,
      requestedBy: order.comment.author,
      reason,
      defaultBranch: order.defaultBranch,
    });
    switch (outcome.kind) {
      case "opened":
        return {
          kind: "done",
          answer: `#${String(outcome.number)} retrains ${formatCode(plan.name)}. Its training is started, and the comparison report appears there.`,
        };
      case "living": {
        const where = outcome.number === undefined ? "One" : `#${String(outcome.number)}`;
        return { kind: "done", answer: `${where} retrains ${formatCode(plan.name)} already.` };
      }
      case "refused":
        return { kind: "confused", answer: `No retraining was opened. ${escapeMarkdown(outcome.reason, 1000)}` };
    }
  },
};

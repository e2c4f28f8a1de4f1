import { toSafeLabel } from "../../core/evidence/limits.ts";
import { formatCode } from "../../core/report/format-code.ts";
import type { Retraining } from "../../core/retraining/retraining.ts";
import { changeRetraining } from "../retraining/change-record.ts";
import type { CommentCommand } from "./comment-command.ts";
import { findModel } from "./find-model.ts";

export const RESUME: CommentCommand = {
  usage: "resume [model]",
  meaning: "Ends a `/pawl hold`.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const target = await findModel(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { name } = target.plan;
    const headline = `${name}: retraining is resumed by ${toSafeLabel(order.comment.author, 100)}`;
    const resumed = await changeRetraining(workplace, { model: name, headline }, async (retraining) =>
      retraining.hold === undefined ? undefined : withoutHold(retraining),
    );
    // Asked again after a crash, it is not held any more either.
    return {
      kind: "done",
      answer: resumed
        ? `Retraining of ${formatCode(name)} goes on: the next windows decide.`
        : `Retraining of ${formatCode(name)} is not held.`,
    };
  },
};

function withoutHold({ hold: _, ...rest }: Retraining): Retraining {
  return rest;
}

import type { WindowStanding } from "../../core/monitoring/window-standing.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { answerBatchCommand } from "./answer-batch-command.ts";
import type { CommentCommand } from "./comment-command.ts";

export const EXCLUDE: CommentCommand = {
  usage: "exclude [model] <window> <reason>",
  meaning:
    "Later data are not compared with this window any more, because it was itself broken; ends a `/pawl accept`.",
  place: "anywhere",
  entitled: "write",
  run: (workplace, order) =>
    answerBatchCommand(workplace, order, "exclude", ({ batch, standing, decision }) => {
      const absence = standing === undefined || decision !== undefined ? undefined : describeAbsence(standing);
      return absence === undefined
        ? undefined
        : { kind: "done", answer: `${formatCode(batch.name)} ${absence} Nothing changed.` };
    }),
};

/** Why nothing is compared with a window as it is. */
function describeAbsence(standing: WindowStanding): string | undefined {
  if (standing.kind === "drifted") return "drifted and nobody has accepted it, so nothing is compared with it.";
  if (standing.kind === "held") return "is held back and nobody has accepted it, so nothing is compared with it.";
  if (standing.kind === "never") return "is of a broken feed, so nothing is compared with it.";
  return undefined;
}

import { findDecision } from "../../core/monitoring/decide-batch.ts";
import { type WindowStanding, windowStanding } from "../../core/monitoring/window-standing.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { decideOnBatch } from "../monitoring/decide-on-batch.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import type { CommentCommand } from "./comment-command.ts";
import { describeDecision } from "./describe-decision.ts";
import { findBatch } from "./find-batch.ts";

export const EXCLUDE: CommentCommand = {
  usage: "exclude [model] <window> <reason>",
  meaning:
    "Later data are not compared with this window any more, because it was itself broken; ends a `/pawl accept`.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const target = await findBatch(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { model, batch, reason } = target;
    const monitoring = await readMonitoring(workplace, model);
    const standing = batch.window === undefined ? undefined : windowStanding(monitoring, batch.window);
    if (standing !== undefined && findDecision(monitoring, batch.name) === undefined) {
      const absence = describeAbsence(standing);
      if (absence !== undefined)
        return { kind: "done", answer: `${formatCode(batch.name)} ${absence} Nothing changed.` };
    }
    const by = order.comment.author;
    const decision = await decideOnBatch(workplace, { model, batch, says: "exclude", by, reason });
    return { kind: "done", answer: describeDecision(target, decision) };
  },
};

/** Why nothing is compared with a window as it is. */
function describeAbsence(standing: WindowStanding): string | undefined {
  if (standing.kind === "drifted") return "drifted and nobody has accepted it, so nothing is compared with it.";
  if (standing.kind === "held") return "is held back and nobody has accepted it, so nothing is compared with it.";
  if (standing.kind === "never") return "is of a broken feed, so nothing is compared with it.";
  return undefined;
}

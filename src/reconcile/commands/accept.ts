import { findDecision } from "../../core/monitoring/decide-batch.ts";
import { type WindowStanding, windowStanding } from "../../core/monitoring/window-standing.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { decideOnBatch } from "../monitoring/decide-on-batch.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import type { CommentCommand } from "./comment-command.ts";
import { describeDecision } from "./describe-decision.ts";
import { type BatchTarget, findBatch } from "./find-batch.ts";

export const ACCEPT: CommentCommand = {
  usage: "accept [model] <window> <reason>",
  meaning: "Later data are compared with this window too, although it drifted; ends a `/pawl exclude`.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const target = await findBatch(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { model, batch, reason } = target;
    const monitoring = await readMonitoring(workplace, model);
    const standing = batch.window === undefined ? undefined : windowStanding(monitoring, batch.window);
    if (standing?.kind === "never") return { kind: "confused", answer: describeNever(target, standing) };
    const stands = findDecision(monitoring, batch.name);
    if (stands?.says !== "exclude" && (standing === undefined || (standing.kind === "joins" && !standing.accepted))) {
      return {
        kind: "done",
        answer: `${formatCode(batch.name)} is compared with already, by itself. Nothing changed.`,
      };
    }
    const by = order.comment.author;
    const decision = await decideOnBatch(workplace, { model, batch, says: "accept", by, reason });
    return { kind: "done", answer: describeDecision(target, decision) };
  },
};

function describeNever({ batch }: BatchTarget, { because }: Extract<WindowStanding, { kind: "never" }>): string {
  const name = formatCode(batch.name);
  return because === "contract"
    ? `${name} broke its contract, so nothing is ever compared with it. If the data are right, change the contract in a pull request; the next check then counts.`
    : `${name} belongs to a data incident that is open, so nothing is compared with it. It can be accepted once good data have come.`;
}

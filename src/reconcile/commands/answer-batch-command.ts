import type { BatchDecision } from "../../core/monitoring/monitoring.ts";
import { decideOnBatch } from "../monitoring/decide-on-batch.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder, CommandOutcome } from "./comment-command.ts";
import { describeDecision } from "./describe-decision.ts";
import { type BatchTarget, findBatch } from "./find-batch.ts";

/**
 * What `/pawl accept` and `/pawl exclude` do: find the batch, and put on record what is said about it.
 *
 * @param decline The answer where nothing is to be put on record.
 */
export async function answerBatchCommand(
  workplace: Workplace,
  order: CommandOrder,
  says: BatchDecision["says"],
  decline: (target: BatchTarget) => CommandOutcome | undefined,
): Promise<CommandOutcome> {
  const target = await findBatch(workplace, order);
  if (typeof target === "string") return { kind: "confused", answer: target };
  const declined = decline(target);
  if (declined !== undefined) return declined;
  const { model, batch, reason } = target;
  const decision = await decideOnBatch(workplace, { model, batch, says, by: order.comment.author, reason });
  return { kind: "done", answer: describeDecision(target, decision) };
}

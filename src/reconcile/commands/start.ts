import { dispatchWorkflows } from "../dispatch-workflows.ts";
import { parseStart, planStart, type StartCommand, type StartPlan } from "../plan-start-command.ts";
import { readConfigFacts } from "../read-config-facts.ts";
import { touchedModels } from "../read-model-facts.ts";
import { readComparison } from "../read-report-facts.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder, CommandOutcome, CommentCommand } from "./comment-command.ts";

export const TRAIN: CommentCommand = {
  usage: "train [model]",
  meaning: "Starts the workflow of the model on this pull request's branch.",
  place: "pull-request",
  entitled: "write",
  run: (workplace, order) => start(workplace, order, parseStart("train", order.words)),
};

export const VALIDATE: CommentCommand = {
  usage: "validate [dataset]",
  meaning: "Starts the workflow that validates the dataset on this pull request's branch.",
  place: "pull-request",
  entitled: "write",
  run: (workplace, order) => start(workplace, order, parseStart("validate", order.words)),
};

async function start(
  workplace: Workplace,
  { comment, pullRequest, seenBefore }: CommandOrder,
  command: StartCommand | undefined,
): Promise<CommandOutcome> {
  if (pullRequest === undefined || command === undefined) return { kind: "confused" };
  const plan = await planFor(workplace, pullRequest, command);
  const refusal =
    plan.kind === "answer"
      ? plan.text
      : await dispatchWorkflows(workplace, {
          commentId: comment.commentId,
          createdAt: comment.createdAt,
          kind: command.kind,
          workflows: plan.workflows,
          ref: pullRequest.headRef,
          seenBefore,
        });
  return refusal === undefined ? { kind: "done" } : { kind: "confused", answer: refusal };
}

async function planFor(
  workplace: Workplace,
  pullRequest: NonNullable<CommandOrder["pullRequest"]>,
  command: StartCommand,
): Promise<StartPlan> {
  const { files } = await readComparison(workplace, pullRequest);
  const { inForce } = await readConfigFacts(workplace, pullRequest, files);
  const touched = touchedModels(inForce?.models ?? [], files);
  return planStart({ ...pullRequest, command, project: inForce, touched, changedFiles: files });
}

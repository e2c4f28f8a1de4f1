import { mayWrite } from "../github/collaborators.ts";
import { type PullRequest, readPullRequest } from "../github/pull-requests.ts";
import { addReaction, listOwnReactions, type Reaction } from "../github/reactions.ts";
import { isForbidden, isNotFound } from "../github/request-failure.ts";
import { dispatchWorkflows } from "./dispatch-workflows.ts";
import { parseCommand, planStart, type StartCommand, type StartPlan } from "./plan-start-command.ts";
import { readConfigFacts } from "./read-config-facts.ts";
import { touchedModels } from "./read-model-facts.ts";
import { readComparison } from "./read-report-facts.ts";
import { upsertComment } from "./upsert-comment.ts";
import type { Workplace } from "./workplace.ts";

/** A comment that begins with `/pawl`, as it was created. */
export interface CommandComment {
  readonly pullRequest: number;
  readonly commentId: number;
  readonly author: string;
  readonly body: string;
  /** GitHub's clock. */
  readonly createdAt: string;
}

const SEEN: Reaction = "eyes";
const DONE: Reaction = "rocket";
const REFUSED: Reaction = "-1";
const CONFUSED: Reaction = "confused";

/**
 * Carries out a command in a comment, once: the reaction says that it was seen, the key in the workflow run's name that
 * it was started. Somebody who may not write gets a reaction and no answer, so that nobody can make the App post.
 */
export async function runCommand(workplace: Workplace, comment: CommandComment): Promise<void> {
  const { octokit, repository, memory, log } = workplace;
  const command = parseCommand(comment.body);
  if (command === undefined || memory.commands.get(comment.commentId) === true) return;
  const reactions = await readReactions(workplace, comment);
  if ([DONE, REFUSED, CONFUSED].some((reaction) => reactions.has(reaction))) return;
  const finish = async (reaction: Reaction) => {
    memory.commands.set(comment.commentId, true);
    await react(workplace, comment, reaction);
  };
  if (!(await mayWrite(octokit, repository, comment.author))) {
    log.info({ comment: comment.commentId, author: comment.author }, "command refused: no write permission");
    return finish(REFUSED);
  }
  const pullRequest = await readPullRequest(octokit, repository, comment.pullRequest);
  if (command.kind === "unknown" || pullRequest === undefined) return finish(CONFUSED);

  const seenBefore = reactions.has(SEEN);
  if (!seenBefore) await react(workplace, comment, SEEN);
  const plan = await planFor(workplace, pullRequest, command);
  const refusal =
    plan.kind === "answer"
      ? plan.text
      : await dispatchWorkflows(workplace, {
          ...comment,
          kind: command.kind,
          workflows: plan.workflows,
          ref: pullRequest.headRef,
          seenBefore,
        });
  if (refusal === undefined) return finish(DONE);
  await answer(workplace, comment, refusal);
  return finish(CONFUSED);
}

async function planFor(workplace: Workplace, pullRequest: PullRequest, command: StartCommand): Promise<StartPlan> {
  const { files } = await readComparison(workplace, pullRequest);
  const { inForce } = await readConfigFacts(workplace, pullRequest, files);
  const touched = touchedModels(inForce?.models ?? [], files);
  return planStart({ ...pullRequest, command, project: inForce, touched, changedFiles: files });
}

/** One answer for each command, found again by its marker. */
async function answer(workplace: Workplace, { pullRequest, commentId }: CommandComment, text: string): Promise<void> {
  const marker = `<!-- pawl:answer:${String(commentId)} -->`;
  await upsertComment(workplace, { issueNumber: pullRequest, marker, body: `${marker}\n${text}\n`, mayCreate: true });
}

async function readReactions(
  { octokit, repository, self }: Workplace,
  { commentId }: CommandComment,
): Promise<ReadonlySet<string>> {
  try {
    return await listOwnReactions(octokit, repository, commentId, self);
  } catch (error) {
    if (isNotFound(error) || isForbidden(error)) return new Set();
    throw error;
  }
}

/** A courtesy: a comment that was deleted meanwhile must not keep the training from starting. */
async function react(workplace: Workplace, { commentId }: CommandComment, reaction: Reaction): Promise<void> {
  const { octokit, repository, log } = workplace;
  try {
    await addReaction(octokit, repository, commentId, reaction);
  } catch (error) {
    log.warn({ err: error, comment: commentId, reaction }, "could not react to a comment");
  }
}

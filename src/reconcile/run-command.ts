import { hasPermission } from "../core/gate/entitled.ts";
import { escapeMarkdown } from "../core/report/escape-markdown.ts";
import { formatCode } from "../core/report/format-code.ts";
import { readPermission } from "../github/permissions.ts";
import { readPullRequest } from "../github/pull-requests.ts";
import { addReaction, listOwnReactions, type Reaction } from "../github/reactions.ts";
import { isForbidden, isNotFound } from "../github/request-failure.ts";
import { answerMarker } from "./commands/answer-marker.ts";
import type { CommandComment, CommandOutcome } from "./commands/comment-command.ts";
import { findCommand } from "./commands/comment-commands.ts";
import { parseCommandLine } from "./commands/parse-command-line.ts";
import { upsertComment } from "./upsert-comment.ts";
import type { Workplace } from "./workplace.ts";

const SEEN: Reaction = "eyes";

/** What a comment gets for what came of it: whichever of these is there, the command is over. */
const REACTIONS = {
  done: "rocket",
  refused: "-1",
  confused: "confused",
} as const satisfies Record<CommandOutcome["kind"], Reaction>;

/**
 * Carries out a command in a comment, once: the reaction says that it was seen, and what it made is found again by its
 * own name. Of those who may not write one comment on each issue says why, edited for the next, so that nobody can make the
 * App post again and again. Returns pull requests whose gate has to be asked again.
 */
export async function runCommand(
  workplace: Workplace,
  comment: CommandComment,
  defaultBranch: string,
): Promise<readonly number[]> {
  const { memory } = workplace;
  const line = parseCommandLine(comment.body);
  if (line === undefined || memory.commands.get(comment.commentId) === true) return [];
  const reactions = await readReactions(workplace, comment);
  if (Object.values(REACTIONS).some((reaction) => reactions.has(reaction))) return [];
  const outcome = await carryOut(workplace, comment, { defaultBranch, seenBefore: reactions.has(SEEN) });
  if (outcome.answer !== undefined) await answer(workplace, comment, outcome.answer);
  else if (outcome.kind === "refused") await refuse(workplace, comment, line.name);
  memory.commands.set(comment.commentId, true);
  await react(workplace, comment, REACTIONS[outcome.kind]);
  return outcome.kind === "done" ? (outcome.judge ?? []) : [];
}

async function carryOut(
  workplace: Workplace,
  comment: CommandComment,
  { defaultBranch, seenBefore }: { readonly defaultBranch: string; readonly seenBefore: boolean },
): Promise<CommandOutcome> {
  const { octokit, repository, log } = workplace;
  const { name, words, rest } = parseCommandLine(comment.body) ?? { name: "", words: [], rest: "" };
  const command = findCommand(name);
  const permission = await readPermission(octokit, repository, comment.author);
  const mayWrite = hasPermission(permission, "write");
  if (!mayWrite && command?.entitled !== "own") {
    log.info({ comment: comment.commentId, author: comment.author }, "command refused: no write permission");
    return { kind: "refused" };
  }
  const pullRequest = comment.onPullRequest ? await readPullRequest(octokit, repository, comment.issue) : undefined;
  if (command === undefined) return { kind: "confused" };
  if (pullRequest === undefined && (comment.onPullRequest || command.place === "pull-request")) {
    return { kind: "confused" };
  }
  if (!seenBefore && mayWrite) await react(workplace, comment, SEEN);
  const order = { comment, words, rest, permission, pullRequest, defaultBranch, seenBefore };
  const outcome = await command.run(workplace, order);
  return mayWrite || outcome.kind === "done" ? outcome : { kind: outcome.kind };
}

/** One answer for each command, found again by its marker. */
async function answer(workplace: Workplace, { issue, commentId }: CommandComment, text: string): Promise<void> {
  const marker = answerMarker(commentId);
  await upsertComment(workplace, { issueNumber: issue, marker, body: `${marker}\n${text}\n`, mayCreate: true });
}

const REFUSED = "<!-- pawl:refused -->";

/** One comment for all whose commands are refused here: whoever came last is named. */
async function refuse(workplace: Workplace, { issue, author }: CommandComment, command: string): Promise<void> {
  const own = findCommand(command)?.entitled === "own" ? ", or a name in the rules of `.github/pawl.yml`" : "";
  const what = formatCode(`/pawl ${command}`, 60);
  const body = `${REFUSED}\n${what} of ${escapeMarkdown(author, 60)} was not carried out: it takes write permission on this repository${own}.\n`;
  await upsertComment(workplace, { issueNumber: issue, marker: REFUSED, body, mayCreate: true });
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

import { setTimeout as sleep } from "node:timers/promises";
import { PawlError } from "../core/errors.ts";
import { formatRepository } from "../github/repository.ts";
import type { GitHubRemote } from "./github-remote.ts";

export interface AppQuestion {
  /** Title of the issue in which the command is given. */
  readonly title: string;
  /** What the issue says above it. */
  readonly text: string;
  /** `/pawl …`, on one line. */
  readonly command: string;
  readonly waitSeconds: number;
  readonly onWaiting?: (issueUrl: string) => void;
}

export interface AppAnswer {
  readonly issueUrl: string;
  /** What the App wrote; `undefined` where it did what was asked without a word. */
  readonly text: string | undefined;
  /** The App refused, or did not understand. */
  readonly refused: boolean;
}

const LOOK_MS = 2000;

/**
 * Gives the App a command as the person at the terminal, in an issue of its own, and waits for the answer: only the App
 * writes to the ledger, and what was asked, by whom, stays where everybody can read it. The issue is closed when the App
 * has done it, and left open where it refused.
 *
 * @throws `NOT_FOUND` where no answer came: an App that was down does not look for commands that it missed.
 */
export async function askApp({ octokit, repository }: GitHubRemote, question: AppQuestion): Promise<AppAnswer> {
  const { owner, repo } = repository;
  const { title, text, command, waitSeconds, onWaiting } = question;
  const issue = await octokit.rest.issues.create({ owner, repo, title, body: text });
  const { number, html_url: issueUrl } = issue.data;
  const asked = await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body: command });
  onWaiting?.(issueUrl);
  const marker = `<!-- pawl:answer:${String(asked.data.id)} -->`;
  for (let waited = 0; waited < waitSeconds * 1000; waited += LOOK_MS) {
    await sleep(LOOK_MS);
    const reactions = await octokit.rest.reactions.listForIssueComment({ owner, repo, comment_id: asked.data.id });
    const own = reactions.data.filter(({ user }) => user?.type === "Bot").map(({ content }) => content);
    const done = own.includes("rocket");
    if (!done && !own.includes("-1") && !own.includes("confused")) continue;
    const comments = await octokit.rest.issues.listComments({ owner, repo, issue_number: number, per_page: 100 });
    const body = comments.data.find(
      (comment) => comment.user?.type === "Bot" && comment.body?.startsWith(marker),
    )?.body;
    if (done) await octokit.rest.issues.update({ owner, repo, issue_number: number, state: "closed" });
    return { issueUrl, text: body?.slice(marker.length).trim(), refused: !done };
  }
  throw new PawlError({
    code: "NOT_FOUND",
    message: `the App has not answered within ${String(waitSeconds)} s on ${formatRepository(repository)}`,
    hint: `Is it installed on this repository, and running? The command stands in ${issueUrl}: where the App was down, comment it there again.`,
  });
}

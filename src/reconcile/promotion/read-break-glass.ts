import { hasPermission } from "../../core/gate/entitled.ts";
import type { BreakGlassFacts } from "../../core/gate/gate-facts.ts";
import { listComments } from "../../github/comments.ts";
import { readPermission } from "../../github/permissions.ts";
import type { TeamMembers } from "../../github/teams.ts";
import { answerMarker } from "../commands/answer-marker.ts";
import { parseCommandLine } from "../commands/parse-command-line.ts";
import type { Workplace } from "../workplace.ts";

/** Longer reasons are cut, as the record of the promotion does. */
const MAX_REASON = 500;

/** Asking about more attempts than this would only spend calls. */
const MAX_ATTEMPTS = 10;

/** Line of the App's answer that says for which commit the glass was broken. */
export function glassMarker(headSha: string): string {
  return `<!-- pawl:glass ${headSha} -->`;
}

/** The reason in a comment; `undefined` where it breaks no glass, or gives none. */
export function parseBreakGlass(body: string): string | undefined {
  const line = parseCommandLine(body);
  return line?.name === "break-glass" && line.rest !== "" ? line.rest.slice(0, MAX_REASON) : undefined;
}

export interface BreakGlassQuestion {
  readonly number: number;
  readonly headSha: string;
  /** When the App first reported on the head commit, by GitHub's clock. */
  readonly since: string | undefined;
  readonly aliasPaths: readonly string[];
  readonly teams: ReadonlyMap<string, TeamMembers>;
}

/**
 * Everybody with write permission who broke the glass of this pull request, newest first. A comment that was edited does
 * not count: others may edit it, and GitHub does not say who did. One from before the head was pushed is told as such; for
 * which commit it was said the App's own answer says, because a commit that somebody pushes later may be older than it.
 */
export async function readBreakGlass(
  workplace: Workplace,
  { number, headSha, since, aliasPaths, teams }: BreakGlassQuestion,
): Promise<readonly BreakGlassFacts[]> {
  const { octokit, repository, self } = workplace;
  const unedited = (await listComments(octokit, repository, number)).filter(
    ({ createdAt, updatedAt }) => createdAt === updatedAt,
  );
  const answers = unedited.filter(({ author }) => author === self.login).map(({ body }) => body);
  const attempts = unedited.flatMap(({ id, author, authorIsBot, body, createdAt: at }) => {
    const reason = parseBreakGlass(body);
    if (reason === undefined || authorIsBot) return [];
    const mine = answers.filter((answer) => answer.startsWith(answerMarker(id)));
    return [{ author, reason, at, ofHead: mine.some((answer) => answer.includes(glassMarker(headSha))) }];
  });
  const found: BreakGlassFacts[] = [];
  for (const { ofHead, ...attempt } of attempts.slice(-MAX_ATTEMPTS).reverse()) {
    if (!hasPermission(await readPermission(octokit, repository, attempt.author), "write")) continue;
    const current = ofHead && since !== undefined && Date.parse(attempt.at) >= Date.parse(since);
    found.push({
      ...attempt,
      teams: [...teams].filter(([, members]) => members?.has(attempt.author.toLowerCase())).map(([team]) => team),
      changedSince: current ? [] : aliasPaths,
    });
  }
  return found;
}

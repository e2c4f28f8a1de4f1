import { hasPermission } from "../../core/gate/entitled.ts";
import type { BreakGlassFacts } from "../../core/gate/gate-facts.ts";
import { listComments } from "../../github/comments.ts";
import { readPermission } from "../../github/permissions.ts";
import type { TeamMembers } from "../../github/teams.ts";
import { parseCommandLine } from "../commands/parse-command-line.ts";
import type { Workplace } from "../workplace.ts";

/** Longer reasons are cut, as the record of the promotion does. */
const MAX_REASON = 500;

/** Asking about more attempts than this would only spend calls. */
const MAX_ATTEMPTS = 10;

/** The reason in a comment; `undefined` where it breaks no glass, or gives none. */
export function parseBreakGlass(body: string): string | undefined {
  const line = parseCommandLine(body);
  return line?.name === "break-glass" && line.rest !== "" ? line.rest.slice(0, MAX_REASON) : undefined;
}

export interface BreakGlassQuestion {
  readonly number: number;
  /** When the App first reported on the head commit, by GitHub's clock. */
  readonly since: string | undefined;
  readonly aliasPaths: readonly string[];
  readonly teams: ReadonlyMap<string, TeamMembers>;
}

/**
 * Everybody with write permission who broke the glass of this pull request, newest first. A comment that was edited does
 * not count: others may edit it, and GitHub does not say who did. One from before the head was pushed is told as such.
 */
export async function readBreakGlass(
  workplace: Workplace,
  { number, since, aliasPaths, teams }: BreakGlassQuestion,
): Promise<readonly BreakGlassFacts[]> {
  const { octokit, repository } = workplace;
  const comments = await listComments(octokit, repository, number);
  const attempts = comments.flatMap(({ author, authorIsBot, body, createdAt, updatedAt }) => {
    const reason = parseBreakGlass(body);
    return reason === undefined || authorIsBot || createdAt !== updatedAt ? [] : [{ author, reason, at: createdAt }];
  });
  const found: BreakGlassFacts[] = [];
  for (const attempt of attempts.slice(-MAX_ATTEMPTS).reverse()) {
    if (!hasPermission(await readPermission(octokit, repository, attempt.author), "write")) continue;
    const current = since !== undefined && Date.parse(attempt.at) >= Date.parse(since);
    found.push({
      ...attempt,
      teams: [...teams].filter(([, members]) => members?.has(attempt.author.toLowerCase())).map(([team]) => team),
      changedSince: current ? [] : aliasPaths,
    });
  }
  return found;
}

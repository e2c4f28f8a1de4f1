import {
  closeIssue,
  createIssue,
  type IssueText,
  listOwnIssues,
  type OwnIssue,
  updateIssue,
} from "../github/issues.ts";
import { isLostAnswer, isNotFound } from "../github/request-failure.ts";
import { isSameText } from "./is-same-text.ts";
import type { Workplace } from "./workplace.ts";

export interface IssueWish extends IssueText {
  /** What the text begins with, by which the issue is found again. */
  readonly marker: string;
  /** One that is closed already is reopened, rather than a second one opened. Otherwise a closed one stays as it is. */
  readonly reopen: boolean;
}

const ATTEMPTS = 3;
const SETTLE_MS = 1500;

/**
 * The App's one issue of a marker, with this text: opened, brought up to date, or left alone where it is right. A second one
 * of the same marker, made while lists lagged, is closed. Returns its number; `undefined` where people closed it and that
 * stands.
 */
export async function upsertIssue(workplace: Workplace, wish: IssueWish): Promise<number | undefined> {
  const { octokit, repository, log, memory } = workplace;
  // A replica may have opened it since they were listed.
  const known = memory.ownIssues !== undefined;
  if (known && (await findOwnIssues(workplace, wish.marker)).length === 0) memory.ownIssues = undefined;
  for (let attempt = 1; ; attempt++) {
    const [first, ...doubled] = await findOwnIssues(workplace, wish.marker);
    for (const issue of doubled) if (issue.open) await close(workplace, issue);
    if (first !== undefined) return unlessGone(workplace, () => update(workplace, first, wish));
    try {
      const { title, body, labels, assignees } = wish;
      const text = { title, body, ...(labels && { labels }), ...(assignees && { assignees }) };
      const number = await createIssue(octokit, repository, text);
      log.info({ issue: number, title }, "issue opened");
      remember(workplace, { number, open: true, title, body, labels: labels ?? [] });
      return number;
    } catch (error) {
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      memory.ownIssues = undefined;
      await workplace.pause(SETTLE_MS * attempt);
    }
  }
}

/** Closes the App's issue of a marker where one is open. `body`: what it says from then on. */
export async function closeOwnIssue(workplace: Workplace, marker: string, body?: string): Promise<void> {
  const { octokit, repository } = workplace;
  for (const issue of await findOwnIssues(workplace, marker)) {
    if (!issue.open) continue;
    await unlessGone(workplace, async () => {
      if (body !== undefined && !isSameText(issue.body, body)) {
        await updateIssue(octokit, repository, issue.number, { body });
        remember(workplace, { ...issue, body });
      }
      await close(workplace, { ...issue, body: body ?? issue.body });
    });
  }
}

/** What somebody deleted without the App being told is listed anew with the next look. */
async function unlessGone<Result>({ memory }: Workplace, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isNotFound(error)) memory.ownIssues = undefined;
    throw error;
  }
}

/** The App's issues whose text begins with `marker`, oldest first, as they were last listed. */
export async function findOwnIssues(workplace: Workplace, marker: string): Promise<readonly OwnIssue[]> {
  const { octokit, repository, self, memory } = workplace;
  memory.ownIssues ??= await listOwnIssues(octokit, repository, { self, marker: "" });
  return memory.ownIssues.filter(({ body }) => body.startsWith(marker));
}

async function update(workplace: Workplace, known: OwnIssue, wish: IssueWish): Promise<number | undefined> {
  const { octokit, repository } = workplace;
  if (!known.open && !wish.reopen) return undefined;
  const change = {
    ...(known.title === wish.title ? {} : { title: wish.title }),
    ...(isSameText(known.body, wish.body) ? {} : { body: wish.body }),
    ...(known.open ? {} : { state: "open" as const }),
  };
  if (Object.keys(change).length > 0) {
    await updateIssue(octokit, repository, known.number, change);
    remember(workplace, { ...known, title: wish.title, body: wish.body, open: true });
  }
  return known.number;
}

async function close(workplace: Workplace, issue: OwnIssue): Promise<void> {
  await closeIssue(workplace.octokit, workplace.repository, issue.number);
  remember(workplace, { ...issue, open: false });
}

function remember({ memory }: Workplace, issue: OwnIssue): void {
  const others = (memory.ownIssues ?? []).filter(({ number }) => number !== issue.number);
  memory.ownIssues = [...others, issue].sort((a, b) => a.number - b.number);
}

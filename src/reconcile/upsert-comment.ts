import { createComment, deleteComment, listOwnComments, type OwnComment, updateComment } from "../github/comments.ts";
import { isLostAnswer, isNotFound } from "../github/request-failure.ts";
import { isSameText } from "./is-same-text.ts";
import type { Workplace } from "./workplace.ts";

/** What has to happen to the App's comments on a pull request. */
export interface CommentPlan {
  readonly create: boolean;
  readonly edit: number | undefined;
  /** Copies that a stale read once made. */
  readonly remove: readonly number[];
}

export interface WantedComment {
  readonly issueNumber: number;
  readonly marker: string;
  readonly body: string;
  /** False: only what exists is kept up to date. */
  readonly mayCreate: boolean;
}

/** GitHub's replicas are behind by less than this, mostly. */
const SETTLE_MS = 1500;
const ATTEMPTS = 3;

/** The oldest comment is the one that people have linked to; later copies go. */
export function planComment(own: readonly OwnComment[], body: string): CommentPlan {
  const [first, ...copies] = own;
  return {
    create: first === undefined,
    edit: first !== undefined && !isSameText(first.body, body) ? first.id : undefined,
    remove: copies.map(({ id }) => id),
  };
}

/**
 * Makes the App's comment say `body`: created, edited, or left alone when it does already. Creating is never repeated
 * blindly: after a lost answer the comments are read again.
 */
export async function upsertComment(workplace: Workplace, wanted: WantedComment): Promise<void> {
  const { octokit, repository, memory, self } = workplace;
  const { issueNumber, body, marker, mayCreate } = wanted;
  const key = hintKey(wanted);
  if (await editKnown(workplace, wanted, key)) return;
  for (let attempt = 1; ; attempt++) {
    const own = await listOwnComments(octokit, repository, issueNumber, { self, marker });
    const plan = planComment(own, body);
    for (const id of plan.remove) await removeCopy(workplace, id);
    const [first] = own;
    if (first !== undefined) {
      if (plan.edit !== undefined) await updateComment(octokit, repository, plan.edit, body);
      memory.comments.set(key, { id: first.id, body, confirmed: true });
      return;
    }
    if (!plan.create || !mayCreate) return;
    try {
      const id = await createComment(octokit, repository, issueNumber, body);
      // Not confirmed: the listing before may have been stale, so the next time all are looked at again.
      memory.comments.set(key, { id, body, confirmed: false });
      return;
    } catch (error) {
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      await workplace.pause(SETTLE_MS * attempt);
    }
  }
}

/** Edits the comment whose id is known, without looking for it. False where it has to be looked for. */
async function editKnown(
  { octokit, repository, memory }: Workplace,
  { body }: WantedComment,
  key: string,
): Promise<boolean> {
  const hint = memory.comments.get(key);
  // Where nothing has to change the comment is read all the same: somebody may have changed or deleted it.
  if (hint === undefined || !hint.confirmed || isSameText(hint.body, body)) return false;
  memory.comments.delete(key);
  try {
    await updateComment(octokit, repository, hint.id, body);
    memory.comments.set(key, { ...hint, body });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function hintKey({ issueNumber, marker }: WantedComment): string {
  return `${String(issueNumber)} ${marker}`;
}

async function removeCopy({ octokit, repository, log }: Workplace, id: number): Promise<void> {
  log.info({ comment: id }, "second copy of the report removed");
  try {
    await deleteComment(octokit, repository, id);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

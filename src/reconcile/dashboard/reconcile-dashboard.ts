import { attributeEdits } from "../../core/dashboard/attribute-edits.ts";
import { findTicked, type TickedBoxes } from "../../core/dashboard/dashboard-box.ts";
import { type BoxAnswer, DASHBOARD_ANSWER_MARKER, renderDashboardAnswer } from "../../core/dashboard/render-answer.ts";
import { DASHBOARD_MARKER, DASHBOARD_TITLE, renderDashboard } from "../../core/dashboard/render-dashboard.ts";
import { hasPermission } from "../../core/gate/entitled.ts";
import { readEditedIssue } from "../../github/issue-edits.ts";
import { type OwnIssue, readIssue } from "../../github/issues.ts";
import { readPermission } from "../../github/permissions.ts";
import { readRepositoryState } from "../../github/repository-state.ts";
import { upsertComment } from "../upsert-comment.ts";
import { closeOwnIssue, findOwnIssues, upsertIssue } from "../upsert-issue.ts";
import type { Workplace } from "../workplace.ts";
import { carryOutBox } from "./carry-out-box.ts";
import { type DashboardPlace, readDashboard, shownModels } from "./read-dashboard.ts";

/**
 * Keeps the issue that shows every model, and does what was ticked in it. The text is a view: what people change in it is
 * put back, and only a ticked box that is offered means something, in the name of whoever edited. Without models to show
 * there is none; one that people closed stays closed; where issues are turned off nothing happens. Safe to repeat.
 *
 * @param editor Who edited last, as a signed webhook said; used where GitHub's own history does not show it yet.
 */
export async function reconcileDashboard(
  workplace: Workplace,
  place: DashboardPlace,
  { editor }: { readonly editor?: string | undefined } = {},
): Promise<void> {
  if (shownModels(place.project).length === 0) return closeOwnIssue(workplace, DASHBOARD_MARKER);
  const known = await findDashboard(workplace);
  if (known?.open === false) return;
  if (known === undefined && !(await readRepositoryState(workplace.octokit, workplace.repository)).hasIssues) return;
  let models = await readDashboard(workplace, place);
  if (known !== undefined) {
    const offered = models.flatMap(({ boxes }) => boxes);
    const ticked = findTicked(known.body, offered);
    if (ticked.boxes.length > 0 || ticked.unknown) {
      await answerTicks(workplace, place, { number: known.number, editor, offered });
      models = await readDashboard(workplace, place);
    }
  }
  const body = renderDashboard(models);
  await upsertIssue(workplace, { marker: DASHBOARD_MARKER, title: DASHBOARD_TITLE, body, reopen: false });
}

/**
 * The dashboard as it is now. It is the App's own issue of that marker, or of that title where somebody took the marker out;
 * what is remembered of it is corrected, so that what is written next restores it.
 */
async function findDashboard(workplace: Workplace): Promise<OwnIssue | undefined> {
  const { octokit, repository, memory } = workplace;
  const own = await findOwnIssues(workplace, "");
  const known =
    own.find(({ body }) => body.startsWith(DASHBOARD_MARKER)) ?? own.find(({ title }) => title === DASHBOARD_TITLE);
  if (known === undefined) return undefined;
  const now = await readIssue(octokit, repository, known.number);
  const others = own.filter(({ number }) => number !== known.number);
  if (now === undefined) {
    memory.ownIssues = others;
    return undefined;
  }
  const isMarked = now.body.startsWith(DASHBOARD_MARKER);
  const found = { ...known, ...now, body: isMarked ? now.body : `${DASHBOARD_MARKER}\n${now.body}` };
  memory.ownIssues = [...others, found].sort((a, b) => a.number - b.number);
  return found;
}

interface Ticks {
  readonly number: number;
  readonly editor: string | undefined;
  readonly offered: Parameters<typeof findTicked>[1];
}

/** Finds out whose the ticks are, does what they ask for, and says in one comment what became of it. */
async function answerTicks(
  workplace: Workplace,
  place: DashboardPlace,
  { number, editor, offered }: Ticks,
): Promise<void> {
  const { octokit, repository, log, self } = workplace;
  const edited = await readEditedIssue(octokit, repository, number);
  if (edited === undefined) return;
  const ticked = findTicked(edited.body, offered);
  if (ticked.boxes.length === 0 && !ticked.unknown) return;
  const by = whoseEdit(attributeEdits(edited.edits, self.login), { editor, self: self.login, now: workplace.now() });
  const login = by.kind === "person" ? by.login : undefined;
  log.info({ ...repository, issue: number, by: login, boxes: ticked.boxes }, "dashboard: boxes ticked");
  const answers = await answerBoxes(workplace, place, { ticked, by, number });
  const at = by.kind === "person" ? by.at : workplace.now();
  const body = renderDashboardAnswer({ by: login, at, answers, unknown: ticked.unknown });
  await upsertComment(workplace, { issueNumber: number, marker: DASHBOARD_ANSWER_MARKER, body, mayCreate: true });
}

type Author = ReturnType<typeof attributeEdits>;

/** GitHub's history decides; a webhook only fills in what that does not show yet. */
function whoseEdit(
  author: Author,
  { editor, self, now }: { readonly editor: string | undefined; readonly self: string; readonly now: string },
): Author {
  if (author.kind !== "unknown" || editor === undefined || editor === self) return author;
  return { kind: "person", login: editor, at: now };
}

async function answerBoxes(
  workplace: Workplace,
  place: DashboardPlace,
  { ticked, by, number }: { readonly ticked: TickedBoxes; readonly by: Author; readonly number: number },
): Promise<readonly BoxAnswer[]> {
  const refusal = await findRefusal(workplace, by);
  const answers: BoxAnswer[] = [];
  for (const box of ticked.boxes) {
    const answer =
      refusal ??
      (by.kind === "person"
        ? await carryOutBox(workplace, place, { box, requestedBy: by.login, at: by.at, issue: number })
        : "nothing was done.");
    answers.push({ box, answer });
  }
  return answers;
}

/** Why nothing is done; `undefined` where whoever ticked may. */
async function findRefusal({ octokit, repository }: Workplace, by: Author): Promise<string | undefined> {
  if (by.kind === "several")
    return "several people edited the text at once, so it is not known who asks. Tick it again.";
  if (by.kind === "unknown")
    return "GitHub does not say who ticked it. Tick it again, or say it in a comment: `/pawl help`.";
  const permission = await readPermission(octokit, repository, by.login);
  return hasPermission(permission, "write") ? undefined : "that needs write permission on the repository.";
}

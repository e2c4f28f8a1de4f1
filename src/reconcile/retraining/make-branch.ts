import { type RetrainingRecord, retrainingBranch } from "../../core/retraining/retraining.ts";
import { formatRetrainingMessage } from "../../core/retraining/retraining-message.ts";
import { updatePull } from "../../github/branch-pulls.ts";
import { createFilesCommit } from "../../github/create-commit.ts";
import { addLabels } from "../../github/labels.ts";
import { moveBranch } from "../../github/move-branch.ts";
import { requestReviewers } from "../../github/requested-reviewers.ts";
import { createPullOnce } from "../create-pull-once.ts";
import { isSameText } from "../is-same-text.ts";
import type { Workplace } from "../workplace.ts";
import { changeRecord } from "./change-record.ts";
import type { ModelScene } from "./place.ts";
import { prepareChange } from "./prepare-change.ts";
import { readCodeOwners } from "./read-code-owners.ts";
import { renderPull } from "./render-pull.ts";
import { tellNews, tellWaiting } from "./tell-people.ts";

/**
 * Makes the branch of a retraining anew from the base, and its pull request where it has none. False where an edit does
 * not apply or there is no base: that is told to people, and nothing is written. Safe to repeat.
 */
export async function makeBranch(workplace: Workplace, scene: ModelScene, record: RetrainingRecord): Promise<boolean> {
  const { octokit, repository } = workplace;
  const { plan, base, facts } = scene;
  if (base === undefined) return false;
  const prepared = await prepareChange(workplace, plan, { record, commit: base.sha });
  if ("problem" in prepared) {
    const { problem } = prepared;
    if (record.pullRequest === undefined) await tellWaiting(workplace, plan.name, problem);
    else await tellNews(workplace, scene, record, { kind: "edit-does-not-apply", problem });
    return false;
  }
  const { branch: known } = facts;
  const shown =
    known?.counter === record.counter &&
    !known.baseMoved &&
    known.window?.start === record.window?.start &&
    known.window?.end === record.window?.end;
  if (!shown) {
    const { counter, cause, window } = record;
    const message = formatRetrainingMessage({
      model: plan.name,
      counter,
      cause,
      ...(window === undefined ? {} : { window }),
    });
    const { files } = prepared;
    const commit = { parent: base.sha, tree: base.tree, files, message };
    const sha = await createFilesCommit(octokit, repository, commit);
    const move = { branch: retrainingBranch(plan.name), from: known?.sha, to: sha };
    // Somebody pushed since it was looked at: what follows is decided anew.
    if (!(await moveBranch(octokit, repository, move))) return true;
  }
  if (record.pullRequest === undefined) return openPull(workplace, scene, record, base.sha);
  return true;
}

/** The number goes on record last, so that a crash before leaves nothing out. */
async function openPull(
  workplace: Workplace,
  scene: ModelScene,
  record: RetrainingRecord,
  parent: string,
): Promise<boolean> {
  const { octokit, repository, log } = workplace;
  const { plan } = scene;
  const text = await renderPull(workplace, scene, { record, parent });
  if (text === undefined) return false;
  const branch = retrainingBranch(plan.name);
  const opened = await createPullOnce(
    workplace,
    { branch, base: scene.defaultBranch, ...text },
    { known: scene.pulls.find((pull) => pull.open), counts: () => true },
  );
  // Somebody else has opened one from this branch.
  if (opened.kind === "found" && !opened.pull.own) return false;
  const number = opened.kind === "found" ? opened.pull.number : opened.number;
  await addLabels(octokit, repository, number, plan.retrain?.labels ?? []);
  await requestReviewers(octokit, repository, number, await findReviewers(workplace, scene, record, parent));
  log.info({ model: plan.name, counter: record.counter, number, cause: record.cause.kind }, "retraining opened");
  return changeRecord(workplace, {
    model: plan.name,
    before: record,
    after: { ...record, pullRequest: number },
    headline: `${plan.name}: retraining ${String(record.counter)} is pull request ${String(number)}`,
  });
}

/** Owners of what is edited, else of what the model is made of; never who asked, whose own wish it is. */
async function findReviewers(
  workplace: Workplace,
  { plan }: ModelScene,
  { cause }: RetrainingRecord,
  commit: string,
): Promise<{ readonly users: readonly string[]; readonly teams: readonly string[] }> {
  const edited = plan.retrain?.edits.map(({ file }) => file) ?? [];
  const made = plan.paths.filter((path) => !/[*?[{!]/.test(path));
  const paths = edited.length > 0 ? edited : made;
  const { users, teams } = await readCodeOwners(workplace, { commit, paths });
  const owner = workplace.repository.owner.toLowerCase();
  const not = [cause.requestedBy?.toLowerCase(), workplace.self.login.toLowerCase()];
  return {
    users: users.filter((user) => !not.includes(user.toLowerCase())),
    teams: teams.flatMap((team) => {
      const [organization, slug] = team.split("/");
      return organization?.toLowerCase() === owner && slug !== undefined ? [slug] : [];
    }),
  };
}

/** Brings title and text up to date, whoever changed them: they are a view of what is on record. */
export async function updateText(workplace: Workplace, scene: ModelScene, record: RetrainingRecord): Promise<void> {
  const { octokit, repository } = workplace;
  const pull = scene.pulls.find(({ number, open }) => open && number === record.pullRequest);
  const parent = scene.facts.branch?.beganAt;
  if (pull === undefined || parent === undefined) return;
  const text = await renderPull(workplace, scene, { record, parent });
  if (text === undefined || (pull.title === text.title && isSameText(pull.body, text.body))) return;
  await updatePull(octokit, repository, pull.number, text);
}

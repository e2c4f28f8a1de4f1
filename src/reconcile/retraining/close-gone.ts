import type { ModelPlan } from "../../core/config/project-config.ts";
import { lateChecksMarker } from "../../core/monitoring/render-late-checks.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { findLiving } from "../../core/retraining/living-record.ts";
import { modelOfRetrainingBranch, RETRAINING_BRANCHES } from "../../core/retraining/retraining.ts";
import { listBranchNames } from "../../github/branch-names.ts";
import { readLedger } from "../read-ledger.ts";
import { closeOwnIssue, findOwnIssues } from "../upsert-issue.ts";
import { whereIssuesAre } from "../where-issues-are.ts";
import type { Workplace } from "../workplace.ts";
import type { RetrainingPlace } from "./place.ts";
import { readRetraining } from "./read-retraining.ts";
import { reconcileModel } from "./reconcile-model.ts";

/**
 * What the App opened for models that the configuration in force does not name any more is closed with a word: nobody would
 * keep it up to date. Branches are asked for once for each list of models, issues are those that are remembered anyway.
 */
export async function closeGone(workplace: Workplace, place: RetrainingPlace): Promise<void> {
  if ((await readLedger(workplace)) === undefined) return;
  await closeRetrainings(workplace, place);
  await whereIssuesAre(workplace, () => closeIssues(workplace, place));
}

async function closeRetrainings(workplace: Workplace, place: RetrainingPlace): Promise<void> {
  const { octokit, repository, memory } = workplace;
  const names = place.project.models.map(({ name }) => name);
  const key = names.join(" ");
  if (memory.modelsWithoutGone === key) return;
  const branches = await listBranchNames(octokit, repository, RETRAINING_BRANCHES);
  let over = true;
  for (const name of branches.flatMap((branch) => modelOfRetrainingBranch(branch) ?? [])) {
    if (names.includes(name)) continue;
    if (findLiving(await readRetraining(workplace, name)) === undefined) continue;
    await reconcileModel(workplace, place, goneModel(name));
    const left = findLiving(await readRetraining(workplace, name));
    // Somebody's own by now is nothing to come back for.
    over &&= left === undefined || left.state === "hands-off";
  }
  if (over) memory.modelsWithoutGone = key;
}

/** A model of which nothing but the name is known: nothing of it changes, and nothing of it is trained. */
function goneModel(name: string): ModelPlan {
  return {
    name,
    paths: [],
    workflow: "train.yml",
    primaryMetric: { name: "", direction: "higher", margin: 0 },
    metrics: [],
    slices: [],
    data: [],
    evaluationPaths: [],
    evaluationData: [],
    environments: [],
  };
}

const OF_MODEL = /^<!-- pawl:(late-checks|data-incident|retraining-waits) ([a-z0-9-]+)[^>]* -->/;

async function closeIssues(workplace: Workplace, { project }: RetrainingPlace): Promise<void> {
  for (const { body, open } of await findOwnIssues(workplace, "<!-- pawl:")) {
    const [marker = "", kind, model = ""] = (open ? OF_MODEL.exec(body) : null) ?? [];
    const plan = project.models.find(({ name }) => name === model);
    const isGone = kind === "late-checks" ? plan?.drift === undefined : plan === undefined;
    if (marker === "" || !isGone) continue;
    const what =
      marker === lateChecksMarker(model) ? `drift checks of ${formatCode(model)}` : `model ${formatCode(model)}`;
    const text = `⚪ The configuration in force has no ${what} any more, so that nothing follows from this.`;
    await closeOwnIssue(workplace, marker, `${marker}\n\n${text}\n`);
  }
}

import type { ModelPlan } from "../../core/config/project-config.ts";
import type { Check } from "../../core/dataset/check.ts";
import type { Window } from "../../core/monitoring/monitoring.ts";
import { type DatasetState, listDatasetStates } from "../../core/retraining/data-incidents.ts";
import {
  dataIncidentMarker,
  renderClosedDataIncident,
  renderDataIncident,
} from "../../core/retraining/render-data-incident.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import { byAttempt } from "../find-baseline.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import { readDocument, readEntries } from "../read-ledger.ts";
import { readRepository } from "../registry/read-repository.ts";
import { closeOwnIssue, findOwnIssues, upsertIssue } from "../upsert-issue.ts";
import { whereIssuesAre } from "../where-issues-are.ts";
import type { Workplace } from "../workplace.ts";
import type { RetrainingPlace } from "./place.ts";
import { readCodeOwners } from "./read-code-owners.ts";
import { readFindings } from "./render-pull.ts";

/** One issue for each dataset of a model whose newest window is broken; closed when a good one came. */
export async function reconcileIncidents(workplace: Workplace, place: RetrainingPlace, plan: ModelPlan): Promise<void> {
  const { windows } = await readMonitoring(workplace, plan.name);
  for (const state of listDatasetStates(windows)) {
    const own = windows.filter(({ dataset }) => dataset === state.dataset);
    if (state.incident === undefined) await closeIncident(workplace, plan, state, own);
    else await tellIncident(workplace, place, plan, state.incident, own);
  }
}

async function tellIncident(
  workplace: Workplace,
  { defaultBranch }: RetrainingPlace,
  plan: ModelPlan,
  { dataset, windows: broken, lastGood }: NonNullable<DatasetState["incident"]>,
  own: readonly Window[],
): Promise<void> {
  const { octokit, repository } = workplace;
  const [newest] = broken;
  const path = plan.data.find(({ key }) => key === dataset)?.path;
  const commit = await readBranchHead(octokit, repository, defaultBranch);
  const owners =
    path === undefined || commit === undefined
      ? { users: [], teams: [], emails: [] }
      : await readCodeOwners(workplace, { commit, paths: [path] });
  const { title, body } = renderDataIncident({
    model: plan.name,
    dataset,
    broken,
    lastGood,
    windows: own,
    checks: await readChecks(workplace, plan.name, newest),
    findings: await readFindings(workplace, newest),
    retrains: plan.retrain !== undefined,
    owners,
    repositoryUrl: (await readRepository(workplace)).url,
  });
  const marker = dataIncidentMarker(plan.name, dataset);
  // GitHub takes ten.
  const wish = { marker, title, body, assignees: owners.users.slice(0, 10), reopen: true };
  await whereIssuesAre(workplace, async () => void (await upsertIssue(workplace, wish)));
}

async function closeIncident(
  workplace: Workplace,
  { name: model, retrain }: ModelPlan,
  { dataset }: DatasetState,
  windows: readonly Window[],
): Promise<void> {
  const marker = dataIncidentMarker(model, dataset);
  await whereIssuesAre(workplace, async () => {
    if (!(await findOwnIssues(workplace, marker)).some(({ open }) => open)) return;
    const body = renderClosedDataIncident({ model, dataset, windows, retrains: retrain !== undefined });
    await closeOwnIssue(workplace, marker, body);
  });
}

/** What the data evidence of the same workflow run says of the contract. */
async function readChecks(workplace: Workplace, model: string, window: Window | undefined): Promise<readonly Check[]> {
  if (window === undefined) return [];
  const entries = (await readEntries(workplace, model)).filter(
    ({ kind, key, workflowRun }) =>
      kind === "data" && workflowRun.id === window.workflowRun.id && key === window.dataset,
  );
  const [entry] = entries.sort(byAttempt);
  const predicate = entry === undefined ? undefined : (await readDocument(workplace, entry))?.statement.predicate;
  return predicate?.schema === "pawl.data/v1" ? predicate.checks : [];
}

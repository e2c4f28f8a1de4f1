import { matchDataset } from "../core/config/match-dataset.ts";
import type { DatasetPlan, ModelPlan } from "../core/config/project-config.ts";
import type { DataEvidence } from "../core/evidence/data-evidence.ts";
import type { DriftEvidence } from "../core/evidence/drift-evidence.ts";
import type { LedgerEntry } from "../core/evidence/ledger-index.ts";
import type { Accepted, DataFacts, ModelDataFacts, RefusedEvidence } from "../core/report/report-facts.ts";
import { formatRepository } from "../github/repository.ts";
import { findDataBase } from "./find-data-base.ts";
import { type AcceptedDocument, newestOfEach, readAccepted, shownDocuments } from "./model-evidence.ts";
import { readEntries } from "./read-ledger.ts";
import type { PullRequestFacts } from "./read-model-facts.ts";
import { type RefusedPlaces, refusedOfDataset } from "./refused-places.ts";
import { workflowRunFacts } from "./workflow-run-facts.ts";
import type { Workplace } from "./workplace.ts";

/** A dataset that a report speaks about. */
export interface FoundDataset {
  readonly model: string;
  readonly key: string | undefined;
  readonly facts: Omit<DataFacts, "refused">;
}

/** The part of what is known about a pull request that its datasets are looked at with. */
type Surroundings = Pick<PullRequestFacts, "pullRequest" | "comparison" | "workflowRuns" | "accepted">;

interface DatasetDocuments {
  readonly data: Accepted<DataEvidence> | undefined;
  readonly drift: Accepted<DriftEvidence> | undefined;
}

/** Datasets of one model that the pull request touches, or that its workflow runs looked at, in the configuration's order. */
export async function readDataFacts(
  workplace: Workplace,
  model: ModelPlan,
  facts: Surroundings,
): Promise<readonly FoundDataset[]> {
  const { comparison, workflowRuns } = facts;
  if (model.data.length === 0) return [];
  const matches = model.data.map((plan) => ({ plan, ...matchDataset(plan, comparison.files) }));
  const touched = matches.some(({ touchedFiles, contractChanged }) => touchedFiles.length > 0 || contractChanged);
  // Where nothing was run and nothing is touched there is nothing to find, and looking for it costs calls.
  if (!touched && !workflowRuns.some(({ status }) => status === "completed")) return [];
  const entries = await readEntries(workplace, model.name);
  const documents = await readDocuments(workplace, model, entries, facts);
  const found: FoundDataset[] = [];
  for (const { plan, touchedFiles, contractChanged } of matches) {
    const { data, drift } = documentsOf(plan, model, documents);
    if (touchedFiles.length === 0 && !contractChanged && data === undefined && drift === undefined) continue;
    const base = await readBase(workplace, plan, entries, facts);
    const left = [data, drift].filter((accepted) => accepted !== undefined);
    found.push({
      model: model.name,
      key: plan.key,
      facts: {
        plan,
        touchedFiles,
        contractChanged,
        ...(data === undefined ? {} : { evidence: data }),
        ...(drift === undefined ? {} : { drift }),
        ...(base === undefined ? {} : { base }),
        workflowRuns: workflowRunFacts(workflowRuns, plan.workflow, left),
      },
    });
  }
  return found;
}

/** Found datasets as a report wants them: by model, with the refused artifacts that each has to name. */
export function toModelDataFacts(
  found: readonly FoundDataset[],
  refused: readonly RefusedEvidence[],
  places: RefusedPlaces,
): readonly ModelDataFacts[] {
  const models = [...new Set(found.map(({ model }) => model))];
  return models.map((model) => ({
    model,
    datasets: found
      .filter((dataset) => dataset.model === model)
      .map((dataset) => ({ ...dataset.facts, refused: refusedOfDataset(refused, dataset, places) })),
  }));
}

async function readBase(
  workplace: Workplace,
  plan: DatasetPlan,
  entries: readonly LedgerEntry[],
  facts: Surroundings,
): Promise<DataFacts["base"]> {
  const { pullRequest, comparison } = facts;
  const base = await findDataBase(workplace, entries, plan, {
    mergeBase: comparison.mergeBase,
    baseRef: pullRequest.baseRef,
    headSha: pullRequest.headSha,
    pullRequest: pullRequest.number,
  });
  if (base === undefined) return undefined;
  const evidence = await readAccepted(workplace, base.entry, runsUrl(workplace, facts));
  return evidence !== undefined && isData(evidence) ? { evidence, isMergeBase: base.isMergeBase } : undefined;
}

/** The newest data and drift documents of the head commit, of every key. */
async function readDocuments(
  workplace: Workplace,
  model: ModelPlan,
  entries: readonly LedgerEntry[],
  facts: Surroundings,
): Promise<readonly AcceptedDocument[]> {
  const { pullRequest, accepted } = facts;
  if (pullRequest.fork) return shownDocuments(accepted.shown, model.name);
  const wanted = entries.filter(
    ({ commit, kind }) => commit === pullRequest.headSha && (kind === "data" || kind === "drift"),
  );
  const found: AcceptedDocument[] = [];
  for (const entry of newestOfEach(wanted)) {
    const document = await readAccepted(workplace, entry, runsUrl(workplace, facts));
    if (document !== undefined) found.push(document);
  }
  return found;
}

/** A drift document without the dataset's name is about the data that it says; where a model has one dataset, about that. */
function documentsOf(
  plan: DatasetPlan,
  { data: datasets }: ModelPlan,
  documents: readonly AcceptedDocument[],
): DatasetDocuments {
  const keyed = plan.key === undefined ? [] : documents.filter(({ document }) => document.key === plan.key);
  const unkeyed = documents.filter(isDrift).filter(({ document }) => {
    const known = document.key !== undefined && datasets.some(({ key }) => key === document.key);
    const { path, dataset } = document.current;
    return !known && (datasets.length === 1 || path === plan.path || dataset?.name === plan.name);
  });
  return { data: keyed.find(isData), drift: keyed.find(isDrift) ?? unkeyed[0] };
}

function isData(accepted: AcceptedDocument): accepted is Accepted<DataEvidence> {
  return accepted.document.schema === "pawl.data/v1";
}

function isDrift(accepted: AcceptedDocument): accepted is Accepted<DriftEvidence> {
  return accepted.document.schema === "pawl.drift/v1";
}

function runsUrl({ repository }: Workplace, { pullRequest }: Surroundings): string {
  return `${pullRequest.serverUrl}/${formatRepository(repository)}/actions/runs`;
}

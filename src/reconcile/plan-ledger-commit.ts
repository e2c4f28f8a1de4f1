import {
  addToIndex,
  type LedgerEntry,
  type LedgerIndex,
  ledgerDocumentPath,
  ledgerIndexPath,
} from "../core/evidence/ledger-index.ts";
import { type DatasetIdentity, formatFingerprint } from "../core/evidence/run-evidence.ts";
import { type Evidence, evidenceKind } from "../core/evidence/statement.ts";
import type { LedgerFile } from "../github/ledger-commit.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";
import type { CollectedDocument } from "./collect-evidence.ts";

/** A document to be kept, with what GitHub says about where it comes from. */
export interface DocumentToKeep {
  readonly document: CollectedDocument;
  readonly workflowRun: WorkflowRun;
  readonly defaultBranch: boolean;
  readonly pullRequest: number | undefined;
}

export interface LedgerPlan {
  readonly files: readonly LedgerFile[];
  readonly indexes: ReadonlyMap<string, LedgerIndex>;
  /** Documents whose place is taken by another one: the ledger is append-only, the first stays. */
  readonly late: readonly DocumentToKeep[];
}

/** Overall metrics that an index entry holds. */
const MAX_INDEX_METRICS = 60;

/**
 * What has to be added to the ledger so that it holds `documents`; `undefined` where it holds them already.
 *
 * @param indexes The index of every model of `documents`, as it is now.
 */
export function planLedgerCommit(
  documents: readonly DocumentToKeep[],
  indexes: ReadonlyMap<string, LedgerIndex | undefined>,
  acceptedAt: string,
): LedgerPlan | undefined {
  const files: LedgerFile[] = [];
  const late: DocumentToKeep[] = [];
  const added = new Map<string, LedgerEntry[]>();
  for (const document of documents) {
    const entry = toLedgerEntry(document, acceptedAt);
    const { model } = document.document.statement.predicate;
    const place = findPlace(indexes.get(model)?.entries ?? [], entry) ?? findPlace(added.get(model) ?? [], entry);
    if (place !== undefined) {
      if (place.digest !== entry.digest) late.push(document);
      continue;
    }
    files.push({ path: entry.path, bytes: document.document.bytes });
    added.set(model, [entry, ...(added.get(model) ?? [])]);
  }
  if (files.length === 0 && late.length === 0) return undefined;

  const updated = new Map<string, LedgerIndex>();
  for (const [model, entries] of added) {
    const index = addToIndex(indexes.get(model), model, entries);
    updated.set(model, index);
    files.push({ path: ledgerIndexPath(model), bytes: Buffer.from(`${JSON.stringify(index, undefined, 1)}\n`) });
  }
  return { files, indexes: updated, late };
}

/** The entry that stands where this one would: same kind and key of the same attempt. */
function findPlace(entries: readonly LedgerEntry[], wanted: LedgerEntry): LedgerEntry | undefined {
  return entries.find(
    ({ kind, key, workflowRun }) =>
      kind === wanted.kind &&
      key === wanted.key &&
      workflowRun.id === wanted.workflowRun.id &&
      workflowRun.attempt === wanted.workflowRun.attempt,
  );
}

/** What the index says about a document. Names and numbers of the workflow run are GitHub's, not the document's. */
export function toLedgerEntry(
  { document, workflowRun, defaultBranch, pullRequest }: DocumentToKeep,
  acceptedAt: string,
): LedgerEntry {
  const evidence = document.statement.predicate;
  const kind = evidenceKind(evidence);
  const { attempt } = evidence.identity.workflowRun;
  const name = { kind, model: evidence.model, ...(evidence.key === undefined ? {} : { key: evidence.key }) };
  return {
    kind,
    ...(evidence.key === undefined ? {} : { key: evidence.key }),
    path: ledgerDocumentPath(name, { id: workflowRun.id, attempt }, acceptedAt),
    digest: document.digest,
    commit: evidence.identity.commit,
    workflowRun: { id: workflowRun.id, number: workflowRun.number, attempt, event: workflowRun.event },
    branch: workflowRun.headBranch === "" ? "(none)" : workflowRun.headBranch,
    onDefaultBranch: defaultBranch,
    ...(pullRequest === undefined ? {} : { pullRequest }),
    acceptedAt,
    startedAt: evidence.startedAt,
    finishedAt: evidence.finishedAt,
    outcome: evidence.outcome.kind,
    ...ofKind(evidence),
    metrics: Object.fromEntries(overallMetrics(evidence).slice(0, MAX_INDEX_METRICS)),
  };
}

function ofKind(evidence: Evidence): Partial<LedgerEntry> {
  switch (evidence.schema) {
    case "pawl.run/v1":
      return {
        ...(evidence.inputDigest === undefined ? {} : { inputDigest: evidence.inputDigest.value }),
        ...(evidence.reused === undefined ? {} : { reused: evidence.reused.workflowRunId }),
      };
    case "pawl.evaluation/v1":
      return {
        ...(evidence.predictions === undefined ? {} : { predictions: evidence.predictions.sha256 }),
        ...(evidence.testData === undefined ? {} : { testData: evidence.testData }),
        ...(evidence.evaluationCode === undefined ? {} : { evaluationCode: evidence.evaluationCode }),
      };
    case "pawl.data/v1":
      return { ...ofDataset(evidence.dataset), verdict: evidence.verdict };
    case "pawl.drift/v1":
      return { ...ofDataset(evidence.current.dataset), verdict: evidence.verdict };
    case "pawl.package/v1":
      return evidence.package === undefined ? {} : { package: evidence.package.digest };
  }
}

function ofDataset(dataset: DatasetIdentity | undefined): Partial<LedgerEntry> {
  return dataset === undefined ? {} : { fingerprint: formatFingerprint(dataset) };
}

function overallMetrics(evidence: Evidence): readonly (readonly [string, number])[] {
  switch (evidence.schema) {
    case "pawl.run/v1":
      return Object.entries(evidence.metrics);
    case "pawl.evaluation/v1":
      return [
        ...evidence.metrics.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
        ...Object.entries(evidence.customMetrics),
      ];
    case "pawl.data/v1":
    case "pawl.drift/v1":
    case "pawl.package/v1":
      return [];
  }
}

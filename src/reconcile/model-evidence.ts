import type { EvaluationEvidence } from "../core/evidence/evaluation-evidence.ts";
import type { LedgerEntry } from "../core/evidence/ledger-index.ts";
import type { RunEvidence } from "../core/evidence/run-evidence.ts";
import type { Evidence } from "../core/evidence/statement.ts";
import type { Accepted, ModelEvidence } from "../core/report/report-facts.ts";
import type { CollectedEvidence } from "./collect-evidence.ts";
import { byAttempt } from "./find-baseline.ts";
import { readDocument } from "./read-ledger.ts";
import type { Workplace } from "./workplace.ts";

export type AcceptedDocument = Accepted<Evidence>;

/** The ledger's runs and evaluations of one model for one commit: of each kind and key the newest. */
export async function readKeptEvidence(
  workplace: Workplace,
  entries: readonly LedgerEntry[],
  { commit, runsUrl }: { readonly commit: string; readonly runsUrl: string },
): Promise<ModelEvidence> {
  const found: AcceptedDocument[] = [];
  const wanted = entries.filter(
    (entry) => entry.commit === commit && (entry.kind === "run" || entry.kind === "evaluation"),
  );
  for (const entry of newestOfEach(wanted)) {
    const accepted = await readAccepted(workplace, entry, runsUrl);
    if (accepted !== undefined) found.push(accepted);
  }
  return toModelEvidence(found);
}

/** One document of the ledger as a report wants it. `runsUrl`: `https://github.com/owner/name/actions/runs`. */
export async function readAccepted(
  workplace: Workplace,
  entry: LedgerEntry,
  runsUrl: string,
): Promise<AcceptedDocument | undefined> {
  const known = await readDocument(workplace, entry);
  if (known === undefined) return undefined;
  return {
    document: known.statement.predicate,
    digest: known.digest,
    workflowRun: { ...entry.workflowRun, url: `${runsUrl}/${String(entry.workflowRun.id)}` },
    standing: "ledger",
    acceptedAt: entry.acceptedAt,
  };
}

/** What a fork's workflow runs left for one model. Shown, never kept. */
export function toShownEvidence(collected: readonly CollectedEvidence[], model: string): ModelEvidence {
  return toModelEvidence(shownDocuments(collected, model));
}

/** All documents that a fork's workflow runs left for one model, of each kind and key the newest. */
export function shownDocuments(collected: readonly CollectedEvidence[], model: string): readonly AcceptedDocument[] {
  const found = collected.flatMap(({ workflowRun, documents }) =>
    documents
      .filter(({ statement }) => statement.predicate.model === model)
      .map(({ statement: { predicate }, digest }) => ({
        document: predicate,
        digest,
        workflowRun: {
          id: workflowRun.id,
          number: workflowRun.number,
          attempt: predicate.identity.workflowRun.attempt,
          url: workflowRun.url,
          event: workflowRun.event,
        },
        standing: "fork" as const,
        // Nothing was accepted; a moment that stays the same keeps the report the same.
        acceptedAt: workflowRun.startedAt,
      })),
  );
  const newest = new Map<string, AcceptedDocument>();
  for (const accepted of [...found].sort(byAttempt)) {
    const place = `${accepted.document.schema}/${accepted.document.key ?? ""}`;
    if (!newest.has(place)) newest.set(place, accepted);
  }
  return [...newest.values()];
}

/** Of each kind and key the newest. */
export function newestOfEach(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const newest = new Map<string, LedgerEntry>();
  for (const entry of [...entries].sort(byAttempt)) {
    const place = `${entry.kind}/${entry.key ?? ""}`;
    if (!newest.has(place)) newest.set(place, entry);
  }
  return [...newest.values()];
}

/** An evaluation that is older than the run beside it judged another model, so it is left out. */
export function toModelEvidence(found: readonly AcceptedDocument[]): ModelEvidence {
  const runs = found.filter(isRun).sort(byKey);
  const evaluations = found.filter(isEvaluation).sort(byKey);
  return {
    runs,
    evaluations: evaluations.filter((evaluation) => {
      const run = runs.find(({ document }) => document.key === evaluation.document.key);
      return run === undefined || byAttempt(evaluation, run) <= 0;
    }),
  };
}

function byKey(a: AcceptedDocument, b: AcceptedDocument): number {
  return (a.document.key ?? "").localeCompare(b.document.key ?? "");
}

export function isRun(accepted: AcceptedDocument): accepted is Accepted<RunEvidence> {
  return accepted.document.schema === "pawl.run/v1";
}

export function isEvaluation(accepted: AcceptedDocument): accepted is Accepted<EvaluationEvidence> {
  return accepted.document.schema === "pawl.evaluation/v1";
}

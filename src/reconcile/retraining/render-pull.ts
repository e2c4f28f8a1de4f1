import type { DriftFinding } from "../../core/evidence/drift-evidence.ts";
import type { Window } from "../../core/monitoring/monitoring.ts";
import { newestSlotFirst } from "../../core/monitoring/newest-slot-first.ts";
import { renderRetrainingBody } from "../../core/retraining/render-retraining-body.ts";
import type { RetrainingRecord } from "../../core/retraining/retraining.ts";
import { retrainingTitle } from "../../core/retraining/retraining-message.ts";
import { readDocument } from "../read-ledger.ts";
import { readRepository } from "../registry/read-repository.ts";
import type { Workplace } from "../workplace.ts";
import type { ModelScene } from "./place.ts";
import { prepareChange } from "./prepare-change.ts";

/** Title and text of a retraining's pull request as they should be now. */
export async function renderPull(
  workplace: Workplace,
  { plan, facts }: ModelScene,
  { record, parent }: { readonly record: RetrainingRecord; readonly parent: string },
): Promise<{ readonly title: string; readonly body: string } | undefined> {
  const { name: model, retrain, environments } = plan;
  if (retrain === undefined) return undefined;
  const prepared = await prepareChange(workplace, plan, { record, commit: parent });
  const drifted = facts.windows.filter(({ verdict, broken }) => verdict === "drift" && !broken);
  const { url } = await readRepository(workplace);
  const body = renderRetrainingBody({
    model,
    record,
    plan: retrain,
    environments: environments.filter(({ open }) => open === "auto").map(({ name }) => name),
    windows: facts.windows,
    findings: await readFindings(workplace, newestOf(drifted)),
    changes: "problem" in prepared ? [] : prepared.changes,
    repositoryUrl: url,
  });
  return { title: retrainingTitle({ model, counter: record.counter }), body };
}

/** What the drift document behind a window found; empty where the ledger has it no longer. */
export async function readFindings(workplace: Workplace, window: Window | undefined): Promise<readonly DriftFinding[]> {
  if (window === undefined) return [];
  const { log } = workplace;
  try {
    const predicate = (await readDocument(workplace, window.document))?.statement.predicate;
    return predicate?.schema === "pawl.drift/v1" ? predicate.findings : [];
  } catch (error) {
    // The text is better without a table than missing.
    log.warn({ err: error, path: window.document.path }, "the document of a window cannot be read");
    return [];
  }
}

export function newestOf(windows: readonly Window[]): Window | undefined {
  return [...windows].sort(newestSlotFirst)[0];
}

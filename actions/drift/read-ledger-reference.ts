import { PawlError } from "../../src/core/errors.ts";
import { arrangeReference } from "../../src/core/monitoring/arrange-reference.ts";
import { findDecision } from "../../src/core/monitoring/decide-batch.ts";
import { keepSharedFrame } from "../../src/core/monitoring/keep-shared-frame.ts";
import { MAX_WINDOWS, type Monitoring, noMonitoring } from "../../src/core/monitoring/monitoring.ts";
import { readLedgerIndex } from "../../src/github/ledger.ts";
import type { FoundReference } from "./find-batches.ts";
import type { LedgerPart } from "./ledger-part.ts";
import { openLedger } from "./open-ledger.ts";
import type { DriftJob } from "./plan-drift.ts";
import { readAccepted } from "./read-accepted.ts";
import { readMonitoringDocument } from "./read-monitoring-document.ts";
import { readTraining } from "./read-training.ts";
import { readWindows, toPart } from "./read-windows.ts";

/**
 * Batches of the ledger to compare with: the parts of what the champion was trained on, or the newest accepted data, and the
 * windows since that joined them, as far as they were counted on one frame. Where the champion's data cannot be had, a note
 * says why and the newest accepted ones are it. Throws `NOT_FOUND` where there are none yet, `INPUT_INVALID` without a token.
 *
 * @param fingerprint Of the data that are judged: they are never their own reference.
 */
export async function readLedgerReference(
  job: DriftJob,
  wanted: "champion" | "ledger",
  fingerprint: () => Promise<string | undefined>,
): Promise<FoundReference> {
  const search = openLedger(job);
  const { octokit, repository, model, dataset } = search;
  const [index, monitoring = noMonitoring(model)] = await Promise.all([
    readLedgerIndex(octokit, repository, model),
    readMonitoringDocument(search),
  ]);
  const training = wanted === "champion" ? await readTraining(job, search, index) : undefined;
  const all = training?.parts ?? (await readAccepted(job, search, { index, monitoring }));
  const base = keepIncluded(job, keepOneFrame(job, all), monitoring);
  const judged = await fingerprint();
  const { windows, lost } = await readWindows(search, monitoring, {
    dataset,
    since: training?.since,
    workflowRunId: job.identity.workflowRun.id,
    fingerprints: new Set([...base.map(({ origin }) => origin.fingerprint), judged].flatMap((known) => known ?? [])),
    atMost: MAX_WINDOWS,
  });
  if (lost.length > 0) job.notes.push(`What these windows counted is not on the ledger any more: ${lost.join(", ")}.`);
  const joined = joinWindows(job, windows.filter(({ joins }) => joins).map(toPart), base);
  const parts = training === undefined ? inTime([...base, ...joined]) : [...base, ...joined];
  const { batches: most, weekly: mode, window: current, timeZone } = job;
  const { parts: chosen, weekly, notes } = arrangeReference(parts, { most, weekly: mode, current, timeZone });
  job.notes.push(...notes);
  return {
    batches: chosen.map(({ name, profile, origin, start }) => {
      // Of one weekday, or as rows lie in training data: no steps of equal length.
      const timeless = weekly !== undefined || (origin.from === "training" && start === undefined);
      return { request: { name, profile, timeless }, origin };
    }),
    weekly,
    training: training === undefined ? undefined : base,
    importance: training?.importance,
    windows,
    monitoring,
  };
}

/** Those counted as the newest of them was; a note says how many are left out. */
function keepOneFrame({ notes }: DriftJob, parts: readonly LedgerPart[]): readonly LedgerPart[] {
  const { kept, left } = keepSharedFrame(parts);
  if (left.length > 0)
    notes.push(`${String(left.length)} accepted data were counted in other bins than the newest, and do not count.`);
  return kept;
}

/** Those counted as the base was, and alike in what it does not have or has as another kind; a note names the others. */
function joinWindows(
  { notes }: DriftJob,
  windows: readonly LedgerPart[],
  base: readonly LedgerPart[],
): readonly LedgerPart[] {
  const { kept, left } = keepSharedFrame(windows, base);
  if (left.length > 0)
    notes.push(
      `These windows were counted in other bins, and do not count: ${left.map(({ name }) => name).join(", ")}.`,
    );
  return kept;
}

/** Without the batches that people took out. */
function keepIncluded(
  { inputs }: DriftJob,
  parts: readonly LedgerPart[],
  monitoring: Monitoring,
): readonly LedgerPart[] {
  const kept = parts.filter(({ name }) => findDecision(monitoring, name)?.says !== "exclude");
  if (kept.length > 0) return kept;
  throw new PawlError({
    code: "NOT_FOUND",
    message: `every batch that the data of ${inputs.model} could be compared with is excluded`,
    hint: `Let one in again: /pawl accept ${inputs.model} ${parts[0]?.name ?? "<window>"} <reason>.`,
  });
}

function inTime(parts: readonly LedgerPart[]): readonly LedgerPart[] {
  return parts.toSorted((a, b) => Date.parse(a.origin.acceptedAt ?? "") - Date.parse(b.origin.acceptedAt ?? ""));
}

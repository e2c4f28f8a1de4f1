import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import { formatError, PawlError } from "../../src/core/errors.ts";
import type { DriftEvidence, DriftFinding } from "../../src/core/evidence/drift-evidence.ts";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import { alarmAfter } from "../../src/core/monitoring/alarm-after.ts";
import { windowName } from "../../src/core/monitoring/batch-name.ts";
import type { Monitoring } from "../../src/core/monitoring/monitoring.ts";
import { scoreWindow } from "../../src/core/monitoring/window-scores.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import type { PerformanceFound } from "../../src/engine/performance/performance-request.ts";
import type { DriftJob } from "./plan-drift.ts";
import type { FoundDrift } from "./read-drift.ts";

/** What is known before anything is read. */
export function draftDrift(job: DriftJob, startedAt: Date): DriftEvidence {
  const { inputs, identity, key, window, redact, at, isNamed } = job;
  return {
    schema: "pawl.drift/v1",
    model: inputs.model,
    ...(key === undefined ? {} : { key }),
    writtenBy: `pawl/${PAWL_VERSION}`,
    identity,
    startedAt: startedAt.toISOString(),
    finishedAt: startedAt.toISOString(),
    outcome: { kind: "succeeded", exitCode: 0 },
    rule: { name: "none", parameters: {} },
    reference: [],
    current: {
      ...(isNamed ? { name: windowName(at) } : {}),
      path: toSafeText(redact.text(inputs.current.map(withoutSecrets).join(", ")), 1000),
      rows: 0,
    },
    ...(window === undefined ? {} : { window }),
    verdict: "inconclusive",
    reason: "The data were not compared.",
    pRun: null,
    findings: [],
    scores: [],
    notes: [],
  };
}

/** What was found, whatever the verdict. */
export function foundDrift({ notes, redact }: DriftJob, draft: DriftEvidence, found: FoundDrift): DriftEvidence {
  const { detection, references, current, identity, creep, budget } = found;
  const { batches, weekly } = found.found;
  return {
    ...draft,
    finishedAt: new Date().toISOString(),
    rule: detection.rule,
    reference: references.map(({ name, profile }, index) => ({
      name: toSafeText(redact.text(name), 500),
      rows: profile.rows,
      ...batches[index]?.origin,
    })),
    current: {
      ...draft.current,
      rows: current.profile.rows,
      ...(identity === undefined ? {} : { dataset: identity }),
    },
    verdict: detection.verdict,
    reason: detection.reason,
    pRun: detection.pRun,
    calibration: detection.calibration,
    ...(creep === undefined ? {} : { creep }),
    ...(budget === undefined ? {} : { budget }),
    ...(weekly === undefined ? {} : { weekly }),
    findings: [...detection.findings],
    scores: [...detection.scores],
    profile: current.profile,
    notes: notesOf([...notes, ...detection.notes]),
  };
}

/**
 * The same with what was found about the model. Predictions that drifted are drift: their findings come after those of the
 * data, under `predictions.` and the name of their column. Not where the data's feed is broken: predictions follow from the
 * data, and would make an incident of the feed look like a world that changed.
 */
export function withPerformance({ notes }: DriftJob, found: DriftEvidence, measured: PerformanceFound): DriftEvidence {
  const { evidence: performance, predictionDrift } = measured;
  const all = predictionDrift === undefined ? [] : namePredictions(predictionDrift.findings);
  const isBroken = scoreWindow(found).structural;
  const findings = isBroken ? [] : all;
  const drifts = findings.some(({ verdict }) => verdict === "drift");
  return {
    ...found,
    finishedAt: new Date().toISOString(),
    verdict: drifts ? "drift" : found.verdict,
    reason: drifts ? `${found.reason} ${describePredictions(found, predictionDrift?.against ?? "")}` : found.reason,
    findings: [...found.findings, ...findings],
    performance,
    notes: notesOf([...found.notes, ...notes, ...(isBroken && all.length > 0 ? [FOLLOWS] : [])]),
  };
}

/** The same with whether people are told, by the windows that are on the ledger; as it is where none was looked at. */
export function withAlarm(
  { model, at }: DriftJob,
  evidence: DriftEvidence,
  monitoring: Monitoring | undefined,
): DriftEvidence {
  if (monitoring === undefined || model?.drift === undefined) return evidence;
  return { ...evidence, alarm: alarmAfter(monitoring, { evidence, slot: at }, model.drift.alarm) ?? null };
}

const FOLLOWS =
  "What drifted in the data speaks of a broken feed, and predictions follow from the data: their own drift is left out.";

function namePredictions(findings: readonly DriftFinding[]): DriftFinding[] {
  return findings.map((finding) => ({
    ...finding,
    columns: finding.columns.map((column) => `predictions.${column}`),
    words: `In the predictions: ${finding.words}`,
  }));
}

function describePredictions({ verdict }: DriftEvidence, against: string): string {
  return verdict === "drift"
    ? `The predictions have drifted as well, against ${against}.`
    : `But the predictions have drifted, against ${against}.`;
}

/** The data were compared, and the predictions could not be judged. */
export function withoutPerformance({ notes, redact }: DriftJob, found: DriftEvidence, error: unknown): DriftEvidence {
  const why = error instanceof PawlError ? redact.text(error.message) : "the engine stopped: the job's log says more";
  return { ...found, notes: notesOf([...found.notes, ...notes, `Performance could not be measured: ${why}.`]) };
}

/** The data could not be compared. The engine's own messages may quote a value, so they stay in the log. */
export function failedDrift({ notes, redact }: DriftJob, draft: DriftEvidence, error: unknown): DriftEvidence {
  const told = error instanceof PawlError ? formatError(error) : "The engine stopped: the job's log says more.";
  return {
    ...draft,
    finishedAt: new Date().toISOString(),
    outcome: { kind: "failed", exitCode: 1, logTail: toSafeText(redact.text(told), 2000).split("\n") },
    notes: notesOf(notes),
  };
}

function notesOf(notes: readonly string[]): string[] {
  return [...new Set(notes.map((note) => toSafeText(note, 500)))].slice(0, 50);
}

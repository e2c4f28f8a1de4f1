import { addNotes } from "./add-notes.ts";
import { DriftEvidence, DriftFinding, DriftScore } from "./drift-evidence.ts";
import { fitList, jsonBytes } from "./fit-list.ts";
import { fitPerformancePart, keepValidPerformance } from "./fit-performance-part.ts";
import { fitProfilePart, keepValidProfile } from "./fit-profile-part.ts";
import { toSafeLabel, toSafeText } from "./limits.ts";
import { makeOutcomeSafe } from "./make-outcome-safe.ts";
import { type FittedDocument, writeWithinLimit } from "./write-within-limit.ts";

const MAX_FINDINGS = 6000;
const MAX_SCORES = 2000;

/**
 * A document that is accepted, whatever went into it. Names and texts are made safe, what is too large is thinned from
 * what a reader misses least (older windows of performance, findings that are stable, scores, then bins of the profile), and a note says so each time.
 * Throws `EVIDENCE_INVALID` only where the identity itself is unusable.
 */
export function fitDriftEvidence(evidence: DriftEvidence): FittedDocument<DriftEvidence> {
  return writeWithinLimit(makeValid(evidence), shrink);
}

/** The key has the name of a global that nothing here may use. */
const PERFORMANCE = "performance";

function makeValid({ profile: given, [PERFORMANCE]: measured, creep, ...evidence }: DriftEvidence): DriftEvidence {
  const findings = makeSafe(evidence.findings);
  const scores = evidence.scores
    .map((score) => ({ ...score, column: toSafeLabel(score.column) }))
    .filter((score) => DriftScore.safeParse(score).success);
  const profile = keepValidProfile(given);
  const model = keepValidPerformance(measured);
  const kept = { findings: keepFindings(findings, Number.POSITIVE_INFINITY), scores: scores.slice(0, MAX_SCORES) };
  const { current } = evidence;
  const { dataset, ...rest } = current;
  const identified = DriftEvidence.shape.current.shape.dataset.safeParse(dataset).success && dataset !== undefined;
  return {
    ...evidence,
    ...kept,
    outcome: makeOutcomeSafe(evidence.outcome),
    reason: toSafeText(evidence.reason, 1000),
    reference: evidence.reference.map((batch) => ({ ...batch, name: toSafeLabel(batch.name, 500) })),
    current: { ...rest, path: toSafeLabel(current.path, 1000), ...(identified ? { dataset } : {}) },
    ...(creep === undefined ? {} : { creep: { ...creep, findings: makeSafe(creep.findings) } }),
    ...(profile.value === undefined ? {} : { profile: profile.value }),
    ...(model.value === undefined ? {} : { performance: model.value }),
    notes: addNotes(evidence.notes, [
      ...noteLeftOut(evidence.findings.length - findings.length, "findings", "could not be recorded"),
      ...noteLeftOut(findings.length - kept.findings.length, "findings", "had no room"),
      ...noteLeftOut(evidence.scores.length - kept.scores.length, "scores", "could not be recorded"),
      ...profile.notes,
      ...model.notes,
    ]),
  };
}

/** The findings that a document accepts. */
function makeSafe(findings: readonly DriftFinding[]): DriftFinding[] {
  return findings
    .map((finding) => ({
      ...finding,
      columns: finding.columns.map((column) => toSafeLabel(column)),
      words: toSafeText(finding.words, 500),
    }))
    .filter((finding) => DriftFinding.safeParse(finding).success);
}

function noteLeftOut(count: number, what: string, why: string): string[] {
  return count === 0 ? [] : [`${String(count)} ${what} ${why} and are left out; the verdict counts them.`];
}

/**
 * Performance has a quarter at most; of the rest half is the profile's, a tenth the scores', and the findings have what is
 * left.
 */
function shrink(evidence: DriftEvidence, maxBytes: number): DriftEvidence {
  const model = fitPerformancePart(evidence.performance, maxBytes / 4);
  const { findings, scores, profile, ...others } = evidence;
  const rest = { ...others, ...(model.value === undefined ? {} : { performance: model.value }) };
  const room = Math.max(0, maxBytes - jsonBytes(rest));
  const keptScores = fitList(scores, () => 0, MAX_SCORES, room / 10);
  const wanted = jsonBytes(findings) + jsonBytes(keptScores);
  const fitted = fitProfilePart(profile, Math.max(room / 2, room - wanted));
  const taken = (fitted.value === undefined ? 0 : jsonBytes(fitted.value)) + jsonBytes(keptScores);
  const kept = keepFindings(findings, Math.max(room * 0.4, room - taken));
  return {
    ...rest,
    findings: kept,
    scores: keptScores,
    ...(fitted.value === undefined ? {} : { profile: fitted.value }),
    notes: addNotes(evidence.notes, [
      ...noteLeftOut(findings.length - kept.length, "findings", "had no room"),
      ...noteLeftOut(scores.length - keptScores.length, "scores", "had no room"),
      ...fitted.notes,
      ...model.notes,
    ]),
  };
}

/** Drift before what could not be told and what is stable. */
function keepFindings(findings: readonly DriftFinding[], maxBytes: number): DriftFinding[] {
  const ranks = { drift: 0, inconclusive: 1, stable: 2 };
  return fitList(findings, ({ verdict }) => ranks[verdict], MAX_FINDINGS, maxBytes);
}

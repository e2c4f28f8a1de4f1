import { Check } from "../dataset/check.ts";
import { addNotes } from "./add-notes.ts";
import { DataEvidence } from "./data-evidence.ts";
import { fitBatchesPart, keepValidBatches } from "./fit-batches-part.ts";
import { fitList, jsonBytes } from "./fit-list.ts";
import { fitProfilePart, keepValidProfile } from "./fit-profile-part.ts";
import { toSafeLabel, toSafeText } from "./limits.ts";
import { makeOutcomeSafe } from "./make-outcome-safe.ts";
import { type FittedDocument, writeWithinLimit } from "./write-within-limit.ts";

const MAX_CHECKS = 3000;

/**
 * A document that is accepted, whatever went into it. Names and texts are made safe, what is too large is thinned from
 * what a reader misses least (parts of the data, checks that passed, then bins of the profile), and a note says so each time. The verdict
 * stays that of all checks. Throws `EVIDENCE_INVALID` only where the identity itself is unusable.
 */
export function fitDataEvidence(evidence: DataEvidence): FittedDocument<DataEvidence> {
  return writeWithinLimit(makeValid(evidence), shrink);
}

function makeValid(evidence: DataEvidence): DataEvidence {
  const checks = evidence.checks.map(makeSafe);
  const valid = checks.filter((check) => Check.safeParse(check).success);
  const kept = keepChecks(valid, MAX_CHECKS, Number.POSITIVE_INFINITY);
  const profile = keepValidProfile(evidence.profile);
  const batches = keepValidBatches(profile.value, evidence.batches);
  const { source, label, contract } = evidence;
  return {
    ...withoutInvalid(evidence),
    outcome: makeOutcomeSafe(evidence.outcome),
    source: { ...source, path: toSafeLabel(source.path, 1000) },
    ...(label === undefined ? {} : { label: toSafeLabel(label) }),
    ...(contract === undefined ? {} : { contract: { ...contract, path: toSafeLabel(contract.path, 500) } }),
    ...(profile.value === undefined ? {} : { profile: profile.value }),
    ...(batches.value === undefined ? {} : { batches: [...batches.value] }),
    checks: kept,
    notes: addNotes(evidence.notes, [
      ...noteLeftOut(checks.length - valid.length, "could not be recorded"),
      ...noteLeftOut(valid.length - kept.length, "had no room"),
      ...profile.notes,
      ...batches.notes,
    ]),
  };
}

/** Optional parts that stand for themselves and break a rule are left out: a path that is too long must not lose the verdict. */
function withoutInvalid({ profile: _, batches: __, ...evidence }: DataEvidence): DataEvidence {
  const { dataset, reference, ...rest } = evidence;
  return {
    ...rest,
    ...(DataEvidence.shape.dataset.safeParse(dataset).success && dataset !== undefined ? { dataset } : {}),
    ...(DataEvidence.shape.reference.safeParse(reference).success && reference !== undefined ? { reference } : {}),
  };
}

function makeSafe(check: Check): Check {
  const { dimension, column, reason } = check;
  return {
    ...check,
    id: toSafeLabel(check.id, 300),
    title: toSafeText(check.title, 500),
    rule: toSafeLabel(check.rule, 60),
    expected: toSafeText(check.expected, 500),
    actual: toSafeText(check.actual, 500),
    ...(dimension === undefined ? {} : { dimension: toSafeLabel(dimension, 60) }),
    ...(column === undefined ? {} : { column: toSafeLabel(column) }),
    ...(reason === undefined ? {} : { reason: toSafeText(reason, 500) }),
  };
}

function noteLeftOut(count: number, why: string): string[] {
  return count === 0 ? [] : [`${String(count)} checks ${why} and are left out; the verdict counts them.`];
}

/** Half of the room is the profile's, each side has what the other one leaves, and the parts have what both leave. */
function shrink(evidence: DataEvidence, maxBytes: number): DataEvidence {
  const { checks, profile, batches, ...rest } = evidence;
  const room = Math.max(0, maxBytes - jsonBytes(rest));
  const wanted = { checks: jsonBytes(checks), profile: profile === undefined ? 0 : jsonBytes(profile) };
  const kept = keepChecks(checks, MAX_CHECKS, Math.max(room / 2, room - wanted.profile));
  const fitted = fitProfilePart(profile, Math.max(room / 2, room - wanted.checks));
  // A coarser profile has no room to spare, and its parts would stand on another frame.
  const parts = fitBatchesPart(profile, batches, room - wanted.checks - wanted.profile);
  return {
    ...rest,
    ...(fitted.value === undefined ? {} : { profile: fitted.value }),
    ...(parts.value === undefined ? {} : { batches: [...parts.value] }),
    checks: kept,
    notes: addNotes(evidence.notes, [
      ...noteLeftOut(checks.length - kept.length, "had no room"),
      ...fitted.notes,
      ...parts.notes,
    ]),
  };
}

/** Failed checks before those that were not evaluated and those that passed; errors before warnings. In their own order. */
function keepChecks(checks: readonly Check[], max: number, maxBytes: number): Check[] {
  const verdicts = { fail: 0, "not-evaluated": 1, pass: 2 };
  const severities = { error: 0, warning: 1, info: 2 };
  return fitList(checks, ({ verdict, severity }) => 3 * verdicts[verdict] + severities[severity], max, maxBytes);
}

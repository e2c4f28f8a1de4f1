import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import { formatError, PawlError } from "../../src/core/errors.ts";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import type { DriftJob } from "./plan-drift.ts";
import type { FoundDrift } from "./read-drift.ts";

/** What is known before anything is read. */
export function draftDrift({ inputs, identity, key, window, redact }: DriftJob, startedAt: Date): DriftEvidence {
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
    current: { path: toSafeText(redact.text(inputs.current.map(withoutSecrets).join(", ")), 1000), rows: 0 },
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
  const { detection, references, batches, current, identity } = found;
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
    findings: [...detection.findings],
    scores: [...detection.scores],
    profile: current.profile,
    notes: notesOf([...notes, ...detection.notes]),
  };
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

import { formatError, PawlError } from "../../src/core/errors.ts";
import { addNotes } from "../../src/core/evidence/add-notes.ts";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import type { PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import type { PackingJob } from "./plan-packing.ts";

/** What is known before anything is read. */
export function draftEvidence({ inputs, identity }: PackingJob, startedAt: Date): PackageEvidence {
  return {
    schema: "pawl.package/v1",
    model: inputs.model,
    ...(inputs.key === undefined ? {} : { key: inputs.key }),
    writtenBy: `pawl/${PAWL_VERSION}`,
    identity,
    startedAt: startedAt.toISOString(),
    finishedAt: startedAt.toISOString(),
    outcome: { kind: "succeeded", exitCode: 0 },
    lineage: { evaluations: [], data: [] },
    attestation: { kind: "digests-only", reason: "The step was ended before it could sign." },
    notes: [],
  };
}

/** Nothing was packed; `error` says why. */
export function failedEvidence({ notes, redact }: PackingJob, draft: PackageEvidence, error: unknown): PackageEvidence {
  const { package: _, ...rest } = draft;
  const told = error instanceof PawlError || error instanceof Error ? formatError(error) : "The job's log says more.";
  const logTail = toSafeText(redact.text(told), 2000).split("\n");
  return {
    ...rest,
    finishedAt: new Date().toISOString(),
    outcome: { kind: "failed", exitCode: 1, logTail },
    attestation: { kind: "digests-only", reason: "Nothing was packed." },
    notes: addNotes(notes, []),
  };
}

import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import { formatError, PawlError } from "../../src/core/errors.ts";
import { packBatch } from "../../src/core/evidence/data-batches.ts";
import type { DataEvidence } from "../../src/core/evidence/data-evidence.ts";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import type { ValidationJob } from "./plan-validation.ts";
import type { FoundData } from "./read-dataset.ts";

/** What is known before anything is read. */
export function draftEvidence(job: ValidationJob, startedAt: Date): DataEvidence {
  const { inputs, identity, plan, dataset, data, redact } = job;
  return {
    schema: "pawl.data/v1",
    model: inputs.model,
    key: dataset,
    writtenBy: `pawl/${PAWL_VERSION}`,
    identity,
    startedAt: startedAt.toISOString(),
    finishedAt: startedAt.toISOString(),
    outcome: { kind: "succeeded", exitCode: 0 },
    source: { path: toSafeText(redact.text(data.paths.map(withoutSecrets).join(", ")), 1000), files: 0 },
    ...(plan.label === undefined ? {} : { label: plan.label }),
    checks: [],
    verdict: "inconclusive",
    notes: [],
  };
}

/** What was found, whatever the verdict. */
export function foundEvidence({ notes }: ValidationJob, draft: DataEvidence, found: FoundData): DataEvidence {
  const { source, identity, contract, reference } = found;
  return {
    ...draft,
    finishedAt: new Date().toISOString(),
    ...(identity === undefined ? {} : { dataset: identity }),
    source: { ...draft.source, format: source.format, files: source.files.length, ...bytesOf(source.files) },
    profile: found.profile,
    ...(found.parts.length === 0 ? {} : { batches: found.parts.map(packBatch) }),
    ...(contract === undefined ? {} : { contract: contractOf(contract) }),
    checks: [...found.checks],
    verdict: found.verdict,
    ...(reference?.commit === undefined
      ? {}
      : {
          reference: {
            document: reference.digest,
            commit: reference.commit,
            ...(reference.fingerprint === undefined ? {} : { fingerprint: reference.fingerprint }),
          },
        }),
    notes: notesOf(notes),
  };
}

/** The data or the contract could not be read. The engine's own messages may quote a value, so they stay in the log. */
export function failedEvidence({ notes, redact }: ValidationJob, draft: DataEvidence, error: unknown): DataEvidence {
  const told = error instanceof PawlError ? formatError(error) : "The engine stopped: the job's log says more.";
  return {
    ...draft,
    finishedAt: new Date().toISOString(),
    outcome: { kind: "failed", exitCode: 1, logTail: toSafeText(redact.text(told), 2000).split("\n") },
    notes: notesOf(notes),
  };
}

function bytesOf(files: FoundData["source"]["files"]): { readonly bytes?: number } {
  if (files.some(({ bytes }) => bytes === undefined)) return {};
  return { bytes: files.reduce((sum, { bytes = 0 }) => sum + bytes, 0) };
}

function contractOf({ path, sha256, contract }: NonNullable<FoundData["contract"]>) {
  const { id, version } = contract;
  return {
    path: toSafeText(path, 500),
    sha256,
    ...(id === undefined ? {} : { id: toSafeText(id, 200) }),
    ...(version === undefined ? {} : { version: toSafeText(version, 100) }),
  };
}

function notesOf(notes: readonly string[]): string[] {
  return [...new Set(notes.map((note) => toSafeText(note, 500)))].slice(0, 50);
}

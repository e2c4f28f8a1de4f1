import { expect, it } from "vitest";
import { fitPackageEvidence } from "../../../src/core/evidence/fit-package-evidence.ts";
import { MAX_EVIDENCE_BYTES } from "../../../src/core/evidence/limits.ts";
import type { PackageEvidence, PackageLayer } from "../../../src/core/evidence/package-evidence.ts";
import { parseStatement } from "../../../src/core/evidence/statement.ts";
import { runEvidence } from "../../support/run-evidence.ts";

function document(more: Partial<PackageEvidence> = {}, layers: readonly PackageLayer[] = []): PackageEvidence {
  const { model, writtenBy, identity, startedAt, finishedAt } = runEvidence();
  const digest = `sha256:${"5".repeat(64)}`;
  return {
    schema: "pawl.package/v1",
    ...{ model, writtenBy, identity, startedAt, finishedAt },
    outcome: { kind: "succeeded", exitCode: 0 },
    package: { digest, repository: "ghcr.io/a/b", tags: [], bytes: 1, layers: [...layers], attachments: [] },
    lineage: { evaluations: [], data: [] },
    attestation: { kind: "digests-only", reason: "a" },
    notes: [],
    ...more,
  };
}

const layer = (index: number, length: number): PackageLayer => ({
  kind: index === 0 ? "weight" : "code",
  mediaType: "application/vnd.cncf.model.code.v1.raw",
  digest: `sha256:${String(index).padStart(64, "0")}`,
  bytes: 1,
  path: `${"é".repeat(length)}${String(index)}`,
});

it("a thousand files with ordinary names fit", () => {
  const layers = Array.from({ length: 1000 }, (_, index) => layer(index, 30));
  expect(fitPackageEvidence(document({}, layers)).evidence.package?.layers).toHaveLength(1000);
});

it("of a thousand files with the longest names the first are listed, and a note counts the rest", () => {
  const layers = Array.from({ length: 1000 }, (_, index) => layer(index, 490));
  const { text, evidence } = fitPackageEvidence(document({}, layers));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
  expect(evidence.package?.layers[0]?.kind).toBe("weight");
  const left = 1000 - (evidence.package?.layers.length ?? 0);
  expect(left).toBeGreaterThan(0);
  expect(evidence.notes).toEqual([`${String(left)} of the package's 1000 files are listed by its manifest alone.`]);
  expect(parseStatement(Buffer.from(text), "a").predicate).toEqual(evidence);
});

it("texts that no document accepts are made safe", () => {
  const hostile = "\u0000\u202E".repeat(400);
  const { text } = fitPackageEvidence(
    document(
      {
        notes: [hostile],
        attestation: { kind: "digests-only", reason: hostile },
        lineage: { evaluations: [], data: [], broken: [hostile] },
        outcome: { kind: "failed", exitCode: 1, logTail: [hostile] },
      },
      [layer(0, 1)],
    ),
  );
  expect(parseStatement(Buffer.from(text), "a").predicate.notes[0]).not.toContain("\u202E");
});

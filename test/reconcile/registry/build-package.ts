import { createHash, randomBytes } from "node:crypto";
import type { Identity } from "../../../src/core/evidence/identity.ts";
import type { PackageEvidence } from "../../../src/core/evidence/package-evidence.ts";

export function randomDigest(): string {
  return `sha256:${createHash("sha256").update(randomBytes(16)).digest("hex")}`;
}

/** A package that was pushed; every field can be replaced. */
export function buildPackage(identity: Identity, overrides: Partial<PackageEvidence> = {}): PackageEvidence {
  return {
    schema: "pawl.package/v1",
    model: "late-flights",
    writtenBy: "pawl 0.1.0",
    identity,
    startedAt: "2026-11-26T11:00:00Z",
    finishedAt: "2026-11-26T11:01:00Z",
    outcome: { kind: "succeeded", exitCode: 0 },
    package: {
      digest: randomDigest(),
      repository: "ghcr.io/ana/late-flights",
      tags: [],
      bytes: 48_211,
      layers: [
        {
          kind: "weight",
          mediaType: "application/vnd.cncf.model.weight.v1.raw",
          digest: randomDigest(),
          bytes: 48_211,
          path: "model.joblib",
        },
      ],
      attachments: [],
    },
    lineage: { evaluations: [], data: [] },
    attestation: { kind: "digests-only", reason: "the job had no permission id-token: write" },
    notes: [],
    ...overrides,
  };
}

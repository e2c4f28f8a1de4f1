import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { documentDigest } from "../../src/core/evidence/statement.ts";
import {
  type ModelVersion,
  type PromotionRecord,
  promotionPath,
  type Registry,
  registryPath,
  versionPath,
} from "../../src/core/registry/registry.ts";
import { serializeRegistryDocument } from "../../src/core/registry/registry-documents.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";

export const MODEL = "late-flights";
export const ALIASES = `.pawl/aliases/${MODEL}.yml`;

/** A package of one file in a layout folder; returns its digest. */
export async function pushSmallPackage(repository: string, text: string): Promise<string> {
  const store = openOciStore(repository);
  const blob = async (content: string, mediaType: string) => {
    const bytes = Buffer.from(content);
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    await store.pushBlob({ digest, size: bytes.length, open: (from) => Readable.from([bytes.subarray(from)]) });
    return { mediaType, digest, size: bytes.length };
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: await blob("{}", "application/vnd.cncf.model.config.v1+json"),
    layers: [await blob(text, "application/vnd.cncf.model.weight.v1.raw")],
  };
  return store.pushManifest(Buffer.from(JSON.stringify(manifest)), manifest.mediaType);
}

export interface SceneVersion {
  readonly version: number;
  readonly digest: string;
  readonly repository: string;
}

export interface SceneMove {
  readonly version: number;
  readonly previous?: number;
  readonly movedAt: string;
  readonly standing?: PromotionRecord["standing"];
  readonly status?: string;
}

/** Files of a ledger with these versions, and these moves of `production`, oldest first. */
export function ledgerOf(versions: readonly SceneVersion[], moves: readonly SceneMove[]): Record<string, string> {
  const files: Record<string, string> = {};
  const write = (path: string, document: ModelVersion | PromotionRecord | Registry): string => {
    const text = serializeRegistryDocument(document);
    files[path] = text;
    return documentDigest(text);
  };
  const commit = "c".repeat(40);
  const entries = versions.map(({ version, digest, repository }) => {
    const registeredAt = `2026-09-${String(version).padStart(2, "0")}T08:00:00Z`;
    const document = write(versionPath(MODEL, version), {
      schema: "pawl.version/v1",
      model: MODEL,
      version,
      digest,
      location: { kind: "oci", repository },
      origin: "registered",
      commit,
      registeredAt,
      registeredBy: "ana",
      lineage: { evaluations: [], data: [] },
      attestation: { kind: "digests-only", reason: "no OIDC here" },
      metrics: { "roc-auc": 0.731 },
      notes: [],
    });
    return { version, digest, origin: "registered" as const, commit, registeredAt, document };
  });
  const promotions = moves.map((move, index) => {
    const { version, previous, movedAt, standing = "approved", status } = move;
    const counter = index + 1;
    const head = { environment: "production", counter, kind: "promotion" as const, version, standing, commit, movedAt };
    const before = previous === undefined ? {} : { previous };
    const document = write(promotionPath(MODEL, "production", counter), {
      schema: "pawl.promotion/v1",
      model: MODEL,
      ...head,
      ...before,
      recordedAt: movedAt,
      pullRequest: 40 + counter,
      by: "bo",
      approvedBy: ["cleo"],
    });
    const complete = standing !== "unverified";
    return {
      ...head,
      ...before,
      pullRequest: 40 + counter,
      by: "bo",
      document,
      complete,
      ...(complete ? { deployment: 900 + counter } : {}),
      ...(status === undefined ? {} : { status }),
    };
  });
  write(registryPath(MODEL), {
    schema: "pawl.registry/v1",
    model: MODEL,
    versions: entries.toReversed(),
    promotions: promotions.toReversed(),
  });
  return files;
}

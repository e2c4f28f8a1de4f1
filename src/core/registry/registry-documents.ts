import { z } from "zod";
import { parseLedgerDocument, serializeLedgerDocument } from "../evidence/ledger-document.ts";
import { ModelVersion, PromotionRecord, Registry } from "./registry.ts";

/** Five thousand versions and two thousand promotions take about two megabytes. */
const ROOM = { name: "registry", maxBytes: 8 * 1024 * 1024 };

const Documents = z.discriminatedUnion("schema", [Registry, ModelVersion, PromotionRecord]);

/** A document of the registry as its bytes lie on the ledger. Throws `INPUT_INVALID` where it breaks its own schema. */
export function serializeRegistryDocument(document: Registry | ModelVersion | PromotionRecord): string {
  return serializeLedgerDocument(Documents, document, ROOM);
}

/** `models/<model>/registry.json`. Throws `EVIDENCE_INVALID`. */
export function parseRegistry(bytes: Uint8Array, source: string): Registry {
  return parseLedgerDocument(Registry, bytes, source, ROOM);
}

/** `models/<model>/versions/<n>.json`. Throws `EVIDENCE_INVALID`. */
export function parseModelVersion(bytes: Uint8Array, source: string): ModelVersion {
  return parseLedgerDocument(ModelVersion, bytes, source, ROOM);
}

/** `models/<model>/promotions/<environment>-<n>.json`. Throws `EVIDENCE_INVALID`. */
export function parsePromotionRecord(bytes: Uint8Array, source: string): PromotionRecord {
  return parseLedgerDocument(PromotionRecord, bytes, source, ROOM);
}

import { z } from "zod";
import { parseLedgerDocument, serializeLedgerDocument } from "../evidence/ledger-document.ts";
import { Retraining } from "../retraining/retraining.ts";
import { Monitoring } from "./monitoring.ts";

/** Sixty windows of twenty columns take about 200 kB. */
const ROOM = { name: "ledger", maxBytes: 1024 * 1024 };

const Documents = z.discriminatedUnion("schema", [Monitoring, Retraining]);

/** A document as its bytes lie on the ledger. Throws `INPUT_INVALID` where it breaks its own schema. */
export function serializeMonitoringDocument(document: Monitoring | Retraining): string {
  return serializeLedgerDocument(Documents, document, ROOM);
}

/** `models/<model>/monitoring.json`. Throws `EVIDENCE_INVALID`. */
export function parseMonitoring(bytes: Uint8Array, source: string): Monitoring {
  return parseLedgerDocument(Monitoring, bytes, source, ROOM);
}

/** `models/<model>/retraining.json`. Throws `EVIDENCE_INVALID`. */
export function parseRetraining(bytes: Uint8Array, source: string): Retraining {
  return parseLedgerDocument(Retraining, bytes, source, ROOM);
}

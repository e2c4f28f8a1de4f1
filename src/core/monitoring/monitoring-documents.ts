import { z } from "zod";
import { PawlError } from "../errors.ts";
import { parseStrictJson } from "../evidence/strict-json.ts";
import { Retraining } from "../retraining/retraining.ts";
import { Monitoring } from "./monitoring.ts";

/** Sixty windows of twenty columns take about 200 kB. */
const MAX_BYTES = 1024 * 1024;

const Documents = z.discriminatedUnion("schema", [Monitoring, Retraining]);

/** A document as its bytes lie on the ledger. Throws `INPUT_INVALID` where it breaks its own schema. */
export function serializeMonitoringDocument(document: Monitoring | Retraining): string {
  const parsed = Documents.safeParse(document);
  if (parsed.success) return `${JSON.stringify(parsed.data, undefined, 1)}\n`;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${document.schema} of ${document.model} cannot be written: ${z.prettifyError(parsed.error).slice(0, 1000)}`,
    hint: "A name, number or text in it is longer than the ledger keeps.",
    cause: parsed.error,
  });
}

/** `models/<model>/monitoring.json`. Throws `EVIDENCE_INVALID`. */
export function parseMonitoring(bytes: Uint8Array, source: string): Monitoring {
  return parseWith(Monitoring, bytes, source);
}

/** `models/<model>/retraining.json`. Throws `EVIDENCE_INVALID`. */
export function parseRetraining(bytes: Uint8Array, source: string): Retraining {
  return parseWith(Retraining, bytes, source);
}

function parseWith<Schema extends z.ZodType>(schema: Schema, bytes: Uint8Array, source: string): z.output<Schema> {
  if (bytes.byteLength > MAX_BYTES) throw invalid(source, `has ${String(bytes.byteLength)} bytes`);
  const parsed = schema.safeParse(parseStrictJson(bytes, source));
  if (parsed.success) return parsed.data;
  throw invalid(source, z.prettifyError(parsed.error).slice(0, 1000), parsed.error);
}

function invalid(source: string, what: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${source} cannot be read: ${what}`,
    hint: "Only the App writes it. Revert the commit that changed it by hand.",
    cause,
  });
}

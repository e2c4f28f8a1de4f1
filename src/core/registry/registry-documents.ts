import { z } from "zod";
import { PawlError } from "../errors.ts";
import { parseStrictJson } from "../evidence/strict-json.ts";
import { ModelVersion, PromotionRecord, Registry } from "./registry.ts";

/** Five thousand versions and two thousand promotions take about two megabytes. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A document of the registry as its bytes lie on the ledger. Throws `INPUT_INVALID` where it breaks its own schema. */
export function serializeRegistryDocument(document: Registry | ModelVersion | PromotionRecord): string {
  const parsed = Documents.safeParse(document);
  if (parsed.success) return `${JSON.stringify(parsed.data, undefined, 1)}\n`;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${document.schema} of ${document.model} cannot be written: ${z.prettifyError(parsed.error).slice(0, 1000)}`,
    hint: "A name, number or text in it is longer than the registry keeps.",
    cause: parsed.error,
  });
}

/** `models/<model>/registry.json`. Throws `EVIDENCE_INVALID`. */
export function parseRegistry(bytes: Uint8Array, source: string): Registry {
  return parseWith(Registry, bytes, source);
}

/** `models/<model>/versions/<n>.json`. Throws `EVIDENCE_INVALID`. */
export function parseModelVersion(bytes: Uint8Array, source: string): ModelVersion {
  return parseWith(ModelVersion, bytes, source);
}

/** `models/<model>/promotions/<environment>-<n>.json`. Throws `EVIDENCE_INVALID`. */
export function parsePromotionRecord(bytes: Uint8Array, source: string): PromotionRecord {
  return parseWith(PromotionRecord, bytes, source);
}

const Documents = z.discriminatedUnion("schema", [Registry, ModelVersion, PromotionRecord]);

function parseWith<Schema extends z.ZodType>(schema: Schema, bytes: Uint8Array, source: string): z.output<Schema> {
  if (bytes.byteLength > MAX_BYTES) throw invalid(source, `has ${String(bytes.byteLength)} bytes`);
  const parsed = schema.safeParse(parseStrictJson(bytes, source));
  if (parsed.success) return parsed.data;
  throw invalid(source, z.prettifyError(parsed.error).slice(0, 1000), parsed.error);
}

function invalid(source: string, what: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${source} is not a document of the registry: ${what}`,
    hint: "Only the App writes it. Revert the commit that changed it by hand.",
    cause,
  });
}

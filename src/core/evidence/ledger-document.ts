import { z } from "zod";
import { PawlError } from "../errors.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Documents that the App alone writes to the ledger, beside evidence. */
export interface LedgerRoom {
  /** `registry`, in messages. */
  readonly name: string;
  readonly maxBytes: number;
}

/** A document as its bytes lie on the ledger. Throws `INPUT_INVALID` where it breaks its own schema. */
export function serializeLedgerDocument<Schema extends z.ZodType<object>>(
  schema: Schema,
  document: { readonly schema: string; readonly model: string },
  { name }: LedgerRoom,
): string {
  const parsed = schema.safeParse(document);
  if (parsed.success) return `${JSON.stringify(parsed.data, undefined, 1)}\n`;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${document.schema} of ${document.model} cannot be written: ${z.prettifyError(parsed.error).slice(0, 1000)}`,
    hint: `A name, number or text in it is longer than the ${name} keeps.`,
    cause: parsed.error,
  });
}

/** The document in bytes of the ledger; `source` names the file. Throws `EVIDENCE_INVALID`. */
export function parseLedgerDocument<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  source: string,
  room: LedgerRoom,
): z.output<Schema> {
  if (bytes.byteLength > room.maxBytes) throw invalid(source, room, `has ${String(bytes.byteLength)} bytes`);
  const parsed = schema.safeParse(parseStrictJson(bytes, source));
  if (parsed.success) return parsed.data;
  throw invalid(source, room, z.prettifyError(parsed.error).slice(0, 1000), parsed.error);
}

function invalid(source: string, { name }: LedgerRoom, what: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${source} is not a document of the ${name}: ${what}`,
    hint: "Only the App writes it. Revert the commit that changed it by hand.",
    cause,
  });
}

import { z } from "zod";
import { parseStrictJson } from "../evidence/strict-json.ts";

const Bundle = z.object({ dsseEnvelope: z.object({ payload: z.base64(), payloadType: z.string() }) });

const Payload = z.object({
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()) })).max(1024),
});

/** `sha256:…` of everything that a Sigstore bundle's statement is about. Its signature is not looked at. */
export function readAttestedDigests(bytes: Uint8Array): readonly string[] {
  try {
    const { dsseEnvelope } = Bundle.parse(parseStrictJson(bytes, "bundle"));
    const { subject } = Payload.parse(parseStrictJson(Buffer.from(dsseEnvelope.payload, "base64"), "statement"));
    return subject.flatMap(({ digest }) => (digest["sha256"] === undefined ? [] : [`sha256:${digest["sha256"]}`]));
  } catch {
    return [];
  }
}

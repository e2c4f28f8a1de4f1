import { documentDigest } from "../evidence/statement.ts";

/** `sha256:…` of bytes that are in memory, as OCI writes digests. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${documentDigest(bytes)}`;
}

import { createHash } from "node:crypto";

/** The id that git gives to these bytes as a file. */
export function gitBlobId(bytes: Uint8Array): string {
  const hash = createHash("sha1").update(`blob ${String(bytes.byteLength)}\0`);
  return hash.update(bytes).digest("hex");
}

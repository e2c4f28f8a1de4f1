import { z } from "zod";
import { parseStrictJson } from "../../core/evidence/strict-json.ts";
import type { ParsedPackage } from "../../core/package/parse-package-manifest.ts";
import type { OciStore } from "../../oci/oci-store.ts";

const MAX_CONFIG_BYTES = 1024 * 1024;

const Config = z.object({ descriptor: z.object({ name: z.string().max(64) }) });

/** The name that a package's config gives its model; `undefined` where it gives none. */
export async function modelOfPackage(store: OciStore, { config }: ParsedPackage): Promise<string | undefined> {
  if (config.bytes > MAX_CONFIG_BYTES) return undefined;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await store.openBlob({ digest: config.digest, size: config.bytes })) {
      chunks.push(Buffer.from(chunk));
    }
    return Config.parse(parseStrictJson(Buffer.concat(chunks), "config")).descriptor.name;
  } catch {
    return undefined;
  }
}

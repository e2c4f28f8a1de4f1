import { z } from "zod";
import { parseStrictJson } from "../evidence/strict-json.ts";

// Not strict: anybody may have written it, in any version of the format.
const Bom = z.object({
  bomFormat: z.literal("CycloneDX"),
  metadata: z.object({
    component: z.object({
      version: z.string(),
      components: z
        .array(
          z.object({
            name: z.string(),
            hashes: z.array(z.object({ alg: z.string(), content: z.string() })).default([]),
          }),
        )
        .default([]),
    }),
  }),
});

/** What an ML-BOM says that the model is: its version, and sha-256 of its files by path; `undefined` where it is none. */
export function readBomHashes(
  bytes: Uint8Array,
): { readonly version: string; readonly files: ReadonlyMap<string, string> } | undefined {
  try {
    const { component } = Bom.parse(parseStrictJson(bytes, "ML-BOM")).metadata;
    const files = component.components.map(
      ({ name, hashes }) => [name, hashes.find(({ alg }) => alg === "SHA-256")?.content ?? ""] as const,
    );
    return { version: component.version, files: new Map(files) };
  } catch {
    return undefined;
  }
}

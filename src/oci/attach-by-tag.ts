import { setTimeout as sleep } from "node:timers/promises";
import { PawlError } from "../core/errors.ts";
import { formatIndex, INDEX_TYPE, parseIndex } from "./oci-documents.ts";
import type { Descriptor, OciStore } from "./oci-store.ts";

type TagStore = Pick<OciStore, "repository" | "readManifest" | "pushManifest">;

/** How often others may overwrite what was written before it is given up. */
const ATTEMPTS = 20;

/** `sha256-<hex>`: the tag under which the attachments of a digest are listed where there are no referrers. */
export function fallbackTag(digest: string): string {
  return digest.replace(":", "-");
}

/** @throws `PACKAGE_REFUSED` where the fallback tag holds something else than an index. */
export async function listByTag(store: TagStore, digest: string): Promise<readonly Descriptor[]> {
  const tag = fallbackTag(digest);
  const found = await store.readManifest(tag);
  return found === undefined ? [] : parseIndex(found.bytes, `${store.repository}:${tag}`).manifests;
}

/**
 * Adds an attachment to the index of the fallback tag. Tags know no compare-and-swap, so two that write at once may
 * overwrite each other; whoever wrote looks again after `settleMs`, longer than anybody takes from reading to writing,
 * and writes again where the own entry is gone.
 *
 * @throws `REGISTRY_REFUSED` where it is overwritten again and again.
 */
export async function attachByTag(
  store: TagStore,
  {
    subject,
    attachment,
    settleMs,
  }: { readonly subject: Descriptor; readonly attachment: Descriptor; readonly settleMs: number },
): Promise<void> {
  const tag = fallbackTag(subject.digest);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const listed = await listByTag(store, subject.digest);
    if (listed.some(({ digest }) => digest === attachment.digest)) return;
    await store.pushManifest(formatIndex([...listed, attachment]), INDEX_TYPE, tag);
    if (settleMs > 0) await sleep(settleMs * (1 + Math.random()));
  }
  if ((await listByTag(store, subject.digest)).some(({ digest }) => digest === attachment.digest)) return;
  throw new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${store.repository}:${tag} was overwritten by others ${String(ATTEMPTS)} times`,
    hint: "Attach to one package from one place at a time, or use a registry that knows referrers.",
  });
}

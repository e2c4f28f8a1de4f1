import type { BlobSource, OciStore } from "./oci-store.ts";
import { runLimited } from "./run-limited.ts";

export interface PushBlobsOptions {
  /** Blobs under way at once. Registries and disks gain little from more than a few. */
  readonly concurrency?: number;
  readonly onProgress?: (blob: BlobSource, sent: number) => void;
}

/**
 * Sends several blobs at once; the same digest named twice is sent once. Results are in the order of `blobs`.
 *
 * @throws The first failure, after what was under way has ended.
 */
export async function pushBlobs(
  store: OciStore,
  blobs: readonly BlobSource[],
  { concurrency = 4, onProgress }: PushBlobsOptions = {},
): Promise<("pushed" | "present")[]> {
  const unique = [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
  const outcomes = await runLimited(unique, concurrency, (blob) =>
    store.pushBlob(blob, onProgress === undefined ? undefined : (sent) => onProgress(blob, sent)),
  );
  const byDigest = new Map(unique.map(({ digest }, index) => [digest, outcomes[index] ?? "present"]));
  return blobs.map(({ digest }) => byDigest.get(digest) ?? "present");
}

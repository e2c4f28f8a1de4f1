import { randomFillSync } from "node:crypto";
import { Readable } from "node:stream";
import { digestOf } from "../../src/core/package/digest-of.ts";
import type { BlobSource } from "../../src/oci/oci-store.ts";

export interface SampleBlob extends BlobSource {
  readonly bytes: Buffer;
  /** Offsets at which it was opened, in order. */
  readonly opened: number[];
}

/** Bytes that no other blob has, in pieces of 64 KiB. */
export function sampleBlob(size: number): SampleBlob {
  const bytes = randomFillSync(Buffer.alloc(size));
  const opened: number[] = [];
  return {
    bytes,
    digest: digestOf(bytes),
    size,
    opened,
    open: (offset) => {
      opened.push(offset);
      return Readable.from(pieces(bytes.subarray(offset)), { objectMode: false });
    },
  };
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

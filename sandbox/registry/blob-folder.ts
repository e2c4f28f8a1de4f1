import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, type ReadStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Blobs and unfinished uploads in a folder. */
export interface BlobFolder {
  readonly size: (digest: string) => Promise<number | undefined>;
  readonly open: (digest: string) => ReadStream;
  /** Bytes of an upload so far; `undefined` where there is no such upload. */
  readonly uploaded: (id: string) => Promise<number | undefined>;
  readonly append: (id: string, bytes: Readable) => Promise<number>;
  /** False: the bytes are not what `digest` names; they are forgotten. */
  readonly finish: (id: string, digest: string) => Promise<boolean>;
}

export async function openBlobFolder(folder: string): Promise<BlobFolder> {
  const blobs = join(folder, "blobs");
  const uploads = join(folder, "uploads");
  await mkdir(blobs, { recursive: true });
  await mkdir(uploads, { recursive: true });
  const placeOf = (digest: string): string => {
    if (!DIGEST.test(digest)) throw new Error("not a digest");
    return join(blobs, digest.slice("sha256:".length));
  };
  const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.size;
  const uploaded = (id: string) => sizeOf(join(uploads, id));
  return {
    size: async (digest) => (DIGEST.test(digest) ? sizeOf(placeOf(digest)) : undefined),
    open: (digest) => createReadStream(placeOf(digest)),
    uploaded,
    append: async (id, bytes) => {
      await pipeline(bytes, createWriteStream(join(uploads, id), { flags: "a" }));
      return (await uploaded(id)) ?? 0;
    },
    finish: async (id, digest) => {
      const path = join(uploads, id);
      const hash = createHash("sha256");
      await pipeline(createReadStream(path), hash);
      const same = DIGEST.test(digest) && `sha256:${hash.digest("hex")}` === digest;
      if (same) await rename(path, placeOf(digest));
      else await rm(path, { force: true });
      return same;
    },
  };
}

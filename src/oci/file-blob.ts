import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { PawlError } from "../core/errors.ts";
import type { BlobSource } from "./oci-store.ts";

/** Large enough that reading costs little beside sending, small enough that several files at once stay in memory. */
const CHUNK_BYTES = 512 * 1024;

/**
 * A file as a blob. Reads it once for its digest.
 *
 * @throws `INPUT_INVALID` where it is no regular file or changes while it is read.
 */
export async function fileBlob(path: string): Promise<BlobSource> {
  const { size, isFile } = await stat(path).then(
    (found) => ({ size: found.size, isFile: found.isFile() }),
    (cause: unknown) => {
      throw new PawlError({ code: "INPUT_INVALID", message: `${path} cannot be read`, cause });
    },
  );
  if (!isFile) throw new PawlError({ code: "INPUT_INVALID", message: `${path} is no regular file` });
  const open = (start: number) => createReadStream(path, { start, highWaterMark: CHUNK_BYTES });
  const hash = createHash("sha256");
  let seen = 0;
  for await (const chunk of open(0)) {
    hash.update(chunk);
    seen += chunk.length;
  }
  if (seen !== size) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${path} changed while it was read`,
      hint: "Package after everything that writes it has ended.",
    });
  }
  return { digest: `sha256:${hash.digest("hex")}`, size, open };
}

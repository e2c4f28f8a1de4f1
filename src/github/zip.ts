import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from "yauzl";
import { PawlError } from "../core/errors.ts";

export interface ZipLimits {
  /** Names that the one file inside may have. */
  readonly fileNames: readonly string[];
  /** Bytes after inflating. */
  readonly maxBytes: number;
}

const OPTIONS = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true } as const;

/**
 * The one file of an archive that comes from a stranger. Nothing of the archive touches the disk.
 *
 * @throws `ARTIFACT_REFUSED` for anything but one regular file of an allowed name and size.
 */
export async function readZippedFile(
  archive: Uint8Array,
  limits: ZipLimits,
  source: string,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  return withEntry(
    () => fromBufferPromise(buffer, OPTIONS),
    limits,
    source,
    async (name, content) => {
      const chunks: Buffer[] = [];
      // `pipeline`, not `pipe`: an error of the inflating stream would reach nobody and end the process.
      await pipeline(content, limitBytes(limits.maxBytes, source), async (counted) => {
        for await (const chunk of counted) chunks.push(Buffer.from(chunk));
      });
      return { name, bytes: Buffer.concat(chunks) };
    },
  );
}

/**
 * Unpacks the one file of an archive on disk into `folder` in constant memory and returns its path.
 *
 * @throws `ARTIFACT_REFUSED` for anything but one regular file of an allowed name and size; nothing is left behind then.
 */
export async function unpackZippedFile(
  archivePath: string,
  limits: ZipLimits & { readonly folder: string },
  source: string,
): Promise<string> {
  return withEntry(
    () => openPromise(archivePath, OPTIONS),
    limits,
    source,
    async (name, content) => {
      // `name` is on the caller's list of plain file names, so it cannot leave the folder.
      const path = join(limits.folder, name);
      try {
        await pipeline(content, limitBytes(limits.maxBytes, source), createWriteStream(path, { flags: "w" }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return path;
    },
  );
}

async function withEntry<Result>(
  open: () => Promise<ZipFile>,
  limits: ZipLimits,
  source: string,
  use: (name: string, content: Readable) => Promise<Result>,
): Promise<Result> {
  let zip: ZipFile | undefined;
  try {
    zip = await open();
    if (zip.entryCount !== 1) throw refuse(source, `holds ${String(zip.entryCount)} entries, exactly one is accepted`);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const [entry] = entries;
    if (entry === undefined || entries.length !== 1) throw refuse(source, "does not hold exactly one file");
    assertPlainFile(entry, limits, source);
    return await use(entry.fileName, await zip.openReadStreamPromise(entry));
  } catch (error) {
    if (error instanceof PawlError) throw error;
    throw refuse(
      source,
      `is not a readable zip archive (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  } finally {
    zip?.close();
  }
}

function assertPlainFile(entry: Entry, { fileNames, maxBytes }: ZipLimits, source: string): void {
  if (!fileNames.includes(entry.fileName)) {
    throw refuse(source, `holds "${entry.fileName.slice(0, 100)}", accepted is ${fileNames.join(" or ")}`);
  }
  // Upper half of the attributes is the Unix mode where the archive was made on Unix; 0 where it was not.
  const fileType = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (fileType !== 0 && fileType !== 0o100000) throw refuse(source, "holds a link or a special file");
  if (!entry.canDecodeFileData() || entry.isEncrypted()) {
    throw refuse(source, "is encrypted or compressed in a way that is not supported");
  }
  if (entry.uncompressedSize > maxBytes) {
    throw refuse(
      source,
      `inflates to ${String(entry.uncompressedSize)} bytes, at most ${String(maxBytes)} are accepted`,
    );
  }
}

/** The size in the archive's directory is a claim; this counts. */
function limitBytes(maxBytes: number, source: string): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(refuse(source, `inflates to more than ${String(maxBytes)} bytes`));
      else done(null, chunk);
    },
  });
}

function refuse(source: string, what: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "ARTIFACT_REFUSED",
    message: `${source} ${what}`,
    hint: "Let Pawl's own actions upload it, unchanged.",
    cause,
  });
}

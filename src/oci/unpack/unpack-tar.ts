import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import { extract } from "tar-stream";
import { PawlError } from "../../core/errors.ts";
import type { UnpackBudget } from "./unpack-budget.ts";

export type TarKind = "tar" | "tar+gzip" | "tar+zstd";

export interface TarLayer {
  readonly kind: TarKind;
  /** Bytes of the layer as it was packed. */
  readonly size: number;
  readonly folder: string;
  readonly budget: UnpackBudget;
}

export interface UnpackedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Unpacks a tar layer below `folder` as it comes: regular files and folders, nothing else, each name once.
 *
 * @param source Its errors (a wrong digest, at the end) are this function's.
 * @throws `PACKAGE_REFUSED` for links, devices, paths that lead out, too much of anything, and what is no tar.
 */
export async function unpackTar(
  source: Readable,
  { kind, size: packed, folder, budget }: TarLayer,
): Promise<UnpackedFile[]> {
  const files: UnpackedFile[] = [];
  const archive = extract();
  // An entry that broke off before its file was opened would never tell.
  const broken = new AbortController();
  const reading = (async () => {
    for await (const entry of archive) {
      const { name, type, size = 0, mode = 0 } = entry.header;
      if (type === "directory") {
        // The folder itself is often the first entry.
        if (!/^(\.\/*)+$/.test(name)) await mkdir(join(folder, budget.claimFolder(name)), { recursive: true });
        entry.resume();
        continue;
      }
      if (type !== "file" && type !== "contiguous-file") throw refuseKind(name, type);
      const path = budget.claimFile(name);
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      // Nobody else's set-uid bits, and nothing that all may write.
      const file = createWriteStream(target, { flags: "wx", mode: (mode & 0o100) === 0 ? 0o644 : 0o755 });
      await pipeline(entry, file, { signal: broken.signal });
      files.push({ path, bytes: size });
    }
  })();
  const feeding = pipeline([
    source,
    ...inflate(kind),
    budget.count(kind === "tar" ? undefined : inflatedMost(packed)),
    archive,
  ]).catch((error: unknown) => {
    broken.abort();
    throw error;
  });
  // Either may be the reason of the other; a reason of ours says more than what the tar reader makes of it.
  const outcomes = await Promise.allSettled([feeding, reading]);
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  if (failures.length === 0) return files;
  const own = failures.find((failure) => failure instanceof PawlError);
  if (own !== undefined) throw own;
  throw refuse(
    `has a layer that is no ${kind} (${String(failures[0] instanceof Error ? failures[0].message : failures[0])})`,
    failures[0],
  );
}

/** Weights shrink to a half, text to a twentieth; what grows a hundredfold was made to grow. */
function inflatedMost(packed: number): number {
  return 64 * 2 ** 20 + 100 * packed;
}

function inflate(kind: TarKind): NodeJS.ReadWriteStream[] {
  if (kind === "tar") return [];
  if (kind === "tar+gzip") return [zlib.createGunzip()];
  // Since Node 22.15; its types are not those of the oldest Node that we support.
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  if (typeof create === "function") return [create()];
  throw new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package has a layer in Zstandard, which Node ${process.versions.node} cannot read`,
    hint: "Use Node 22.15 or newer.",
  });
}

function refuseKind(name: string, type: string | null | undefined): PawlError {
  const shown = JSON.stringify(name.slice(0, 200));
  return refuse(`has ${shown}, a ${type ?? "thing of no kind"}: only files and folders are unpacked`);
}

function refuse(what: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package ${what}`,
    hint: "Nothing was unpacked. Look at who made the package before trying it elsewhere.",
    cause,
  });
}

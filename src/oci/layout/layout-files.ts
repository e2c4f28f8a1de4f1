import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PawlError } from "../../core/errors.ts";
import { formatIndex, MAX_MANIFEST_BYTES, parseIndex } from "../oci-documents.ts";
import type { Descriptor } from "../oci-store.ts";

/** Annotation of the image specification for a tag in a layout's index. */
const REF_NAME = "org.opencontainers.image.ref.name";
const VERSION = "1.0.0";

/** Paths inside a layout folder, by the image layout specification. `blob` takes a checked digest. */
export function layoutPaths(folder: string) {
  const blobs = join(folder, "blobs", "sha256");
  return {
    layout: join(folder, "oci-layout"),
    index: join(folder, "index.json"),
    lock: join(folder, ".pawl-lock"),
    blobs,
    blob: (digest: string) => join(blobs, digest.slice("sha256:".length)),
    /** Not among the blobs, where every file has to be what its name says. */
    part: () => join(folder, `.pawl-${randomUUID()}.part`),
  } as const;
}
export type LayoutPaths = ReturnType<typeof layoutPaths>;

/** Makes the folder a layout where it is not one yet. @throws `PACKAGE_REFUSED` for a layout of another version. */
export async function prepareLayout(paths: LayoutPaths): Promise<void> {
  await mkdir(paths.blobs, { recursive: true });
  if (await isLayout(paths)) return;
  await replaceFile(paths.layout, Buffer.from(JSON.stringify({ imageLayoutVersion: VERSION })), paths.part());
}

/** @throws `PACKAGE_REFUSED` for a layout of another version. */
export async function isLayout(paths: LayoutPaths): Promise<boolean> {
  const text = await readFile(paths.layout, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  if (new RegExp(`"imageLayoutVersion"\\s*:\\s*"${VERSION}"`).test(text.slice(0, 1000))) return true;
  throw new PawlError({
    code: "PACKAGE_REFUSED",
    message: `${paths.layout} is no OCI image layout of version ${VERSION}`,
    hint: "Name another folder, or one that does not exist yet.",
  });
}

/** What the index lists; nothing where there is none. @throws `PACKAGE_REFUSED` where it is broken. */
export async function readLayoutIndex(paths: LayoutPaths): Promise<readonly Descriptor[]> {
  const bytes = await readSmall(paths.index);
  return bytes === undefined ? [] : parseIndex(bytes, paths.index).manifests;
}

/** Lists a manifest, under a tag if one is given, which it takes from whatever had it. To be called under the lock. */
export async function listManifest(paths: LayoutPaths, manifest: Descriptor, tag: string | undefined): Promise<void> {
  const listed = await readLayoutIndex(paths);
  const named = (entry: Descriptor): string | undefined => entry.annotations?.[REF_NAME];
  const known = listed.some((entry) => entry.digest === manifest.digest && (tag === undefined || named(entry) === tag));
  if (known) return;
  const entry =
    tag === undefined ? manifest : { ...manifest, annotations: { ...manifest.annotations, [REF_NAME]: tag } };
  const others = listed.filter(
    (other) =>
      (tag === undefined || named(other) !== tag) &&
      // An entry without a tag says nothing beside one that has it.
      !(other.digest === manifest.digest && named(other) === undefined),
  );
  await replaceFile(paths.index, formatIndex([...others, entry]), paths.part());
}

/** The entry with a tag. */
export function findTag(listed: readonly Descriptor[], tag: string): Descriptor | undefined {
  return listed.find(({ annotations }) => annotations?.[REF_NAME] === tag);
}

/** A small file, which is no link; `undefined` where there is none. @throws `PACKAGE_REFUSED` for more than 4 MiB. */
export async function readSmall(path: string): Promise<Buffer | undefined> {
  const handle = await openPlain(path);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    if (size > MAX_MANIFEST_BYTES) {
      throw new PawlError({ code: "PACKAGE_REFUSED", message: `${path} has more than 4 MiB` });
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Opens a regular file and follows no link: a layout may be somebody else's. `undefined` where there is none. */
export async function openPlain(path: string): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw unreadable(path, error);
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw unreadable(path);
}

/** Writes beside and renames, so that nobody ever reads half a file. */
export async function replaceFile(path: string, bytes: Uint8Array, part: string): Promise<void> {
  try {
    await writeFile(part, bytes, { flag: "wx" });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function unreadable(path: string, cause?: unknown): PawlError {
  return new PawlError({ code: "PACKAGE_REFUSED", message: `${path} is no file that can be read`, cause });
}

import { PawlError } from "../../core/errors.ts";
import { digestOf } from "../../core/package/digest-of.ts";
import { MANIFEST_TYPE } from "../oci-documents.ts";
import type { StoredManifest } from "../oci-store.ts";
import { isDigest } from "../package-address.ts";
import { findTag, isLayout, type LayoutPaths, layoutPaths, readLayoutIndex, readSmall } from "./layout-files.ts";

/**
 * What lies in a layout folder under a tag or digest, with the digest that it really has; `undefined` where there is nothing.
 *
 * @throws `PACKAGE_REFUSED` where the folder is broken, or a tag leads to bytes that are others than it says.
 */
export async function findLayoutManifest(folder: string, reference: string): Promise<StoredManifest | undefined> {
  const paths = layoutPaths(folder);
  if (!(await isLayout(paths))) return undefined;
  const listed = await readLayoutIndex(paths);
  const entry = isDigest(reference) ? listed.find(({ digest }) => digest === reference) : findTag(listed, reference);
  const digest = entry?.digest ?? (isDigest(reference) ? reference : undefined);
  if (digest === undefined) return undefined;
  const bytes = await readSmall(paths.blob(digest));
  if (bytes === undefined) return undefined;
  const found = digestOf(bytes);
  if (found !== digest && !isDigest(reference)) throw damaged(paths, digest, found);
  return { bytes, mediaType: entry?.mediaType ?? MANIFEST_TYPE, digest: found };
}

function damaged(paths: LayoutPaths, digest: string, found: string): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message: `${paths.blob(digest)} holds ${found}`,
    hint: "The file was changed or damaged: delete it and package again.",
  });
}

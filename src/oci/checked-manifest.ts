import { PawlError } from "../core/errors.ts";
import type { StoredManifest } from "./oci-store.ts";
import { assertTag, isDigest } from "./package-address.ts";

/**
 * Reads a manifest and, where it was asked for by digest, insists on that digest.
 *
 * @throws `PACKAGE_REFUSED` where something else lies there; `INPUT_INVALID` for a reference that is neither tag nor digest.
 */
export async function checkedManifest(
  reference: string,
  repository: string,
  read: (reference: string) => Promise<StoredManifest | undefined>,
): Promise<StoredManifest | undefined> {
  if (!isDigest(reference)) assertTag(reference);
  const found = await read(reference);
  if (found === undefined || !isDigest(reference) || found.digest === reference) return found;
  throw new PawlError({
    code: "PACKAGE_REFUSED",
    message: `${repository} gives ${found.digest} where ${reference} was asked for`,
    hint: "Do not use it; look at who can write there.",
  });
}

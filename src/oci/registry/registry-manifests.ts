import { PawlError } from "../../core/errors.ts";
import { digestOf } from "../../core/package/digest-of.ts";
import { INDEX_TYPE, MANIFEST_TYPE, MAX_MANIFEST_BYTES, parseIndex } from "../oci-documents.ts";
import type { Descriptor, StoredManifest } from "../oci-store.ts";
import type { RegistryConnection } from "./connect-registry.ts";
import { refusedBy } from "./registry-error.ts";
import { readBody } from "./send-request.ts";

/** Docker's own kinds too: a version that was adopted may be an image. */
const ACCEPT = [
  MANIFEST_TYPE,
  INDEX_TYPE,
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");
/** More attachments of one package than this many pages of them are not real. */
const MAX_PAGES = 20;

/**
 * What the registry gives under a tag or digest, with the digest that it really has; `undefined` where there is nothing.
 *
 * @throws `REGISTRY_REFUSED`; `PACKAGE_REFUSED` for more than 4 MiB.
 */
export async function fetchManifest(
  connection: RegistryConnection,
  reference: string,
): Promise<StoredManifest | undefined> {
  const doing = `the manifest ${reference}`;
  const response = await connection.request({
    method: "GET",
    url: connection.url(`/manifests/${reference}`),
    action: "pull",
    doing,
    headers: { accept: ACCEPT },
  });
  if (response.status === 404) {
    response.body.resume();
    return undefined;
  }
  if (response.status !== 200) throw await refusedBy(response, { registry: connection.registry, doing });
  const bytes = await readBody(response, MAX_MANIFEST_BYTES);
  if (bytes === undefined) throw tooLarge(`${connection.repository}: ${doing}`);
  const mediaType = response.headers["content-type"]?.split(";")[0]?.trim() ?? MANIFEST_TYPE;
  return { bytes, mediaType, digest: digestOf(bytes) };
}

/**
 * Puts a manifest under a tag, or under its digest alone.
 *
 * @returns Its digest, and the subject that the registry has taken note of, which makes a fallback tag unnecessary.
 * @throws `REGISTRY_REFUSED`; `PACKAGE_REFUSED` for more than 4 MiB.
 */
export async function putManifest(
  connection: RegistryConnection,
  {
    bytes,
    mediaType,
    tag,
  }: { readonly bytes: Uint8Array; readonly mediaType: string; readonly tag?: string | undefined },
): Promise<{ readonly digest: string; readonly subject: string | undefined }> {
  if (bytes.length > MAX_MANIFEST_BYTES) throw tooLarge(`${connection.repository}: the manifest`);
  const digest = digestOf(bytes);
  const doing = `the manifest ${tag ?? digest}`;
  const response = await connection.request({
    method: "PUT",
    url: connection.url(`/manifests/${tag ?? digest}`),
    action: "push",
    doing,
    headers: { "content-type": mediaType },
    body: bytes,
  });
  if (response.status < 200 || response.status > 299) {
    throw await refusedBy(response, { registry: connection.registry, doing });
  }
  response.body.resume();
  const subject = response.headers["oci-subject"];
  return { digest, subject: typeof subject === "string" ? subject : undefined };
}

/** What the registry lists as referrers of a digest; `undefined` where it knows no referrers. */
export async function fetchReferrers(
  connection: RegistryConnection,
  digest: string,
): Promise<readonly Descriptor[] | undefined> {
  const doing = `the attachments of ${digest}`;
  const found: Descriptor[] = [];
  let url: URL | undefined = connection.url(`/referrers/${digest}`);
  for (let page = 0; url !== undefined && page < MAX_PAGES; page += 1) {
    const response = await connection.request({
      method: "GET",
      url,
      action: "pull",
      doing,
      headers: { accept: INDEX_TYPE },
    });
    const type = response.headers["content-type"]?.split(";")[0]?.trim();
    // Registries without it answer 404; some proxies 400 or 405, and some web pages 200 with a page.
    if ([400, 404, 405].includes(response.status) || (response.status === 200 && type !== INDEX_TYPE)) {
      response.body.resume();
      return undefined;
    }
    if (response.status !== 200) throw await refusedBy(response, { registry: connection.registry, doing });
    const bytes = await readBody(response, MAX_MANIFEST_BYTES);
    if (bytes === undefined) throw tooLarge(`${connection.repository}: ${doing}`);
    found.push(...parseIndex(bytes, `${connection.repository}: ${doing}`).manifests);
    const next: string | undefined = /<([^>]+)>\s*;\s*rel="?next"?/.exec(
      response.headers["link"]?.toString() ?? "",
    )?.[1];
    url = next === undefined ? undefined : await connection.locate(next, url);
  }
  return found;
}

function tooLarge(what: string): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message: `${what} has more than 4 MiB, which is the most that registries and Pawl take`,
    hint: "Pack many small files as one tar layer instead of a layer each.",
  });
}

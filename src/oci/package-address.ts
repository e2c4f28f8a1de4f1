import { PawlError } from "../core/errors.ts";

/** Where packages of one model lie. */
export type PackageAddress =
  | {
      readonly kind: "registry";
      /** Host and port as written: `ghcr.io`, `localhost:5000`. */
      readonly registry: string;
      /** Repository inside the registry: `acme/late-flights`. */
      readonly name: string;
    }
  | { readonly kind: "layout"; readonly folder: string };

/** A package: its address and a tag or digest, as somebody types it. */
export interface PackageReference {
  /** Without tag or digest; what {@link parsePackageAddress} takes. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…`. Wins over the tag where both are given. */
  readonly digest: string | undefined;
}

const LAYOUT = "oci-layout:";
/** Grammar of a repository name in the OCI distribution specification 1.1. */
const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
/** The specification's advice: hosts and names together stay under what clients accept. */
const MAX_NAME = 255;
const REGISTRY = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$/i;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads `ghcr.io/acme/late-flights` or `oci-layout:<folder>`.
 *
 * @throws `INPUT_INVALID` for anything that the OCI grammar does not allow, and for an address without a registry.
 */
export function parsePackageAddress(text: string): PackageAddress {
  if (text.startsWith(LAYOUT)) {
    const folder = text.slice(LAYOUT.length);
    if (folder === "" || folder.includes("\0")) throw invalid(text, "names no folder", "Write oci-layout:<folder>.");
    return { kind: "layout", folder };
  }
  const slash = text.indexOf("/");
  const registry = slash === -1 ? "" : text.slice(0, slash);
  // A first part without a dot or a port is what Docker takes for its own hub; nobody means that with a model.
  if (!/[.:]/.test(registry) && registry !== "localhost") {
    throw invalid(text, "names no registry", "Write host and repository: ghcr.io/acme/late-flights.");
  }
  if (!REGISTRY.test(registry)) throw invalid(text, "has no host in front", "Write ghcr.io/acme/late-flights.");
  const name = text.slice(slash + 1);
  if (name.length > MAX_NAME) throw invalid(text, `has a repository name of more than ${String(MAX_NAME)} characters`);
  if (!NAME.test(name)) {
    const lower = name.toLowerCase();
    const hint = NAME.test(lower)
      ? `Registries want lower case: ${registry}/${lower}.`
      : "A repository name is lower-case letters, digits and single . _ - between them, in parts divided by /. Without tag or digest.";
    throw invalid(text, "is no name of a repository", hint);
  }
  return { kind: "registry", registry, name };
}

/**
 * Reads `<address>[:<tag>][@<digest>]`.
 *
 * @throws `INPUT_INVALID` where address, tag or digest are none.
 */
export function parsePackageReference(text: string): PackageReference {
  const at = text.lastIndexOf("@");
  const digest = at === -1 ? undefined : text.slice(at + 1);
  if (digest !== undefined) assertDigest(digest);
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  // The colon of a port, of `oci-layout:` itself or of a drive letter has a folder behind it.
  const isTag =
    colon > named.lastIndexOf("/") && named.slice(0, colon + 1) !== LAYOUT && !/[\\/]/.test(named.slice(colon));
  const repository = isTag ? named.slice(0, colon) : named;
  const tag = isTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined) assertTag(tag);
  parsePackageAddress(repository);
  return { repository, tag, digest };
}

/** @throws `INPUT_INVALID` for anything but 1 to 128 letters, digits, `.`, `_` and `-`. */
export function assertTag(tag: string): void {
  if (!TAG.test(tag)) {
    throw invalid(tag, "is no tag", "A tag is at most 128 letters, digits, dots, underscores and hyphens.");
  }
}

/** @throws `INPUT_INVALID` for anything but `sha256:` and 64 lower-case hexadecimal digits. */
export function assertDigest(digest: string): void {
  if (!DIGEST.test(digest)) throw invalid(digest, "is no digest", "A digest is sha256: and 64 hexadecimal digits.");
}

/** Whether a reference is a digest rather than a tag. */
export function isDigest(reference: string): boolean {
  return DIGEST.test(reference);
}

function invalid(text: string, what: string, hint?: string): PawlError {
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
  return new PawlError({ code: "INPUT_INVALID", message: `${shown} ${what}`, hint });
}

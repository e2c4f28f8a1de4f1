import { z } from "zod";
import { PawlError } from "../errors.ts";
import { OciDigest } from "../evidence/oci-digest.ts";
import type { VersionLocation } from "./registry.ts";

/** Where something that is to be adopted lies, and its digest. */
export interface AdoptedReference {
  readonly location: VersionLocation;
  readonly digest: string;
}

// What a registry takes as a name; the tag that may stand before the digest says nothing and is left out.
const OCI = /^([a-z0-9][\w.-]*(?::\d{1,5})?(?:\/[a-z0-9][\w.-]*)+)(?::[\w.-]{1,128})?@(sha256:[0-9a-f]{64})$/i;
const LAYOUT = /^(oci-layout:[^@\s]+)@(sha256:[0-9a-f]{64})$/;

/**
 * `ghcr.io/acme/late-flights@sha256:…`, or the address of a file with its sha-256 beside it.
 *
 * @param sha256 64 hexadecimal digits, with or without `sha256:`; only of an address.
 * @throws `INPUT_INVALID` with what to write instead.
 */
export function parseAdoptedReference(reference: string, sha256?: string): AdoptedReference {
  const [, repository, digest] = OCI.exec(reference) ?? LAYOUT.exec(reference) ?? [];
  if (repository !== undefined && digest !== undefined && sha256 === undefined) {
    return { location: { kind: "oci", repository }, digest };
  }
  if (sha256 === undefined) {
    throw invalid(
      `${reference.slice(0, 200)} does not name one exact version`,
      "Give registry/name@sha256:<digest>, or the address of a file together with its sha-256.",
    );
  }
  const parsed = OciDigest.safeParse(sha256.startsWith("sha256:") ? sha256 : `sha256:${sha256}`);
  if (!parsed.success) throw invalid("the sha-256 is not 64 hexadecimal digits", "sha256sum <file> prints it.");
  const url = z
    .url({ protocol: /^[a-z][a-z0-9+.-]*$/ })
    .max(1000)
    .safeParse(reference);
  if (!url.success || /[\s\p{Cc}\p{Cf}]/u.test(reference)) {
    throw invalid(`${reference.slice(0, 200)} is not the address of a file`, "Like s3://models/late-flights/7.onnx.");
  }
  const { username, password, protocol } = new URL(reference);
  if (username !== "" || password !== "") {
    throw invalid("the address holds a user or password", "Leave them out: the ledger can be read by everybody here.");
  }
  if (protocol === "javascript:" || protocol === "data:") throw invalid(`${protocol} is no place for weights`);
  return { location: { kind: "uri", uri: reference }, digest: parsed.data };
}

function invalid(message: string, hint?: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}

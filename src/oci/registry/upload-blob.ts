import { Readable } from "node:stream";
import type { BlobSource } from "../oci-store.ts";
import type { RegistryConnection } from "./connect-registry.ts";
import { hasBlob } from "./has-blob.ts";
import { isCut, isPassing, pauseBefore } from "./patience.ts";
import { refusedBy, unreachable } from "./registry-error.ts";
import type { WireResponse } from "./send-request.ts";

/** An upload that a registry has begun, and how far it is. */
interface Session {
  readonly location: URL;
  readonly offset: number;
  /** `OCI-Chunk-Min-Length`: smaller parts are refused, except for the last. */
  readonly minimum: number;
}

type Step =
  | { readonly kind: "moved"; readonly session: Session }
  | { readonly kind: "done" }
  /** Nothing came of it; `error` is the reason where there will be no further attempt. */
  | { readonly kind: "failed"; readonly response?: WireResponse; readonly error: () => Promise<Error> };

export interface UploadOptions {
  /** Most bytes of one request, for proxies that limit bodies. Undefined: as many as there are. */
  readonly chunkBytes?: number | undefined;
  readonly onProgress?: ((sent: number) => void) | undefined;
}

/** Up to here a blob is one request more cheaply than an upload that could go on. */
const SMALL_BYTES = 2 ** 20;
/** What GHCR takes of a part that names its range; also under the limits of proxies. */
const SMALL_CHUNK = 4 * 2 ** 20;
const OCTETS = { "content-type": "application/octet-stream" } as const;

/**
 * Sends a blob unless the registry has it. One streamed request, as Docker does it, because every registry takes that;
 * after a cut the registry is asked how far it is, and the rest is sent from there, or all of it where it cannot tell.
 *
 * @throws `REGISTRY_REFUSED` when it refuses, or when as many attempts as `patience` allows moved nothing forward.
 */
export async function uploadBlob(
  connection: RegistryConnection,
  blob: BlobSource,
  { chunkBytes, onProgress }: UploadOptions = {},
): Promise<"pushed" | "present"> {
  if (await hasBlob(connection, blob.digest)) return "present";
  const doing = `the upload of ${blob.digest}`;
  let limit = chunkBytes;
  let session: Session | undefined;
  let furthest = 0;
  let fruitless = 0;
  let resumed = false;
  for (;;) {
    session ??= await startUpload(connection, doing);
    const step: Step = await takeStep(connection, { blob, session, limit, onProgress, doing });
    if (step.kind === "done") return "pushed";
    if (step.kind === "moved") {
      session = step.session;
      if (session.offset > furthest) fruitless = 0;
      furthest = Math.max(furthest, session.offset);
      continue;
    }
    const status = step.response?.status;
    const tooLarge: boolean = status === 413 || status === 416;
    // After going on, a wrong digest or an unknown upload says that the two did not agree how far it was.
    const confused: boolean = status === 404 || (status === 400 && resumed);
    fruitless += 1;
    if (
      fruitless >= connection.patience.attempts ||
      !(status === undefined || isPassing(status) || tooLarge || confused)
    ) {
      throw await step.error();
    }
    step.response?.body.resume();
    if (!tooLarge)
      await pauseBefore(fruitless, connection.patience, { response: step.response, signal: connection.signal });
    if (tooLarge) limit = Math.min(limit ?? SMALL_CHUNK, SMALL_CHUNK);
    session = confused ? undefined : await askOffset(connection, session, blob.size, doing);
    if (session !== undefined && session.offset > furthest) {
      furthest = session.offset;
      fruitless = 0;
    }
    resumed = session !== undefined && session.offset > 0;
    // The answer that was lost may have been that all is well.
    if (session === undefined && (await hasBlob(connection, blob.digest))) return "pushed";
  }
}

async function startUpload(connection: RegistryConnection, doing: string): Promise<Session> {
  const url = connection.url("/blobs/uploads/");
  const response = await connection.request({
    method: "POST",
    url,
    action: "push",
    doing,
    headers: { "content-length": "0" },
  });
  if (response.status !== 202) throw await refusedBy(response, { registry: connection.registry, doing });
  response.body.resume();
  const minimum = Number(response.headers["oci-chunk-min-length"]);
  return {
    location: await connection.locate(response.headers.location, url),
    offset: 0,
    minimum: Number.isSafeInteger(minimum) && minimum > 0 ? minimum : 0,
  };
}

interface Upload {
  readonly blob: BlobSource;
  readonly session: Session;
  readonly limit: number | undefined;
  readonly onProgress: ((sent: number) => void) | undefined;
  readonly doing: string;
}

/** Sends the next part, or asks to put it together when there is none left. */
async function takeStep(connection: RegistryConnection, upload: Upload): Promise<Step> {
  const { blob, session, limit, onProgress, doing } = upload;
  const { offset, location, minimum } = session;
  const left = blob.size - offset;
  const length = limit === undefined ? left : Math.min(left, Math.max(limit, minimum));
  const whole = offset === 0 && length === blob.size && length <= SMALL_BYTES;
  const last = left === 0 || whole;
  const open = () => (length < left ? takeBytes(blob.open(offset), length) : blob.open(offset));
  try {
    const response = await connection.request({
      method: last ? "PUT" : "PATCH",
      url: last ? withDigest(location, blob.digest) : location,
      action: "push",
      doing,
      once: true,
      idleMs: last ? connection.patience.commitMs : 2 * connection.patience.idleMs,
      headers: {
        ...(length > 0 ? OCTETS : {}),
        // Docker sends none with a whole blob, and GHCR takes large bodies only without it.
        ...(offset > 0 && length > 0
          ? range(offset, length)
          : limit !== undefined && !last
            ? range(offset, length)
            : {}),
      },
      body:
        length === 0
          ? new Uint8Array()
          : { length, open, onProgress: onProgress === undefined ? undefined : (sent) => onProgress(offset + sent) },
    });
    if (response.status < 200 || response.status > 299) {
      return { kind: "failed", response, error: () => refusedBy(response, { registry: connection.registry, doing }) };
    }
    response.body.resume();
    if (last) return { kind: "done" };
    // Not from the answer's `Range`: some registries report the first part there for ever.
    const next = await connection.locate(response.headers.location ?? location.href, location);
    return { kind: "moved", session: { location: next, offset: offset + length, minimum } };
  } catch (error) {
    if (!isCut(error)) throw error;
    return { kind: "failed", error: async () => unreachable(connection.registry, doing, error) };
  }
}

/** How far the registry is. `undefined`: it does not know, so that the upload begins anew. */
async function askOffset(
  connection: RegistryConnection,
  session: Session,
  size: number,
  doing: string,
): Promise<Session | undefined> {
  const { location, minimum } = session;
  const response = await connection.request({ method: "GET", url: location, action: "push", doing });
  response.body.resume();
  if (response.status < 200 || response.status > 299) return undefined;
  const end = /^(?:bytes[= ])?0-(\d+)$/.exec(response.headers.range ?? "")?.[1];
  if (end === undefined) return undefined;
  // `0-0` is one byte by the letter, and none in practice.
  const offset = end === "0" ? 0 : Number(end) + 1;
  if (offset > size) return undefined;
  return { location: await connection.locate(response.headers.location ?? location.href, location), offset, minimum };
}

function range(offset: number, length: number): Readonly<Record<string, string>> {
  return { "content-range": `${String(offset)}-${String(offset + length - 1)}` };
}

function withDigest(location: URL, digest: string): URL {
  const url = new URL(location);
  // By hand: `searchParams` would write the registry's own parameters anew, and some are signed.
  url.search = `${url.search}${url.search === "" ? "?" : "&"}digest=${encodeURIComponent(digest)}`;
  return url;
}

/** The first `length` bytes of a source, which is closed after them. */
function takeBytes(source: Readable, length: number): Readable {
  const take = async function* (): AsyncGenerator<Buffer> {
    let left = length;
    for await (const chunk of source) {
      const part: Buffer = chunk.length > left ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      yield part;
      if (left === 0) return;
    }
  };
  return Readable.from(take(), { objectMode: false });
}

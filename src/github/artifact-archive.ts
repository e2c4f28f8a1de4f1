import { PawlError } from "../core/errors.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound } from "./request-failure.ts";

const MAX_REDIRECTS = 3;
/** A stalled store must not hold up the queue for ever; predictions of some gigabytes pass. */
const TRANSFER_TIMEOUT_MS = 15 * 60_000;

export interface ArchiveLimits {
  /** Bytes that are read at most, whatever the headers say. */
  readonly maxBytes: number;
  /** How errors name the artifact. */
  readonly source: string;
}

/**
 * Bytes of an artifact's archive. GitHub answers with a redirect to a signed address of its blob store: it is followed
 * with a request of our own, because the store must never see our token.
 *
 * @throws `NOT_FOUND` where it is gone, `ARTIFACT_REFUSED` for a redirect that we do not follow or too many bytes.
 */
export async function openArtifactArchive(
  octokit: Octokit,
  { owner, repo }: Repository,
  artifactId: number,
  limits: ArchiveLimits,
): Promise<AsyncIterable<Uint8Array>> {
  try {
    const response = await octokit.request(
      "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
      {
        owner,
        repo,
        artifact_id: artifactId,
        archive_format: "zip",
        request: { redirect: "manual", parseSuccessResponseBody: false, timeoutMs: TRANSFER_TIMEOUT_MS },
      },
    );
    const location = response.headers.location;
    // A stand-in may answer with the bytes themselves.
    if (location === undefined) return limitBytes(asStream(response.data, limits), limits);
    return limitBytes(await follow(new URL(location, response.url), new URL(response.url), limits), limits);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new PawlError({
      code: "NOT_FOUND",
      message: `${limits.source} is gone: deleted or expired`,
      hint: "Run the workflow again.",
      cause: error,
    });
  }
}

async function follow(target: URL, from: URL, limits: ArchiveLimits): Promise<AsyncIterable<Uint8Array>> {
  let url = target;
  let previous = from;
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
    assertFollowable(url, previous, limits.source);
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TRANSFER_TIMEOUT_MS) });
    const next = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && next !== null) {
      await response.body?.cancel();
      previous = url;
      url = new URL(next, url);
      continue;
    }
    if (response.ok) return asStream(response.body, limits);
    await response.body?.cancel();
    throw Object.assign(new Error(`${limits.source}: the blob store answered ${String(response.status)}`), {
      // The signed address lives for a minute; a later attempt gets a new one.
      status: response.status === 404 ? 404 : 502,
    });
  }
  throw refuse(limits.source, `is behind more than ${String(MAX_REDIRECTS)} redirects`);
}

function assertFollowable(url: URL, previous: URL, source: string): void {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse(source, `redirects to ${url.protocol}`);
  if (previous.protocol === "https:" && url.protocol === "http:") throw refuse(source, "redirects from https to http");
  if (url.username !== "" || url.password !== "") throw refuse(source, "redirects to an address with credentials");
}

function asStream(body: unknown, { source }: ArchiveLimits): AsyncIterable<Uint8Array> {
  if (body instanceof ReadableStream) return body;
  if (body instanceof ArrayBuffer) return inOnePiece(new Uint8Array(body));
  throw refuse(source, "came without content");
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* limitBytes(stream: AsyncIterable<Uint8Array>, limits: ArchiveLimits): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of stream) {
    seen += chunk.byteLength;
    if (seen > limits.maxBytes) throw refuse(limits.source, `is larger than ${String(limits.maxBytes)} bytes`);
    yield chunk;
  }
}

function refuse(source: string, what: string): PawlError {
  return new PawlError({ code: "ARTIFACT_REFUSED", message: `${source} ${what}` });
}

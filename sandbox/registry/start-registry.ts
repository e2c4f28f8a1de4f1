import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type BlobFolder, openBlobFolder } from "./blob-folder.ts";

export interface Registry {
  /** `127.0.0.1:5000`, as it stands in front of a repository's name. */
  readonly host: string;
  readonly close: () => Promise<void>;
}

interface Manifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** What is in the registry besides blobs: manifests by repository and digest, digests by repository and tag. */
interface State {
  readonly blobs: BlobFolder;
  readonly manifests: Map<string, Manifest>;
  readonly tags: Map<string, string>;
}

interface Call {
  readonly state: State;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly repository: string;
  /** What comes behind `blobs/`, `manifests/` … */
  readonly rest: string;
}

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const NAME = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*";
const PLACE = new RegExp(`^/v2/(${NAME})/(blobs/uploads/?|blobs/|manifests/|tags/|referrers/)([^/]*)$`);

/**
 * A registry of packages on this machine, as the OCI distribution specification 1.1 describes it, without accounts:
 * whoever reaches it may push. Blobs lie in `folder`, manifests and tags are forgotten at the end.
 */
export async function startRegistry({
  folder,
  port,
}: {
  readonly folder: string;
  readonly port: number;
}): Promise<Registry> {
  const state: State = { blobs: await openBlobFolder(folder), manifests: new Map(), tags: new Map() };
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else fail(response, 500, "UNKNOWN");
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: taken } = server.address() as AddressInfo; // a server that listens on TCP has one
  return {
    host: `127.0.0.1:${String(taken)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://registry");
  if (url.pathname === "/v2/" || url.pathname === "/v2") return reply(response, 200, {});
  const [, repository, kind, rest] = PLACE.exec(url.pathname) ?? [];
  if (repository === undefined || kind === undefined || rest === undefined) return fail(response, 404, "NAME_UNKNOWN");
  const call: Call = { state, request, response, url, repository, rest: decodeURIComponent(rest) };
  switch (kind) {
    case "blobs/":
      return answerBlob(call);
    case "manifests/":
      return answerManifest(call);
    case "tags/":
      return answerTags(call);
    case "referrers/":
      return answerReferrers(call);
    default:
      return answerUpload(call);
  }
}

async function answerBlob({ state, request, response, rest }: Call): Promise<void> {
  const size = await state.blobs.size(rest);
  if (size === undefined) return fail(response, 404, "BLOB_UNKNOWN");
  response.writeHead(200, { "content-length": size, "docker-content-digest": rest });
  if (request.method === "HEAD") response.end();
  else await pipeline(state.blobs.open(rest), response);
}

async function answerUpload(call: Call): Promise<void> {
  const { state, request, response, url, repository, rest } = call;
  const id = request.method === "POST" ? randomUUID() : rest;
  const location = `/v2/${repository}/blobs/uploads/${id}`;
  const before = request.method === "POST" ? 0 : await state.blobs.uploaded(id);
  if (before === undefined || !/^[0-9a-f-]{36}$/.test(id)) return fail(response, 404, "BLOB_UPLOAD_UNKNOWN");
  const range = (bytes: number) => ({ location, range: `0-${String(Math.max(0, bytes - 1))}` });
  if (request.method === "GET") return reply(response, 204, range(before));

  const from = /^(\d+)-/.exec(request.headers["content-range"] ?? "")?.[1];
  if (from !== undefined && Number(from) !== before) return reply(response, 416, range(before));
  const bytes = await state.blobs.append(id, request);
  const digest = url.searchParams.get("digest");
  if (request.method === "PATCH" || digest === null) return reply(response, 202, range(bytes));
  if (!(await state.blobs.finish(id, digest))) return fail(response, 400, "DIGEST_INVALID");
  reply(response, 201, { location: `/v2/${repository}/blobs/${digest}`, "docker-content-digest": digest });
}

async function answerManifest(call: Call): Promise<void> {
  const { state, request, response, repository, rest } = call;
  if (request.method === "PUT") return putManifest(call);
  const digest = rest.startsWith("sha256:") ? rest : state.tags.get(`${repository}:${rest}`);
  const manifest = state.manifests.get(`${repository}@${digest ?? ""}`);
  if (manifest === undefined || digest === undefined) return fail(response, 404, "MANIFEST_UNKNOWN");
  response.writeHead(200, {
    "content-type": manifest.mediaType,
    "content-length": manifest.bytes.byteLength,
    "docker-content-digest": digest,
  });
  response.end(request.method === "HEAD" ? undefined : manifest.bytes);
}

async function putManifest({ state, request, response, repository, rest }: Call): Promise<void> {
  const bytes = await readLimited(request, MAX_MANIFEST_BYTES);
  if (bytes === undefined) return fail(response, 413, "SIZE_INVALID");
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  if (rest.startsWith("sha256:") && rest !== digest) return fail(response, 400, "DIGEST_INVALID");
  const manifest = { bytes, mediaType: request.headers["content-type"] ?? "application/octet-stream" };
  for (const blob of blobsOf(manifest)) {
    if ((await state.blobs.size(blob)) === undefined) return fail(response, 404, "MANIFEST_BLOB_UNKNOWN");
  }
  state.manifests.set(`${repository}@${digest}`, manifest);
  if (!rest.startsWith("sha256:")) state.tags.set(`${repository}:${rest}`, digest);
  const { subject } = parse(manifest);
  reply(response, 201, {
    location: `/v2/${repository}/manifests/${digest}`,
    "docker-content-digest": digest,
    ...(subject === undefined ? {} : { "oci-subject": subject }),
  });
}

function answerTags({ state, response, repository }: Call): void {
  const names = [...state.tags.keys()].filter((key) => key.startsWith(`${repository}:`));
  json(response, "application/json", { name: repository, tags: names.map((key) => key.slice(repository.length + 1)) });
}

function answerReferrers({ state, response, repository, rest }: Call): void {
  const manifests = [...state.manifests].flatMap(([key, manifest]) => {
    const { subject, artifactType } = parse(manifest);
    if (!key.startsWith(`${repository}@`) || subject !== rest) return [];
    const digest = key.slice(repository.length + 1);
    return [{ mediaType: manifest.mediaType, digest, size: manifest.bytes.byteLength, artifactType }];
  });
  json(response, "application/vnd.oci.image.index.v1+json", {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests,
  });
}

/** The parts of a manifest that a registry looks at; of one that is not JSON there are none. */
function parse({ bytes }: Manifest): {
  readonly subject: string | undefined;
  readonly artifactType: string | undefined;
  readonly blobs: readonly string[];
} {
  const read = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  let manifest: unknown;
  try {
    manifest = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    manifest = undefined;
  }
  const layers = read(manifest, "layers");
  const parts = [read(manifest, "config"), ...(Array.isArray(layers) ? layers : [])];
  return {
    subject: text(read(read(manifest, "subject"), "digest")),
    artifactType: text(read(manifest, "artifactType")) ?? text(read(read(manifest, "config"), "mediaType")),
    blobs: parts.flatMap((part) => text(read(part, "digest")) ?? []),
  };
}

function blobsOf(manifest: Manifest): readonly string[] {
  return parse(manifest).blobs;
}

async function readLimited(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of Readable.from(request)) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { "content-length": 0, "docker-distribution-api-version": "registry/2.0", ...headers });
  response.end();
}

function json(response: ServerResponse, mediaType: string, value: object): void {
  response.writeHead(200, { "content-type": mediaType });
  response.end(JSON.stringify(value));
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replaceAll("_", " ") }] }));
}

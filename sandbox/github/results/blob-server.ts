import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { World } from "../world.ts";
import { blobFile, checkBlobUrl } from "./blob-urls.ts";

/** A blob storage on an origin of its own that takes the block uploads of Azure's client and gives ranges back. */
export function createBlobServer(world: World): http.Server {
  return http.createServer((request, response) => {
    answer(world, request, response).catch((error: unknown) => {
      refuse(response, 500, "InternalError", error instanceof Error ? error.message : String(error));
    });
  });
}

async function answer(world: World, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", world.blobOrigin);
  if (request.headers.authorization !== undefined) {
    // a signed address together with a token is what a client sends that forwards its token to strangers
    request.resume();
    refuse(
      response,
      400,
      "InvalidAuthenticationInfo",
      "Authentication information is not given in the correct format.",
    );
    return;
  }
  const grant = checkBlobUrl(world, url);
  const isWrite = request.method === "PUT";
  if (grant === undefined || (grant.access === "write") !== isWrite) {
    request.resume();
    refuse(response, 403, "AuthenticationFailed", "Signature not valid in the specified time frame");
    return;
  }
  const file = blobFile(world, grant);
  if (isWrite) await receive(url, file, request, response);
  else await send(world, { file, ...grant }, request, response);
}

async function receive(
  url: URL,
  file: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const blocks = `${file}.blocks`;
  mkdirSync(blocks, { recursive: true });
  const blockFile = (id: string): string => path.join(blocks, createHash("sha256").update(id).digest("hex"));
  const part = url.searchParams.get("comp");
  if (part === "block") {
    await pipeline(request, createWriteStream(blockFile(url.searchParams.get("blockid") ?? "")));
  } else if (part === "blocklist") {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const ids = [
      ...Buffer.concat(chunks)
        .toString("utf8")
        .matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g),
    ];
    rmSync(file, { force: true });
    for (const [, id = ""] of ids)
      await pipeline(createReadStream(blockFile(id)), createWriteStream(file, { flags: "a" }));
    if (ids.length === 0) await pipeline([], createWriteStream(file));
    rmSync(blocks, { recursive: true });
  } else {
    await pipeline(request, createWriteStream(file));
  }
  response.writeHead(201, {
    etag: `"0x${Date.now().toString(16).toUpperCase()}"`,
    "last-modified": new Date().toUTCString(),
    "x-ms-request-server-encrypted": "true",
    "content-length": "0",
  });
  response.end();
}

interface Wanted {
  readonly file: string;
  readonly container: "artifacts" | "caches";
  readonly id: number;
}

async function send(
  world: World,
  wanted: Wanted,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  if (!existsSync(wanted.file)) {
    refuse(response, 404, "BlobNotFound", "The specified blob does not exist.");
    return;
  }
  const size = statSync(wanted.file).size;
  const [, from, to] =
    /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? String(request.headers["x-ms-range"] ?? "")) ?? [];
  const start = from === undefined ? 0 : Number(from);
  const end = to === undefined || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  response.writeHead(from === undefined ? 200 : 206, {
    ...describe(world, wanted),
    "content-length": String(size === 0 ? 0 : end - start + 1),
    "accept-ranges": "bytes",
    etag: `"${String(wanted.id)}"`,
    "last-modified": new Date().toUTCString(),
    "x-ms-blob-type": "BlockBlob",
    ...(from === undefined ? {} : { "content-range": `bytes ${String(start)}-${String(end)}/${String(size)}` }),
  });
  if (request.method === "HEAD" || size === 0) response.end();
  else await pipeline(createReadStream(wanted.file, { start, end }), response);
}

function describe(world: World, { container, id }: Wanted): Record<string, string> {
  if (container === "caches") return { "content-type": "application/octet-stream" };
  for (const repository of world.repositories.values()) {
    const artifact = repository.artifacts.get(id);
    if (artifact === undefined) continue;
    const zipped = artifact.mimeType === "application/zip";
    const name = zipped ? `${artifact.name}.zip` : artifact.name;
    return {
      "content-type": artifact.mimeType,
      "content-disposition": `attachment; filename="${encodeURIComponent(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    };
  }
  return { "content-type": "application/octet-stream" };
}

function refuse(response: http.ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "content-type": "application/xml", "x-ms-error-code": code });
  response.end(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { INDEX_TYPE, MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  body: Buffer;
}

/** Answers instead of the registry: `true` where it has answered. May read `seen.body` only after `read()`. */
export type Behaviour = (exchange: {
  readonly seen: Seen;
  readonly earlier: readonly Seen[];
  readonly answer: ServerResponse;
  readonly read: () => Promise<Buffer>;
}) => boolean | Promise<boolean>;

export interface FakeRegistry {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  readonly seen: Seen[];
  readonly blobs: Map<string, Buffer>;
  /** By tag and by digest. */
  readonly manifests: Map<string, Buffer>;
  /** What came so far of uploads under way, by their id. */
  readonly uploads: Map<string, Buffer>;
  behaviour: Behaviour;
}

/**
 * A registry in this process that keeps to the letter of the distribution specification 1.1: it keeps what arrived of an
 * upload that broke off, and says how much that is.
 */
export async function startFakeRegistry(behaviour: Behaviour = () => false): Promise<FakeRegistry> {
  const fake: FakeRegistry = {
    address: "",
    seen: [],
    blobs: new Map(),
    manifests: new Map(),
    uploads: new Map(),
    behaviour,
  };
  const server = createServer(async (incoming, answer) => {
    const seen: Seen = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: Buffer.alloc(0),
    };
    const earlier = [...fake.seen];
    fake.seen.push(seen);
    const read = async (): Promise<Buffer> => {
      try {
        for await (const chunk of incoming) seen.body = Buffer.concat([seen.body, chunk]);
      } catch {
        // The client is gone; what came counts.
      }
      return seen.body;
    };
    if (await fake.behaviour({ seen, earlier, answer, read })) return;
    await serve(fake, { seen, answer, read });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  return Object.assign(fake, {
    address: `127.0.0.1:${String(typeof bound === "object" && bound !== null ? bound.port : 0)}`,
  });
}

async function serve(
  fake: FakeRegistry,
  {
    seen,
    answer,
    read,
  }: { readonly seen: Seen; readonly answer: ServerResponse; readonly read: () => Promise<Buffer> },
): Promise<void> {
  const url = new URL(seen.path, "http://fake");
  const [, kind = "", rest = ""] =
    /^\/v2\/acme\/model\/(blobs\/uploads|blobs|manifests)\/?(.*)$/.exec(url.pathname) ?? [];
  if (kind === "blobs/uploads") return serveUpload(fake, { seen, answer, read, url, id: rest });
  if (kind === "blobs") return giveBytes(answer, seen, fake.blobs.get(rest), "application/octet-stream");
  if (kind === "manifests" && seen.method === "PUT") {
    const bytes = await read();
    fake.manifests.set(rest, bytes);
    fake.manifests.set(digestOf(bytes), bytes);
    return void answer.writeHead(201).end();
  }
  if (kind === "manifests") {
    const bytes = fake.manifests.get(rest);
    const type = bytes?.includes('"manifests"') === true ? INDEX_TYPE : MANIFEST_TYPE;
    return giveBytes(answer, seen, bytes, type);
  }
  answer.writeHead(404).end();
}

function giveBytes(answer: ServerResponse, seen: Seen, bytes: Buffer | undefined, type: string): void {
  if (bytes === undefined) return void answer.writeHead(404).end();
  const start = Number(/^bytes=(\d+)-$/.exec(seen.headers.range ?? "")?.[1] ?? 0);
  const part = bytes.subarray(start);
  const range =
    start === 0
      ? {}
      : { "content-range": `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}` };
  answer.writeHead(start === 0 ? 200 : 206, { "content-type": type, "content-length": part.length, ...range });
  answer.end(seen.method === "HEAD" ? undefined : part);
}

interface UploadExchange {
  readonly seen: Seen;
  readonly answer: ServerResponse;
  readonly read: () => Promise<Buffer>;
  readonly url: URL;
  readonly id: string;
}

async function serveUpload(fake: FakeRegistry, { seen, answer, read, url, id }: UploadExchange): Promise<void> {
  const { uploads } = fake;
  const location = (upload: string) => ({ location: `/v2/acme/model/blobs/uploads/${upload}?state=a%2Fb` });
  if (seen.method === "POST") {
    const upload = String(uploads.size + 1);
    uploads.set(upload, Buffer.alloc(0));
    return void answer.writeHead(202, location(upload)).end();
  }
  const held = uploads.get(id);
  if (held === undefined) return void answer.writeHead(404).end();
  if (seen.method === "GET") {
    return void answer.writeHead(204, { ...location(id), range: `0-${String(Math.max(0, held.length - 1))}` }).end();
  }
  const start = /^(\d+)-\d+$/.exec(seen.headers["content-range"] ?? "")?.[1];
  if (start !== undefined && Number(start) !== held.length) return void answer.writeHead(416).end();
  const all = Buffer.concat([held, await read()]);
  uploads.set(id, all);
  if (seen.method === "PATCH") return void answer.writeHead(202, location(id)).end();
  const digest = url.searchParams.get("digest") ?? "";
  if (digestOf(all) !== digest || url.searchParams.get("state") !== "a/b") {
    const errors = [{ code: "DIGEST_INVALID", message: "provided digest did not match \u001b[31mcontent" }];
    return void answer.writeHead(400).end(JSON.stringify({ errors }));
  }
  fake.blobs.set(digest, all);
  answer.writeHead(201).end();
}

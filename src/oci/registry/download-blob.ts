import { pipeline, Readable } from "node:stream";
import { PawlError } from "../../core/errors.ts";
import { checkDigest } from "../digest.ts";
import type { Descriptor } from "../oci-store.ts";
import type { RegistryConnection } from "./connect-registry.ts";
import { isCut, pauseBefore } from "./patience.ts";
import { refusedBy, unreachable } from "./registry-error.ts";
import type { WireResponse } from "./send-request.ts";

type Wanted = Pick<Descriptor, "digest" | "size">;

/**
 * The bytes of a blob; after a cut it goes on where it was.
 *
 * @throws `REGISTRY_REFUSED` before the first byte where there is no such blob; through the stream `REGISTRY_REFUSED`
 * after too many cuts, and `PACKAGE_REFUSED` at its end where the bytes are others.
 */
export async function downloadBlob(connection: RegistryConnection, wanted: Wanted): Promise<Readable> {
  const first = await openAt(connection, wanted, 0);
  const length = first.headers["content-length"];
  if (length !== undefined && Number(length) !== wanted.size) {
    first.body.destroy();
    throw new PawlError({
      code: "PACKAGE_REFUSED",
      message: `${connection.repository}: ${wanted.digest} has ${length} bytes instead of ${String(wanted.size)}`,
      hint: "The package is damaged, or its manifest is wrong.",
    });
  }
  const source = Readable.from(readThroughCuts(connection, wanted, first), { objectMode: false });
  // The error that is handed to the callback reaches the reader too: `pipeline` destroys the last stream with it.
  return pipeline(source, checkDigest(wanted, connection.repository), () => undefined);
}

async function* readThroughCuts(
  connection: RegistryConnection,
  wanted: Wanted,
  first: WireResponse,
): AsyncGenerator<Buffer> {
  let response = first;
  let offset = 0;
  let fruitless = 0;
  for (;;) {
    let cut = new Error("the answer ended early");
    try {
      for await (const chunk of response.body) {
        offset += chunk.length;
        fruitless = 0;
        yield chunk;
      }
    } catch (error) {
      if (!isCut(error)) throw error;
      cut = error;
    }
    if (offset >= wanted.size) return;
    fruitless += 1;
    if (fruitless >= connection.patience.attempts) {
      throw unreachable(connection.registry, `the download of ${wanted.digest}`, cut);
    }
    await pauseBefore(fruitless, connection.patience, { signal: connection.signal });
    response = await openAt(connection, wanted, offset);
  }
}

async function openAt(connection: RegistryConnection, { digest }: Wanted, offset: number): Promise<WireResponse> {
  const doing = `the download of ${digest}`;
  const response = await connection.request({
    method: "GET",
    url: connection.url(`/blobs/${digest}`),
    action: "pull",
    doing,
    headers: offset === 0 ? {} : { range: `bytes=${String(offset)}-` },
  });
  if (response.status !== 200 && response.status !== 206) {
    throw await refusedBy(response, { registry: connection.registry, doing });
  }
  const begins = response.status === 200 ? 0 : startOf(response);
  if (begins === offset) return response;
  if (begins === 0) {
    await skip(response, offset);
    return response;
  }
  response.body.destroy();
  throw new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${connection.registry} answered ${doing} with another part of it than was asked for`,
  });
}

function startOf(response: WireResponse): number {
  return Number(/^bytes (\d+)-/.exec(response.headers["content-range"] ?? "")?.[1] ?? 0);
}

/** Reads over what is known already, where a registry sends everything again. */
async function skip({ body }: WireResponse, bytes: number): Promise<void> {
  let left = bytes;
  while (left > 0) {
    const chunk: Buffer | null = body.read() ?? (await nextChunk(body));
    if (chunk === null) return;
    if (chunk.length > left) body.unshift(chunk.subarray(left));
    left -= chunk.length;
  }
}

function nextChunk(body: Readable): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      body.off("readable", done).off("end", done).off("error", failed);
      resolve(body.read());
    };
    const failed = (error: Error): void => {
      body.off("readable", done).off("end", done);
      reject(error);
    };
    body.once("readable", done).once("end", done).once("error", failed);
  });
}

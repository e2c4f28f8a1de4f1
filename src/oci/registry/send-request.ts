import { type Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { PawlError } from "../../core/errors.ts";

/** A body that is opened when it is sent, and opened again where it has to be sent again. */
export interface StreamedBody {
  readonly length: number;
  readonly open: () => Readable;
  /** Bytes of this body that the connection has taken. */
  readonly onProgress?: ((sent: number) => void) | undefined;
}

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | StreamedBody | undefined;
  readonly agent: Agent;
  readonly lookup?: LookupFunction | undefined;
  /** Without a byte in either direction for so long, the connection counts as lost. */
  readonly idleMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Has to be read to its end or destroyed. */
  readonly body: IncomingMessage;
}

/**
 * Sends one request, once, without following anything. Rejects with the connection's error where there is no answer,
 * and with a `PawlError` where the body's own source failed.
 */
export function sendRequest(wire: WireRequest): Promise<WireResponse> {
  const { method, url, headers, body, agent, lookup, idleMs, signal } = wire;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
      method,
      agent,
      headers: body === undefined ? headers : { ...headers, "content-length": String(body.length) },
      ...(lookup === undefined ? {} : { lookup }),
      ...(signal === undefined ? {} : { signal }),
    });
    request.setTimeout(idleMs, () => {
      request.destroy(new Error(`nothing moved for ${String(Math.round(idleMs / 1000))} s`));
    });
    let source: Readable | undefined;
    request.on("error", reject);
    request.on("response", (response) => {
      // Answered before all was sent: the rest is not wanted, and the connection cannot be used for anything else.
      if (source !== undefined && !source.readableEnded) {
        source.unpipe(request);
        source.destroy();
        response.once("close", () => request.destroy());
      }
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
    });
    if (body === undefined || body instanceof Uint8Array) {
      request.end(body);
    } else {
      source = body.open();
      const opened = source;
      request.on("close", () => opened.destroy());
      feed(opened, body, (error) => {
        // First, so that the error of the connection that follows from it does not hide it.
        reject(error);
        request.destroy();
      });
      source.pipe(request);
    }
  });
}

/** Counts what a source gives: a server would wait for ever for what a file that became shorter does not have. */
function feed(source: Readable, { length, onProgress }: StreamedBody, fail: (error: PawlError) => void): void {
  let sent = 0;
  source.on("data", (chunk: Buffer) => {
    sent += chunk.length;
    if (sent > length) fail(changed(`is longer than ${String(length)} bytes`));
    else onProgress?.(sent);
  });
  source.on("end", () => {
    if (sent < length) fail(changed(`ended after ${String(sent)} of ${String(length)} bytes`));
  });
  source.on("error", (cause) => fail(changed(`could not be read: ${cause.message}`, cause)));
}

function changed(what: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message: `a file that is sent ${what}`,
    hint: "Package after everything that writes the files has ended.",
    cause,
  });
}

/** All of a body up to `maxBytes`; `undefined` where it is longer. */
export async function readBody({ body }: WireResponse, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (seen > maxBytes) {
      body.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

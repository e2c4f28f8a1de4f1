import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** When a proxy cuts a connection: before it passes the request on, after so many bytes of its body, instead of the answer, or after so many bytes of it. */
export type Cut =
  | { readonly kind: "before" }
  | { readonly kind: "after-bytes"; readonly bytes: number }
  | { readonly kind: "answer" }
  | { readonly kind: "answer-after"; readonly bytes: number };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  bodyBytes: number;
}

export interface CuttingProxy {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  readonly seen: SeenRequest[];
}

/** Passes everything on to a registry on loopback, and cuts where `cutOf` says so. */
export async function startCuttingProxy(
  target: string,
  cutOf: (seen: SeenRequest, earlier: readonly SeenRequest[]) => Cut | undefined,
): Promise<CuttingProxy> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const entry = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      bodyBytes: 0,
    };
    const cut = cutOf(entry, seen);
    seen.push(entry);
    if (cut?.kind === "before") incoming.socket.destroy();
    else passOn(target, { incoming, outgoing, entry, cut });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { address: `127.0.0.1:${String(typeof address === "object" && address !== null ? address.port : 0)}`, seen };
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly entry: SeenRequest;
  readonly cut: Cut | undefined;
}

function passOn(target: string, { incoming, outgoing, entry, cut }: Passage): void {
  // The `Host` of the client stays, so that the registry's absolute locations lead through the proxy again.
  const onward = request(`http://${target}${incoming.url ?? ""}`, {
    method: incoming.method,
    headers: incoming.headers,
  });
  onward.on("error", () => incoming.socket.destroy());
  onward.on("response", (answer) => {
    if (cut?.kind === "answer") return void incoming.socket.destroy();
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    if (cut?.kind === "answer-after") cutAnswer(answer, outgoing, cut.bytes);
    else answer.pipe(outgoing);
  });
  incoming.on("data", (chunk: Buffer) => {
    entry.bodyBytes += chunk.length;
    if (cut?.kind !== "after-bytes" || entry.bodyBytes < cut.bytes) {
      if (!onward.write(chunk)) {
        incoming.pause();
        onward.once("drain", () => incoming.resume());
      }
      return;
    }
    // What was written has to reach the registry before the connection ends.
    incoming.removeAllListeners("data");
    onward.write(chunk.subarray(0, chunk.length - (entry.bodyBytes - cut.bytes)), () => {
      onward.destroy();
      incoming.socket.destroy();
    });
  });
  incoming.on("end", () => onward.end());
}

function cutAnswer(answer: IncomingMessage, outgoing: ServerResponse, bytes: number): void {
  let left = bytes;
  answer.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left > 0) outgoing.write(chunk);
    else {
      answer.removeAllListeners("data");
      outgoing.write(chunk, () => outgoing.destroy());
    }
  });
}

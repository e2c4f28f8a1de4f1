import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import type { Log } from "../src/reconcile/workplace.ts";

export const WEBHOOK_PATH = "/api/github/webhooks";

export interface RequestHandlerOptions {
  /** Checks the signature and answers; resolves to false where the path is not its own. */
  readonly middleware: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly registry: Registry;
  readonly log: Log;
}

/** The App's few addresses. */
export function createRequestHandler({ middleware, registry, log }: RequestHandlerOptions): RequestListener {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").split("?")[0];
    if (request.method === "GET" && path === "/healthz") return answer(response, 200, "ok\n");
    if (request.method === "GET" && path === "/metrics") {
      return answer(response, 200, await registry.metrics(), registry.contentType);
    }
    // Probot's set-up page registers the App with the root as its webhook address.
    if (request.method === "POST" && path === "/") request.url = WEBHOOK_PATH;
    if (!(await middleware(request, response))) answer(response, 404, "Not found\n");
  };
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, "request failed");
      if (!response.headersSent) answer(response, 500, "Internal error\n");
    });
  };
}

function answer(response: ServerResponse, status: number, body: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": type }).end(body);
}

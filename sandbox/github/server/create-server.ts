import http from "node:http";
import type { Control } from "../control/control.ts";
import { type Api, type ApiAnswer, answerApi } from "./answer-api.ts";
import { Dropped } from "./faults.ts";
import { answerGit, isGitRequest } from "./git-http.ts";
import { readBody } from "./read-body.ts";

/** A handler of paths that are neither API nor git: the results service, the page. `false` passes the request on. */
export type ExtraHandler = (request: http.IncomingMessage, response: http.ServerResponse, url: URL) => Promise<boolean>;

/** One server for API, git, results service, page and control. */
export function createServer(api: Api, control: Control, extra: readonly ExtraHandler[]): http.Server {
  const server = http.createServer((request, response) => {
    answer(api, control, extra, request, response).catch((error: unknown) => {
      if (error instanceof Dropped) {
        request.socket.destroy();
        return;
      }
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`fake GitHub: ${request.method ?? ""} ${request.url ?? ""}: ${message}\n`);
      if (response.headersSent) response.destroy();
      else
        sendJson(response, 500, {
          message: `The fake GitHub failed: ${message}`,
          documentation_url: "",
          status: "500",
        });
    });
  });
  // clients keep connections open between bursts; closing them races with their next request
  server.keepAliveTimeout = 60_000;
  return server;
}

async function answer(
  api: Api,
  control: Control,
  extra: readonly ExtraHandler[],
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", api.world.origin);
  if (isGitRequest(url)) return answerGit(api.world, url, request, response);
  if (url.pathname.startsWith("/_control/")) return answerControl(control, url, request, response);
  for (const handle of extra) if (await handle(request, response, url)) return;

  url.pathname = url.pathname.replace(/^\/api\/v3(?=\/|$)/, "").replace(/^\/api\/graphql$/, "/graphql");
  const rawBody = await readBody(request);
  const result = await answerApi(api, { method: request.method ?? "GET", url, headers: request.headers, rawBody });
  send(request, response, result);
}

function send(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { status, headers, bytes }: ApiAnswer,
): void {
  const empty = status === 204 || status === 304;
  response.writeHead(status, { ...headers, ...(empty ? {} : { "content-length": String(bytes.length) }) });
  response.end(empty || request.method === "HEAD" ? undefined : bytes);
}

async function answerControl(
  control: Control,
  url: URL,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const name = url.pathname.slice("/_control/".length);
  const body = (await readBody(request)).toString("utf8");
  const entry = Object.entries(control).find(([key]) => key === name);
  // a page in a browser must not be able to steer the fake: browsers send JSON across origins only after asking
  if (entry === undefined || request.method !== "POST" || request.headers["content-type"] !== "application/json") {
    return sendJson(response, 404, { message: `There is no control call ${name}.` });
  }
  try {
    const result: unknown = await Reflect.apply(entry[1], control, [JSON.parse(body) ?? undefined]);
    sendJson(response, 200, result ?? null);
  } catch (error) {
    sendJson(response, 400, { message: error instanceof Error ? error.message : String(error) });
  }
}

function sendJson(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

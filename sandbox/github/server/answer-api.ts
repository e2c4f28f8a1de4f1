import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import { now, timestamp, type World } from "../world.ts";
import { authenticate } from "./authenticate.ts";
import { appOf, type Caller, type Context, type Reply } from "./context.ts";
import { type FaultList, failAfter, failBefore } from "./faults.ts";
import { limitOf, refundRequest, spendRequest } from "./rate-limit.ts";
import type { Match } from "./route.ts";

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
}

/** An answer ready to be sent: status, headers and bytes. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

export interface Api {
  readonly world: World;
  readonly match: (method: string, path: string) => Match | undefined;
  readonly faults: FaultList;
  /** Compares request and answer with GitHub's description, when that is wanted. */
  readonly validate: (exchange: Exchange) => void;
}

export interface Exchange {
  readonly method: string;
  readonly template: string;
  readonly request: { readonly query: URLSearchParams; readonly rawBody: Buffer };
  readonly status: number;
  readonly body: unknown;
}

/** Answers one REST or GraphQL request and logs it. @throws Dropped when a fault closes the connection */
export async function answerApi(api: Api, request: ApiRequest): Promise<ApiAnswer> {
  const { world } = api;
  const started = performance.now();
  const matched = api.match(request.method, request.url.pathname);
  const template = matched?.route.template ?? "(unknown)";
  const progress: Progress = { caller: { kind: "anonymous" }, reply: undefined, spent: false };
  let answer: ApiAnswer | undefined;
  try {
    await carryOut(api, request, matched, progress);
    answer = finish(world, request, progress);
  } catch (error) {
    progress.reply = errorReply(error);
    if (progress.reply === undefined) throw error;
    answer = finish(world, request, progress);
  } finally {
    const status = answer?.status ?? 0;
    log(world, request, { template, progress, status, milliseconds: performance.now() - started });
  }
  if (matched !== undefined && progress.reply !== undefined) {
    const { method, url, rawBody } = request;
    const { status, body } = progress.reply;
    api.validate({ method, template, request: { query: url.searchParams, rawBody }, status, body });
  }
  return answer;
}

interface Progress {
  caller: Caller;
  reply: Reply | undefined;
  /** It counts against the caller's hour. */
  spent: boolean;
}

async function carryOut(api: Api, request: ApiRequest, matched: Match | undefined, progress: Progress): Promise<void> {
  const { world } = api;
  progress.caller = authenticate(world, request.headers.authorization);
  const { caller } = progress;
  if (matched === undefined) throw notFound();
  const { route, params } = matched;
  const effects = api.faults.take({
    route: `${route.method} ${route.template}`,
    path: request.url.pathname + request.url.search,
    app: appOf({ caller, world })?.slug,
  });
  await failBefore(world, caller, effects);
  if (caller.kind !== "app") {
    spendRequest(world, caller);
    progress.spent = true;
  }
  const context: Context = {
    world,
    caller,
    url: request.url,
    headers: request.headers,
    rawBody: request.rawBody,
    param: (name) => params.get(name) ?? "",
    body: (schema) => parseBody(request.rawBody, schema),
  };
  progress.reply = failAfter(world, effects, await route.handle(context));
}

function parseBody<Schema extends z.ZodType>(rawBody: Buffer, schema: Schema): z.infer<Schema> {
  let value: unknown;
  try {
    value = rawBody.length === 0 ? {} : JSON.parse(rawBody.toString("utf8"));
  } catch {
    throw new ApiError(400, "Problems parsing JSON");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => describeIssue(issue, value));
  throw new ApiError(422, `Invalid request.\n\n${sentences.join("\n")}`);
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const place = issue.path.map(String).join(".");
  const given = issue.path.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), value);
  if (given === undefined && issue.path.length > 0) return `"${place}" wasn't supplied.`;
  if (issue.code === "too_big" && typeof given === "string") {
    return `Only ${String(issue.maximum)} characters are allowed; ${String(given.length)} were supplied.`;
  }
  if (issue.code === "too_big" && Array.isArray(given)) {
    return `No more than ${String(issue.maximum)} items are allowed; ${String(given.length)} were supplied.`;
  }
  return `For '${place}', ${JSON.stringify(given)?.slice(0, 100) ?? "nothing"} is not valid: ${issue.message}`;
}

function errorReply(error: unknown): Reply | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const body = {
    message: error.message,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(error.status),
  };
  return { status: error.status, body, headers: error.headers };
}

function log(
  world: World,
  { method, url, rawBody }: ApiRequest,
  {
    template,
    progress: { caller, spent },
    status,
    milliseconds,
  }: { template: string; progress: Progress; status: number; milliseconds: number },
): void {
  const graphql = template === "/graphql";
  const mutation = graphql && /^\s*\{?\s*"query"\s*:\s*"\s*mutation|"mutation\b/.test(rawBody.toString("utf8"));
  const minting = template.endsWith("/access_tokens");
  world.requests.push({
    at: timestamp(world),
    method,
    path: url.pathname + url.search,
    route: template,
    status,
    caller: caller.kind,
    app: appOf({ caller, world })?.slug,
    write: graphql ? mutation : method !== "GET" && method !== "HEAD" && !minting,
    billed: spent,
    milliseconds,
  });
}

function finish(world: World, request: ApiRequest, progress: Progress): ApiAnswer {
  const { caller, reply = errorReply(notFound()) } = progress;
  if (reply === undefined) throw new Error("an error without an answer");
  const isBytes = Buffer.isBuffer(reply.body);
  const bytes =
    reply.body === undefined ? Buffer.alloc(0) : isBytes ? reply.body : Buffer.from(JSON.stringify(reply.body));
  const etag =
    ["GET", "HEAD"].includes(request.method) && reply.status === 200 ? etagOf(request.headers, bytes) : undefined;
  const same = etag !== undefined && request.headers["if-none-match"]?.replace(/^W\//, "") === etag;
  if (same && progress.spent) {
    refundRequest(world, caller);
    progress.spent = false;
  }
  const { limit, used, resetSeconds } = limitOf(world, caller);
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    "x-github-request-id": `FAKE:${String(world.requests.length)}`,
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-used": String(used),
    "x-ratelimit-remaining": String(limit - used),
    "x-ratelimit-reset": String(resetSeconds),
    "x-ratelimit-resource": "core",
    // clients correct their clock by this
    date: new Date(now(world)).toUTCString(),
    ...(etag === undefined ? {} : { etag, "cache-control": "private, max-age=60, s-maxage=60" }),
    ...reply.headers,
  };
  return same ? { status: 304, headers, bytes: Buffer.alloc(0) } : { status: reply.status, headers, bytes };
}

/** GitHub's ETag is another one for each token and media type. */
function etagOf({ accept = "", authorization = "" }: IncomingHttpHeaders, bytes: Buffer): string {
  return `"${createHash("sha256").update(`${accept}:${authorization}:`).update(bytes).digest("hex")}"`;
}

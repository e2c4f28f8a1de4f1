import { setTimeout as sleep } from "node:timers/promises";
import { limitWaitMs } from "./rate-limit.ts";
import { isLostAnswer, statusOf } from "./request-failure.ts";
import { createRequestLane, type LanePace, type RequestLane } from "./request-lane.ts";

/** What happened to a request, for logs and metrics. `route` has placeholders, never names. */
export type RequestEvent =
  | {
      readonly kind: "answered";
      readonly method: string;
      readonly route: string;
      readonly status: number;
      readonly remaining: number | undefined;
    }
  | { readonly kind: "limited"; readonly method: string; readonly route: string; readonly waitMs: number }
  | { readonly kind: "repeated"; readonly method: string; readonly route: string; readonly reason: string };

export interface Patience extends LanePace {
  /** One attempt may take this long. */
  readonly timeoutMs: number;
  /** Attempts of a request that may be repeated. */
  readonly attempts: number;
  /** First pause before repeating; doubles, with up to half of it at random. */
  readonly pauseMs: number;
  /** A limit that asks for more than this is given up on, and the error goes to the caller. */
  readonly longestWaitMs: number;
  readonly onEvent?: ((event: RequestEvent) => void) | undefined;
}

/** GitHub's own numbers; a primary limit resets after an hour at most. */
export const DEFAULT_PATIENCE: Patience = {
  writeGapMs: 1000,
  notifyGapMs: 3000,
  timeoutMs: 30_000,
  attempts: 4,
  pauseMs: 500,
  longestWaitMs: 65 * 60_000,
};

interface RequestOptions {
  readonly method: string;
  readonly url: string;
  readonly request?: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined } | undefined;
}

type Send<Options, Response> = (options: Options) => Promise<Response>;

/**
 * Sends requests the way GitHub asks for: limits are waited out by everybody who shares the token, writes keep their
 * distance, and only what has no second effect is repeated after a lost answer. Octokit's retry plugin repeats a POST
 * whose answer was lost, which posts twice; its throttling plugin lets others go on asking while one request waits.
 */
export function createPatientSender(patience: Patience, laneOf: (key: string) => RequestLane) {
  return async <Options extends RequestOptions, Response>(
    send: Send<Options, Response>,
    options: Options,
    key: string,
  ): Promise<Response> => {
    const lane = laneOf(key);
    const route = options.url.replace(/^https?:\/\/[^/]+/, "").replace(/\?.*$/, "");
    const attempt = () => sendOnce(send, options, patience);
    for (let failures = 0, limits = 0; ; ) {
      await lane.untilOpen(options.request?.signal);
      try {
        const response = await (isWrite(options) ? lane.write(notifies(options), attempt) : attempt());
        report(patience, options, route, response);
        return response;
      } catch (error) {
        report(patience, options, route, error);
        const wait = limitWait(error, limits);
        if (wait !== undefined && wait <= patience.longestWaitMs) {
          limits += 1;
          lane.block(wait);
          patience.onEvent?.({ kind: "limited", method: options.method, route, waitMs: wait });
          continue;
        }
        failures += 1;
        if (!isRepeatable(options) || !isLostAnswer(error) || failures >= patience.attempts) throw error;
        patience.onEvent?.({ kind: "repeated", method: options.method, route, reason: String(statusOf(error)) });
        await sleep(patience.pauseMs * 2 ** (failures - 1) * (1 + Math.random() / 2));
      }
    }
  };
}

/** One lane for each key, made when it is first used. */
export function createLanes(pace: LanePace): (key: string) => RequestLane {
  const lanes = new Map<string, RequestLane>();
  return (key) => {
    const lane = lanes.get(key) ?? createRequestLane(pace);
    lanes.set(key, lane);
    return lane;
  };
}

async function sendOnce<Options extends RequestOptions, Response>(
  send: Send<Options, Response>,
  options: Options,
  { timeoutMs }: Patience,
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.request?.timeoutMs ?? timeoutMs);
  const outer = options.request?.signal;
  const signal = outer === undefined ? timeout : AbortSignal.any([outer, timeout]);
  const response = await send({ ...options, request: { ...options.request, signal } });
  const limited = graphqlLimit(response);
  if (limited !== undefined) throw limited;
  return response;
}

/** GraphQL says 200 and puts the limit into the body; made to look like REST's. */
function graphqlLimit(response: unknown): Error | undefined {
  const { data, headers } = asAnswer(response);
  if (typeof data !== "object" || data === null || !("errors" in data) || !Array.isArray(data.errors)) return undefined;
  const limited = data.errors.some(
    (error: unknown) => typeof error === "object" && error !== null && "type" in error && error.type === "RATE_LIMITED",
  );
  if (!limited) return undefined;
  return Object.assign(new Error("API rate limit exceeded (GraphQL)"), { status: 429, response: { headers } });
}

function limitWait(error: unknown, attempt: number): number | undefined {
  const response = typeof error === "object" && error !== null && "response" in error ? error.response : undefined;
  const message = error instanceof Error ? error.message : "";
  return limitWaitMs({ status: statusOf(error), headers: asAnswer(response).headers, message }, Date.now(), attempt);
}

function asAnswer(response: unknown): {
  data: unknown;
  status: number | undefined;
  headers: Record<string, string | number | undefined>;
} {
  const empty = { data: undefined, status: undefined, headers: {} };
  if (typeof response !== "object" || response === null) return empty;
  const headers =
    "headers" in response && typeof response.headers === "object" && response.headers !== null ? response.headers : {};
  return {
    data: "data" in response ? response.data : undefined,
    status: "status" in response && typeof response.status === "number" ? response.status : undefined,
    headers: Object.fromEntries(Object.entries(headers)),
  };
}

function report({ onEvent }: Patience, { method }: RequestOptions, route: string, answer: unknown): void {
  if (onEvent === undefined) return;
  const response = typeof answer === "object" && answer !== null && "response" in answer ? answer.response : answer;
  const remaining = Number(asAnswer(response).headers["x-ratelimit-remaining"]);
  const status = statusOf(answer) ?? asAnswer(response).status ?? 0;
  onEvent({ kind: "answered", method, route, status, remaining: Number.isFinite(remaining) ? remaining : undefined });
}

function isWrite({ method }: RequestOptions): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Repeating a POST makes a second thing; repeating the PATCH of a check run appends its annotations again. */
function isRepeatable({ method, url }: RequestOptions): boolean {
  return method === "PATCH" ? !/\/check-runs\//.test(url) : method !== "POST";
}

function notifies({ method, url }: RequestOptions): boolean {
  return method === "POST" && /\/(issues\/[^/]+\/comments|pulls|pulls\/[^/]+\/(comments|reviews))$/.test(url);
}

import { createHash } from "node:crypto";
import type { EtagStore, Question } from "./etag-store.ts";

type Fetch = typeof globalThis.fetch;

export interface ConditionalFetchOptions {
  readonly store: EtagStore;
  /** Only questions to this API are remembered. */
  readonly apiUrl: string;
  readonly fetch?: Fetch | undefined;
}

/** What GitHub did for us, for the log. */
export interface FetchCounts {
  /** Answered with 304, which counts against no limit. */
  readonly unchanged: number;
  /** Everything else but what an App asks as itself. */
  readonly billed: number;
}

/**
 * A `fetch` that asks GitHub whether an answer from earlier still holds. GitHub's ETag names the body and the token that
 * asked (sha-256 over `Accept:Authorization:body`; GitHub's support confirms that ETags belong to a token, how they are
 * made is not documented), so it is computed anew from the body that is kept and the token at hand. That does two things:
 * what was kept under one token serves the next, and GitHub answers 304 only where the kept body *is* the present one, so
 * that nobody can put anything into the store that we would believe. Where the computation does not match GitHub's, as on
 * a server that makes its ETags in another way, nothing is kept, and every question costs what it costs.
 */
export function conditionalFetch({ store, apiUrl, fetch = globalThis.fetch }: ConditionalFetchOptions): {
  readonly fetch: Fetch;
  readonly counts: () => FetchCounts;
} {
  let unchanged = 0;
  let billed = 0;
  const ask: Fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const headers = new Headers(init?.headers);
    const accept = headers.get("accept") ?? "";
    const authorization = headers.get("authorization") ?? "";
    const isRead = (init?.method ?? "GET") === "GET" && url.startsWith(`${apiUrl}/`) && !(input instanceof Request);
    if (!isRead) {
      if (!isAskedByApp(authorization)) billed += 1;
      return fetch(input, init);
    }
    const question: Question = { url, accept };
    const kept = store.read(question);
    if (kept !== undefined && isWhole(url, kept))
      headers.set("if-none-match", `"${etagOf(kept, accept, authorization)}"`);
    const response = await fetch(url, { ...init, headers });
    if (response.status === 304 && kept !== undefined) {
      unchanged += 1;
      return answer(response, kept, url);
    }
    if (!isAskedByApp(authorization)) billed += 1;
    if (response.status !== 200 || !isJson(response)) return response;
    const body = await response.text();
    const etag = response.headers.get("etag")?.replace(/^W\//, "").replaceAll('"', "");
    const keep = etag === etagOf(body, accept, authorization) && !response.headers.has("link") && isWhole(url, body);
    if (keep) store.write(question, body);
    else store.forget(question);
    return answer(response, body, url);
  };
  return { fetch: ask, counts: () => ({ unchanged, billed }) };
}

/** Only these headers say who asks and for what; Octokit sends no cookies. */
function etagOf(body: string, accept: string, authorization: string): string {
  return createHash("sha256").update(`${accept}:${authorization}:${body}`).digest("hex");
}

/** An App's own questions, signed with its key, are nobody's budget. */
function isAskedByApp(authorization: string): boolean {
  return /^bearer (?!ghs_)[^.]+\.[^.]+\.[^.]+$/i.test(authorization);
}

function isJson(response: Response): boolean {
  return /^application\/(json|[\w.-]+\+json)\b/.test(response.headers.get("content-type") ?? "");
}

/**
 * Whether a list is not full, so that no further page can follow: a 304 does not say where the next page is, and what a
 * store says of it cannot be checked.
 */
function isWhole(url: string, body: string): boolean {
  const { pathname, searchParams } = new URL(url);
  // A tree comes whole, or says itself that it was cut.
  if (/\/git\/trees\//.test(pathname)) return true;
  const perPage = Number(searchParams.get("per_page") ?? 30);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return false;
  }
  if (typeof value !== "object" || value === null) return true;
  const lists = Array.isArray(value) ? [value] : Object.values(value).filter((inner) => Array.isArray(inner));
  return lists.every((list) => list.length < perPage);
}

function answer({ headers: given }: Response, body: string, url: string): Response {
  const headers = new Headers(given);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
  headers.set("content-type", "application/json; charset=utf-8");
  // Octokit pages on from the address of an answer, which a made one does not have.
  return Object.defineProperty(new Response(body, { status: 200, headers }), "url", { value: url });
}

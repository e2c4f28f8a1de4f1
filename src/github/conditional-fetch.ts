import { createHash } from "node:crypto";
import type { EtagStore, Question } from "./etag-store.ts";

type Fetch = typeof globalThis.fetch;

export interface ConditionalFetchOptions {
  readonly store: EtagStore;
  /** Only questions to this API are remembered. */
  readonly apiUrl: string;
  /** Which answers may be kept at all; all of them if not given. */
  readonly mayKeep?: ((url: string, body: string) => boolean) | undefined;
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
export function conditionalFetch({
  store,
  apiUrl,
  mayKeep = () => true,
  fetch = globalThis.fetch,
}: ConditionalFetchOptions): {
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
    const isRead =
      (init?.method ?? "GET") === "GET" && url.startsWith(`${apiUrl}/`) && pageOf(new URL(url)) <= MAX_PAGE;
    if (!isRead) {
      if (!isAskedByApp(authorization)) billed += 1;
      return fetch(input, init);
    }
    const question: Question = { url, accept };
    const kept = store.read(question);
    if (kept !== undefined && isJsonText(kept))
      headers.set("if-none-match", `"${etagOf(kept, accept, authorization)}"`);
    const response = await fetch(url, { ...init, headers });
    if (response.status === 304 && kept !== undefined) {
      unchanged += 1;
      return answer(response, kept, url, linkAfter(url, kept));
    }
    if (!isAskedByApp(authorization)) billed += 1;
    if (response.status !== 200 || !isJson(response)) return response;
    const body = await response.text();
    const etag = response.headers.get("etag")?.replace(/^W\//, "").replaceAll('"', "");
    const link = response.headers.get("link") ?? undefined;
    const keep =
      mayKeep(url, body) && etag === etagOf(body, accept, authorization) && pagesOn(link, linkAfter(url, body));
    if (keep) store.write(question, body);
    else store.forget(question);
    return answer(response, body, url, link);
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

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What GitHub lists where the question does not say how much. */
const DEFAULT_PAGE = 30;
/** Nobody pages on from an answer that is kept without end. */
const MAX_PAGE = 100;

function pageOf({ searchParams }: URL): number {
  return Number(searchParams.get("page") ?? 1);
}

/**
 * The page after this one, where the list is full. GitHub names it in a header, which a 304 need not repeat and which a
 * store could forge, so it is worked out: where it does not exist after all, the answer is an empty list.
 */
function linkAfter(url: string, body: string): string | undefined {
  const next = new URL(url);
  // A tree comes whole, or says itself that it was cut.
  if (/\/git\/trees\//.test(next.pathname)) return undefined;
  const perPage = Number(next.searchParams.get("per_page") ?? DEFAULT_PAGE);
  const value: unknown = isJsonText(body) ? JSON.parse(body) : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const lists = Array.isArray(value) ? [value] : Object.values(value).filter((inner) => Array.isArray(inner));
  if (lists.every((list) => list.length < perPage)) return undefined;
  next.searchParams.set("page", String(pageOf(next) + 1));
  return `<${next.href}>; rel="next"`;
}

/** Whether GitHub counts pages by numbers as {@link linkAfter} does: some lists have cursors, and are not kept. */
function pagesOn(link: string | undefined, workedOut: string | undefined): boolean {
  const [, next] = /<([^>]+)>; rel="next"/.exec(link ?? "") ?? [];
  if (next === undefined) return true;
  const wanted = /<([^>]+)>/.exec(workedOut ?? "")?.[1];
  return wanted !== undefined && sorted(next) === sorted(wanted);
}

function sorted(url: string): string {
  const { searchParams } = new URL(url);
  searchParams.sort();
  return searchParams.toString();
}

function answer({ headers: given }: Response, body: string, url: string, link: string | undefined): Response {
  const headers = new Headers(given);
  if (link !== undefined) headers.set("link", link);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
  headers.set("content-type", "application/json; charset=utf-8");
  // Octokit pages on from the address of an answer, which a made one does not have.
  return Object.defineProperty(new Response(body, { status: 200, headers }), "url", { value: url });
}

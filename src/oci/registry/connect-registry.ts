import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { PawlError } from "../../core/errors.ts";
import { PAWL_VERSION } from "../../core/version.ts";
import { assertOutside, isLoopbackHost, leadsInside, lookupOutside } from "./address-guard.ts";
import { type Action, createAuthorizer } from "./authorizer.ts";
import type { CredentialSource } from "./credentials.ts";
import { parseChallenge } from "./parse-challenge.ts";
import { isCut, isHopeless, isPassing, type Patience, pauseBefore } from "./patience.ts";
import { unreachable } from "./registry-error.ts";
import { type StreamedBody, sendRequest, type WireResponse } from "./send-request.ts";

export interface RegistryRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH";
  readonly url: URL;
  readonly action: Action;
  /** What the person sees of it in an error: "the upload of sha256:…". */
  readonly doing: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | StreamedBody | undefined;
  readonly idleMs?: number;
  /** The caller knows better what to do after a cut or a passing refusal than to ask the same again. */
  readonly once?: boolean;
}

/** One repository of a registry over HTTP: credentials, retries, redirects and where they may lead. */
export interface RegistryConnection {
  readonly registry: string;
  /** `ghcr.io/acme/late-flights`. */
  readonly repository: string;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  /** An address of this repository: `/blobs/sha256:…` after `/v2/<name>`. */
  readonly url: (path: string) => URL;
  /**
   * Where a `Location` leads.
   *
   * @throws `REGISTRY_REFUSED` for no address, for one without encryption, or one inside a private network.
   */
  readonly locate: (location: string | undefined, base: URL) => Promise<URL>;
  /** @throws `REGISTRY_REFUSED` without an answer; with `once` the connection's own error. */
  readonly request: (request: RegistryRequest) => Promise<WireResponse>;
}

export interface RegistryTarget {
  readonly registry: string;
  readonly name: string;
  readonly credentials: CredentialSource | undefined;
  /** Undefined: plain on loopback, encrypted elsewhere. */
  readonly plainHttp: boolean | undefined;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
}

/** Docker's hub answers at another name than it has. */
const API_HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };
const MAX_REDIRECTS = 5;
/** A connection that nobody uses is closed: an App that looks at many registries would collect them. */
const FREE_SOCKET_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Prepares a connection; nothing is sent before the first request. */
export function connectRegistry(target: RegistryTarget): RegistryConnection {
  const { registry, name, patience, signal, credentials } = target;
  const origin = originOf(target);
  const agent = new (origin.protocol === "https:" ? HttpsAgent : HttpAgent)({
    keepAlive: true,
    timeout: FREE_SOCKET_MS,
  });
  // Tokens and redirects may use the other protocol than the registry.
  const foreign = { "http:": new HttpAgent(), "https:": new HttpsAgent() } as const;
  const inside = once(() => leadsInside(origin.hostname));

  const send = async (url: URL, asked: Omit<RegistryRequest, "action" | "url">): Promise<WireResponse> => {
    const own = url.origin === origin.origin;
    const guarded = !own && !(await inside());
    return sendRequest({
      method: asked.method,
      url,
      headers: { "user-agent": `pawl/${PAWL_VERSION}`, ...asked.headers },
      body: asked.body,
      agent: own ? agent : foreign[url.protocol === "http:" ? "http:" : "https:"],
      lookup: guarded ? lookupOutside : undefined,
      idleMs: asked.idleMs ?? patience.idleMs,
      signal,
    });
  };
  const locate = async (location: string | undefined, base: URL): Promise<URL> => {
    const next = resolveLocation(location, base, origin);
    if (next.origin !== origin.origin && !(await inside())) assertOutside(next.hostname);
    return next;
  };
  const authorizer = createAuthorizer({
    registry,
    name,
    credentials: once(async () => credentials?.(registry, name)),
    send: async (asked) => {
      const url = await locate(asked.url.href, origin);
      return patiently({ ...asked, url, doing: "a token" }, target, () => send(url, { ...asked, doing: "a token" }));
    },
  });

  const authorized = async (asked: RegistryRequest): Promise<WireResponse> => {
    const used = authorizer.header(asked.action);
    const first = await follow(asked, used, { send, locate, origin });
    const challenge =
      first.response.status === 401 ? parseChallenge(first.response.headers["www-authenticate"]) : undefined;
    // Only the registry itself is told who we are, not the storage that it sends us to.
    if (challenge === undefined || first.url.origin !== origin.origin) return first.response;
    const next = await authorizer.answer(challenge, asked.action, used);
    if (next === undefined) return first.response;
    first.response.body.resume();
    return (await follow(asked, next, { send, locate, origin })).response;
  };
  return {
    registry,
    repository: `${registry}/${name}`,
    patience,
    signal,
    url: (path) => new URL(`/v2/${name}${path}`, origin),
    locate,
    request: (asked) => (asked.once === true ? authorized(asked) : patiently(asked, target, () => authorized(asked))),
  };
}

function originOf({ registry, plainHttp }: RegistryTarget): URL {
  const host = API_HOSTS[registry.toLowerCase()] ?? registry;
  const secure = new URL(`https://${host}/`);
  const plain = plainHttp ?? isLoopbackHost(secure.hostname);
  return plain ? new URL(`http://${host}/`) : secure;
}

interface Way {
  readonly send: (url: URL, asked: Omit<RegistryRequest, "action" | "url">) => Promise<WireResponse>;
  readonly locate: RegistryConnection["locate"];
  readonly origin: URL;
}

/** Follows redirects of reads, with the `Authorization` for the registry's own origin alone. */
async function follow(
  asked: RegistryRequest,
  authorization: string | undefined,
  { send, locate, origin }: Way,
): Promise<{ readonly response: WireResponse; readonly url: URL }> {
  let url = asked.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const trusted = url.origin === origin.origin && authorization !== undefined;
    const response = await send(url, {
      ...asked,
      headers: { ...asked.headers, ...(trusted ? { authorization } : {}) },
    });
    const reads = asked.method === "GET" || asked.method === "HEAD";
    if (!reads || !REDIRECTS.has(response.status)) return { response, url };
    response.body.resume();
    url = await locate(response.headers.location, url);
  }
  throw new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${origin.host} redirects more than ${String(MAX_REDIRECTS)} times for ${asked.doing}`,
  });
}

async function patiently(
  { doing }: Pick<RegistryRequest, "doing" | "url">,
  { registry, patience, signal }: RegistryTarget,
  attempt: () => Promise<WireResponse>,
): Promise<WireResponse> {
  for (let count = 1; ; count += 1) {
    let response: WireResponse | undefined;
    try {
      response = await attempt();
      if (!isPassing(response.status) || count >= patience.attempts) return response;
      response.body.resume();
    } catch (error) {
      if (!isCut(error)) throw error;
      if (count >= patience.attempts || isHopeless(error)) throw unreachable(registry, doing, error);
    }
    await pauseBefore(count, patience, { response, signal });
  }
}

function resolveLocation(location: string | undefined, base: URL, origin: URL): URL {
  const refuse = (what: string): PawlError =>
    new PawlError({ code: "REGISTRY_REFUSED", message: `${origin.host} sends us ${what}` });
  if (location === undefined || !URL.canParse(location, base.href)) throw refuse("to no address");
  const next = new URL(location, base);
  next.username = "";
  next.password = "";
  next.hash = "";
  if (next.protocol !== "https:" && next.protocol !== "http:") throw refuse(`to an address of ${next.protocol}`);
  if (next.protocol === "http:" && origin.protocol === "https:") {
    // A registry behind a proxy often does not know that it was spoken to with encryption.
    const same = next.hostname === origin.hostname && (next.port === "" || next.port === origin.port);
    if (!same) throw refuse(`to ${next.host} without encryption`);
    next.protocol = "https:";
    next.port = origin.port;
  }
  return next;
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

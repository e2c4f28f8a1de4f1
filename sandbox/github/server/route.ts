import { ApiError, notAccessible, notFound } from "../api-error.ts";
import type { Repository } from "../state.ts";
import type { World } from "../world.ts";
import {
  type Context,
  type Handler,
  may,
  maySee,
  type Need,
  type Reply,
  type RepositoryContext,
  type Route,
} from "./context.ts";

/** A route that is not about a repository. */
export function route(method: string, template: string, need: Need, handle: Handler): Route {
  const guarded: Handler = (context) => {
    if (need === "app" && context.caller.kind !== "app") {
      throw new ApiError(401, "A JSON web token could not be decoded");
    }
    return handle(context);
  };
  return { method, template, need, handle: guarded };
}

/** A route under `/repos/{owner}/{repo}`: 404 for what the caller may not see, 403 for what it may not do. */
export function repositoryRoute(
  method: string,
  rest: string,
  need: Need,
  handle: (context: RepositoryContext) => Reply | Promise<Reply>,
): Route {
  const guarded: Handler = (context) => {
    const repository = findRepository(context.world, context.param("owner"), context.param("repo"));
    if (repository === undefined) throw notFound();
    assertMay(context, repository, need, method);
    return handle({ ...context, repository });
  };
  return { method, template: `/repos/{owner}/{repo}${rest}`, need, handle: guarded };
}

/** @throws ApiError 401, 403 or 404, whichever GitHub would answer. */
export function assertMay(context: Context, repository: Repository, need: Need, method: string): void {
  if (!maySee(context, repository)) throw notFound();
  if (may(context, repository, need)) return;
  const { kind } = context.caller;
  if (kind === "anonymous") throw new ApiError(401, "Requires authentication");
  if (kind === "app") throw new ApiError(401, "Bad credentials");
  if (kind === "user") throw method === "GET" ? notFound() : new ApiError(403, "Must have admin rights to Repository.");
  throw notAccessible();
}

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return world.repositories.get(`${owner}/${name}`.toLowerCase());
}

/** Variables that may contain slashes, because they are paths, refs or branch names. */
const LONG_VARIABLES: ReadonlySet<string> = new Set(["path", "ref", "basehead", "branch"]);

interface Compiled extends Route {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export interface Match {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** Finds the route of a method and an undecoded path; the first in the list wins. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const byMethod = new Map<string, Compiled[]>();
  for (const one of routes) {
    const names: string[] = [];
    const source = one.template.replaceAll(/\{(\w+)\}|[.+*?^$()|[\]\\]/g, (text: string, name: string | undefined) => {
      if (name === undefined) return `\\${text}`;
      names.push(name);
      return LONG_VARIABLES.has(name) ? "(.+)" : "([^/]+)";
    });
    const list = byMethod.get(one.method) ?? [];
    list.push({ ...one, names, pattern: new RegExp(`^${source}/?$`) });
    byMethod.set(one.method, list);
  }
  return (method, path) => {
    for (const candidate of byMethod.get(method === "HEAD" ? "GET" : method) ?? []) {
      const match = candidate.pattern.exec(path);
      if (match === null) continue;
      const params = new Map(candidate.names.map((name, index) => [name, decode(match[index + 1] ?? "")]));
      return { route: candidate, params };
    }
    return undefined;
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}

import type { IncomingHttpHeaders } from "node:http";
import type { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import type { Account, App, Json, Permissions, Repository, Token } from "../state.ts";
import type { World } from "../world.ts";

/** Who makes a request. */
export type Caller = { readonly kind: "anonymous" } | { readonly kind: "app"; readonly app: App } | Token;

/** One request, after authentication and before any effect. */
export interface Context {
  readonly world: World;
  readonly caller: Caller;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
  /** A variable of the path template, decoded. */
  readonly param: (name: string) => string;
  /** The JSON body as `schema` reads it. @throws ApiError 422 in GitHub's words, 400 when it is no JSON. */
  readonly body: <Schema extends z.ZodType>(schema: Schema) => z.infer<Schema>;
}

/** A request about one repository that the caller may see, with the permission that the route asks for. */
export interface RepositoryContext extends Context {
  readonly repository: Repository;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (context: Context) => Reply | Promise<Reply>;

/** What a token must have: one of several `permission:level`, `app` for a JWT, or nothing. */
export type Need = "app" | "none" | readonly `${string}:${"read" | "write" | "admin"}`[];

/** One operation, named as GitHub's description names it: `GET /repos/{owner}/{repo}/pulls`. */
export interface Route {
  readonly method: string;
  readonly template: string;
  readonly need: Need;
  readonly handle: Handler;
}

/** 200 with a JSON body. */
export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return { status: 200, body, ...(headers === undefined ? {} : { headers }) };
}

export function created(body: Json): Reply {
  return { status: 201, body };
}

export const NO_CONTENT: Reply = { status: 204 };

/** The account whose name stands on what the caller writes. @throws ApiError 401 for nobody. */
export function actorOf({ caller, world }: Pick<Context, "caller" | "world">): Account {
  if (caller.kind === "user") return caller.user;
  if (caller.kind === "installation") return caller.installation.app.bot;
  if (caller.kind === "app") return caller.app.bot;
  if (caller.kind === "job") return world.actionsApp.bot;
  throw new ApiError(401, "Requires authentication");
}

/** The App behind the caller, or `undefined` for people. */
export function appOf({ caller, world }: Pick<Context, "caller" | "world">): App | undefined {
  if (caller.kind === "installation") return caller.installation.app;
  if (caller.kind === "app") return caller.app;
  return caller.kind === "job" ? world.actionsApp : undefined;
}

/** A path variable that must be a whole number. @throws ApiError 404, as GitHub answers. */
export function numberParam(context: Context, name: string): number {
  const text = context.param(name);
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

/** The value or 404. */
export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw notFound();
  return value;
}

const ROLE_PERMISSIONS: Readonly<Record<string, number>> = { read: 1, triage: 1, write: 2, maintain: 2, admin: 3 };
const RANK = { read: 1, write: 2, admin: 3 } as const;

/** The role of an account on a repository: `admin`, `maintain`, `write`, `triage`, `read` or `none`. */
export function roleOf(repository: Repository, account: Account): string {
  if (repository.owner.id === account.id) return "admin";
  return repository.collaborators.get(account.id) ?? (repository.private ? "none" : "read");
}

/** Whether the caller may see the repository at all. */
export function maySee({ caller }: Pick<Context, "caller">, repository: Repository): boolean {
  if (!repository.private) return true;
  if (caller.kind === "user") return roleOf(repository, caller.user) !== "none";
  return permissionsOn(caller, repository) !== undefined;
}

/** Whether the caller has one of the wanted permissions on the repository. */
export function may({ caller }: Pick<Context, "caller">, repository: Repository, need: Need): boolean {
  if (need === "none") return true;
  if (need === "app") return caller.kind === "app";
  return need.some((wanted) => {
    const [name = "", level = "read"] = wanted.split(":");
    const rank = level === "admin" ? 3 : level === "write" ? 2 : 1;
    if (
      rank === 1 &&
      !repository.private &&
      (name === "metadata" || caller.kind === "user" || caller.kind === "anonymous")
    )
      return true;
    if (caller.kind === "user") {
      // anybody who can read may open issues and pull requests, comment and review
      const asked = (name === "issues" || name === "pull_requests") && level === "write" ? 1 : rank;
      return (ROLE_PERMISSIONS[roleOf(repository, caller.user)] ?? 0) >= asked;
    }
    const permissions = permissionsOn(caller, repository);
    if (permissions === undefined) return rank === 1 && !repository.private;
    if (name === "metadata" && rank === 1) return true;
    const held = permissions[name];
    return held !== undefined && RANK[held] >= rank;
  });
}

function permissionsOn(caller: Caller, repository: Repository): Permissions | undefined {
  if (caller.kind === "job") return caller.repositoryId === repository.id ? caller.permissions : undefined;
  if (caller.kind !== "installation") return undefined;
  const { installation, repositoryIds, permissions } = caller;
  if (installation.account.id !== repository.owner.id || installation.suspendedAt !== undefined) return undefined;
  if (installation.repositoryIds !== undefined && !installation.repositoryIds.has(repository.id)) return undefined;
  if (repositoryIds !== undefined && !repositoryIds.has(repository.id)) return undefined;
  return permissions;
}

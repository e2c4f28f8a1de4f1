import { spawn } from "node:child_process";
import type http from "node:http";
import { ApiError } from "../api-error.ts";
import { GIT_ENVIRONMENT } from "../git/run-git.ts";
import { afterPush, type Pusher } from "../operations/pushes.ts";
import { isClosed } from "../rules/refuse-push.ts";
import type { Account, Repository } from "../state.ts";
import type { World } from "../world.ts";
import { authenticate } from "./authenticate.ts";
import { actorOf, type Caller, may, maySee } from "./context.ts";

const PATH = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Whether a request is git's. */
export function isGitRequest(url: URL): boolean {
  return PATH.test(url.pathname);
}

/** Serves clone, fetch and push from the bare repositories through `git http-backend`. */
export async function answerGit(
  world: World,
  url: URL,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const [, owner = "", name = "", service = ""] = PATH.exec(url.pathname) ?? [];
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  const isPush = service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
  const caller = callerOf(world, request);
  const refusal = repository === undefined ? 404 : refusalOf({ caller }, repository, isPush);
  if (repository === undefined || refusal !== undefined || caller === undefined) {
    request.resume();
    const status =
      caller === undefined || (caller.kind === "anonymous" && refusal !== undefined) ? 401 : (refusal ?? 404);
    response.writeHead(status, status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {});
    response.end(status === 403 ? "Permission denied.\n" : "Repository not found.\n");
    return;
  }
  const before = new Map(repository.git.refs);
  const closed = isPush ? closedRefs(world, repository, actorOf({ caller, world })) : [];
  await runBackend({ repository, service, url, request, response, closed }, () =>
    afterBackend(world, repository, { isPush, service, before, caller }),
  );
}

function callerOf(world: World, request: http.IncomingMessage): Caller | undefined {
  try {
    return authenticate(world, request.headers.authorization);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function refusalOf(
  { caller }: { caller: Caller | undefined },
  repository: Repository,
  isPush: boolean,
): number | undefined {
  if (caller === undefined) return 401;
  if (!maySee({ caller }, repository)) return 404;
  return may({ caller }, repository, [isPush ? "contents:write" : "contents:read"]) ? undefined : 403;
}

async function afterBackend(
  world: World,
  repository: Repository,
  {
    isPush,
    service,
    before,
    caller,
  }: { isPush: boolean; service: string; before: ReadonlyMap<string, string>; caller: Caller },
): Promise<void> {
  if (!isPush || service !== "git-receive-pack") return;
  await repository.git.refresh();
  const pusher: Pusher = { account: actorOf({ caller, world }), startsWorkflows: caller.kind !== "job" };
  const names = new Set([...before.keys(), ...repository.git.refs.keys()]);
  for (const ref of names) {
    await afterPush(world, repository, { ref, before: before.get(ref), after: repository.git.refs.get(ref) }, pusher);
  }
}

interface BackendCall {
  readonly repository: Repository;
  readonly service: string;
  readonly url: URL;
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  /** Refs that take no pushes of this caller. */
  readonly closed: readonly string[];
}

function closedRefs(world: World, repository: Repository, account: Account): readonly string[] {
  return [...repository.git.refs.keys()].filter((ref) => isClosed(world, repository, ref, account));
}

function runBackend(call: BackendCall, before: () => Promise<void>): Promise<void> {
  const { repository, service, url, request, response, closed } = call;
  const child = spawn("git", ["http-backend"], {
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: repository.git.folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${service}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: "fake",
      REMOTE_ADDR: "127.0.0.1",
      ...hideRefs(closed),
    },
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    child.on("error", reject);
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("close", () => {
      // the events of a push are out before the client hears of its success
      before().then(() => {
        sendCgi(Buffer.concat(chunks), response);
        resolve();
      }, reject);
    });
  });
}

/** A protected branch takes no pushes: git refuses to update what it hides from receive-pack. */
function hideRefs(refs: readonly string[]): Record<string, string> {
  const entries = refs.flatMap((ref, index) => [
    [`GIT_CONFIG_KEY_${String(index)}`, "receive.hideRefs"],
    [`GIT_CONFIG_VALUE_${String(index)}`, ref],
  ]);
  return { GIT_CONFIG_COUNT: String(refs.length), ...Object.fromEntries(entries) };
}

function sendCgi(output: Buffer, response: http.ServerResponse): void {
  const end = output.indexOf("\r\n\r\n");
  const headers: Record<string, string> = {};
  let status = 200;
  for (const line of output.subarray(0, Math.max(0, end)).toString("utf8").split("\r\n")) {
    const colon = line.indexOf(":");
    const key = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (key === "status") status = Number(value.split(" ")[0]);
    else if (colon > 0) headers[key] = value;
  }
  if (end < 0) status = 500;
  response.writeHead(status, headers);
  response.end(output.subarray(end + 4));
}

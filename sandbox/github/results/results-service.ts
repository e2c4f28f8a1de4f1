import { createHmac, timingSafeEqual } from "node:crypto";
import type http from "node:http";
import { z } from "zod";
import { readBody } from "../server/read-body.ts";
import { now, type World } from "../world.ts";
import { ARTIFACT_CALLS } from "./artifact-calls.ts";
import { CACHE_CALLS } from "./cache-calls.ts";
import { type Job, TwirpError } from "./twirp.ts";

const PREFIX = "/twirp/github.actions.results.api.v1.";

/** Serves the services that runners upload artifacts and caches through; `false` for other paths. */
export async function answerResults(
  world: World,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
): Promise<boolean> {
  if (!url.pathname.startsWith(PREFIX)) return false;
  const call = { ...ARTIFACT_CALLS, ...CACHE_CALLS }[url.pathname.slice(PREFIX.length)];
  const body = (await readBody(request)).toString("utf8");
  const send = (status: number, value: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  try {
    if (call === undefined) throw new TwirpError(404, "bad_route", `no handler for path ${url.pathname}`);
    const job = jobOf(world, request.headers.authorization);
    send(200, await call(job, JSON.parse(body)));
  } catch (error) {
    if (error instanceof TwirpError) send(error.status, { code: error.code, msg: error.message });
    else if (error instanceof z.ZodError) send(400, { code: "invalid_argument", msg: z.prettifyError(error) });
    else if (error instanceof SyntaxError) send(400, { code: "malformed", msg: "the body is no JSON" });
    else throw error;
  }
  return true;
}

const Claims = z.object({ scp: z.string(), exp: z.number() });

function jobOf(world: World, authorization: string | undefined): Job {
  const refused = new TwirpError(401, "unauthenticated", "the runtime token is not valid");
  const [header = "", payload = "", signature = ""] = (authorization?.replace(/^bearer /i, "") ?? "").split(".");
  const right = createHmac("sha256", world.secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw refused;
  const claims = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  const scope = /Actions\.Results:run-(\d+)-(\d+):(\S+)/.exec(claims.scp);
  if (scope === null || claims.exp * 1000 <= now(world)) throw refused;
  const [, runId, attempt, jobBackendId = ""] = scope;
  for (const repository of world.repositories.values()) {
    const run = repository.runs.get(Number(runId));
    if (run !== undefined) return { world, repository, run, attempt: Number(attempt), jobBackendId };
  }
  throw refused;
}

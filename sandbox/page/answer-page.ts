import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type http from "node:http";
import { createRequire } from "node:module";
import type { Repository } from "../github/state.ts";
import type { World } from "../github/world.ts";
import { actOnPull } from "./act-on-pull.ts";
import { renderIssuePage } from "./issue-page.ts";
import { renderPullPage } from "./pull-page.ts";
import {
  renderCheckRunPage,
  renderRepositoryPage,
  renderRunPage,
  renderStartPage,
  renderTreePage,
} from "./repository-pages.ts";

const require = createRequire(import.meta.url);
const ASSETS: Readonly<Record<string, { readonly file: () => string | URL; readonly type: string }>> = {
  "page.css": { file: () => new URL("assets/page.css", import.meta.url), type: "text/css" },
  "page.js": { file: () => new URL("assets/page.js", import.meta.url), type: "text/javascript" },
  "purify.js": { file: () => require.resolve("dompurify/dist/purify.min.js"), type: "text/javascript" },
  "mermaid.js": { file: () => require.resolve("mermaid/dist/mermaid.min.js"), type: "text/javascript" },
};
/** Mermaid writes style elements into its drawings; everything else comes from this server. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'";
/** Paths of github.com that have a page here. */
const HUMAN_PATH = /^\/[^/]+\/[^/]+(?:\/(?:pull|pulls|issues|runs|actions|tree|blob)(?:\/.*)?)?$/;

/** Serves `/ui/…`, takes the forms of its pages, and sends browsers there from the addresses that GitHub's JSON names; `false` for everything else. */
export async function answerPage(
  world: World,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
): Promise<boolean> {
  if (request.method === "POST") return answerForm(world, request, response, url);
  if (request.method !== "GET") return false;
  if (!url.pathname.startsWith("/ui/") && url.pathname !== "/ui") {
    const wantsPage =
      (request.headers.accept ?? "").includes("text/html") && (url.pathname === "/" || HUMAN_PATH.test(url.pathname));
    if (!wantsPage || url.pathname.startsWith("/repos/")) return false;
    response.writeHead(302, { location: `/ui${url.pathname}` }).end();
    return true;
  }
  const place = decodePlace(url.pathname);
  const [, asset] = /^assets\/(.+)$/.exec(place) ?? [];
  const [, login] = /^avatar\/(.+)\.svg$/.exec(place) ?? [];
  if (asset !== undefined) await sendAsset(response, asset);
  else if (login !== undefined) send(response, 200, "image/svg+xml", drawAvatar(login));
  else {
    const page = await renderPlace(world, place, url.searchParams.get("as") ?? undefined);
    send(response, page === undefined ? 404 : 200, "text/html; charset=utf-8", page ?? "There is no such page.");
  }
  return true;
}

function decodePlace(pathname: string): string {
  try {
    return decodeURIComponent(pathname.slice("/ui/".length));
  } catch {
    return "no such place";
  }
}

/** `POST /ui/<owner>/<name>/pull/<number>`: a button of that page. */
async function answerForm(
  world: World,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  url: URL,
): Promise<boolean> {
  const [, owner = "", name = "", number] = /^\/ui\/([^/]+)\/([^/]+)\/pull\/(\d+)$/.exec(url.pathname) ?? [];
  if (number === undefined) return false;
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  const pull = repository?.pulls.get(Number(number));
  if (repository === undefined || pull === undefined) {
    send(response, 404, "text/html; charset=utf-8", "There is no such page.");
    return true;
  }
  const result = await actOnPull(world, request, { repository, pull });
  if ("location" in result) response.writeHead(303, { location: result.location }).end();
  else send(response, 422, "text/html; charset=utf-8", await renderPullPage(world, repository, pull, result));
  return true;
}

async function renderPlace(world: World, place: string, as: string | undefined): Promise<string | undefined> {
  if (place === "") return renderStartPage(world);
  const [owner = "", name = "", kind, ...rest] = place.replace(/\/$/, "").split("/");
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  const pull = kind === "pull" ? repository?.pulls.get(Number(rest[0])) : undefined;
  if (repository !== undefined && pull !== undefined) return renderPullPage(world, repository, pull, { as });
  return repository === undefined ? undefined : renderInside(repository, kind, rest);
}

async function renderInside(
  repository: Repository,
  kind: string | undefined,
  rest: readonly string[],
): Promise<string | undefined> {
  const number = Number(rest.at(-1));
  const issue = kind === "issues" && !repository.pulls.has(number) ? repository.issues.get(number) : undefined;
  if (issue !== undefined) return renderIssuePage(repository, issue);
  if (kind === undefined || kind === "pulls") return renderRepositoryPage(repository);
  if (kind === "tree" || kind === "blob") return renderTreePage(repository, rest.join("/"));
  const check = kind === "runs" ? repository.checkRuns.get(number) : undefined;
  if (check !== undefined) return renderCheckRunPage(repository, check);
  const run = kind === "actions" ? repository.runs.get(Number(rest[1])) : undefined;
  return run === undefined ? undefined : renderRunPage(repository, run);
}

async function sendAsset(response: http.ServerResponse, name: string): Promise<void> {
  const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (asset === undefined) send(response, 404, "text/plain", "There is no such file.");
  else send(response, 200, `${asset.type}; charset=utf-8`, await readFile(asset.file()));
}

function send(response: http.ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, {
    "content-type": type,
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(body);
}

/** A quiet picture that is always the same for the same login. */
function drawAvatar(login: string): string {
  const hue = (createHash("sha256").update(login).digest().readUInt16BE(0) / 65_535) * 360;
  const letter = /[a-z0-9]/i.exec(login)?.[0].toUpperCase() ?? "";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="hsl(${hue.toFixed(0)} 42% 46%)"/><text x="20" y="27" font-family="system-ui, sans-serif" font-size="19" font-weight="600" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
}

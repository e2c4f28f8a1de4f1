import { Octokit } from "@octokit/rest";
import { createQuickRepository, type QuickFiles, type QuickRepository } from "./quick-repository.ts";
import { ok, property, type QuickAnswer } from "./quick-route.ts";
import { answerMutation, answerQuickly } from "./quick-routes.ts";

export const QUICK_APP = { id: 1, slug: "pawl", login: "pawl[bot]" } as const;

/** What becomes of one request: its effect may come or not, and its answer may be lost. */
export type QuickFate = "answered" | "refused" | "lost before" | "lost after";

export interface QuickGitHub {
  readonly repositories: ReadonlyMap<string, QuickRepository>;
  readonly create: (name: string, files: QuickFiles) => QuickRepository;
  /**
   * A client of the App. `fateOf` decides about every request; without it all are answered. It may throw, which is how a
   * process ends in the middle of one.
   */
  readonly connect: (fateOf?: (method: string, path: string, writes: boolean) => QuickFate) => Octokit;
  /** Requests so far, by method and kind of path. */
  readonly requests: Map<string, number>;
  /** Requests that it does not know: a mistake of whoever uses it. */
  readonly unknown: string[];
}

/** A stand-in for GitHub that answers within the process, for simulations of very many requests. */
export function createQuickGitHub(now: () => string): QuickGitHub {
  const repositories = new Map<string, QuickRepository>();
  const requests = new Map<string, number>();
  const unknown: string[] = [];

  const answer = (method: string, url: URL, text: string): QuickAnswer => {
    const body: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
    if (url.pathname === "/graphql") {
      const variables = property(body, "variables");
      const input = property(variables, "input");
      // The name of a repository is its id here.
      if (input === undefined) {
        const id = `${String(property(variables, "owner"))}/${String(property(variables, "name"))}`;
        return ok({ data: { repository: repositories.has(id) ? { id } : null } });
      }
      const id = property(property(input, "branch"), "repositoryNameWithOwner") ?? property(input, "repositoryId");
      const repository = repositories.get(String(id));
      return repository === undefined ? { status: 404 } : answerMutation(repository, input, QUICK_APP.login);
    }
    const [, owner, name, rest = ""] = /^\/repos\/([^/]+)\/([^/]+)(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const repository = repositories.get(`${String(owner)}/${String(name)}`);
    if (repository === undefined) return { status: 404, data: { message: "Not Found" } };
    const answered = answerQuickly(method, {
      repository,
      path: rest,
      query: url.searchParams,
      body,
      now: now(),
      app: QUICK_APP.login,
    });
    if (answered === undefined) unknown.push(`${method} ${rest}`);
    return answered ?? { status: 404, data: { message: "Not Found" } };
  };
  const count = (method: string, path: string): void => {
    const kind = `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, "").replace(/\d+|heads\/.+$|contents\/.+$|(?<=compare\/).+$/g, "…")}`;
    requests.set(kind, (requests.get(kind) ?? 0) + 1);
  };

  return {
    repositories,
    requests,
    unknown,
    create: (name, files) => {
      const repository = createQuickRepository(name, files);
      repositories.set(name, repository);
      return repository;
    },
    connect: (fateOf = () => "answered") =>
      new Octokit({
        baseUrl: "https://api.github.example",
        log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
        request: {
          fetch: async (address: string, { method, body }: { method: string; body?: string }) => {
            const url = new URL(address);
            count(method, decodeURIComponent(url.pathname));
            const writes = method !== "GET";
            const fate = fateOf(method, url.pathname, writes);
            if (fate === "refused" || fate === "lost before")
              return toResponse(address, { status: 502, data: { message: "Bad gateway" } });
            const given = answer(method, url, body ?? "");
            return toResponse(
              address,
              fate === "lost after" ? { status: 502, data: { message: "Bad gateway" } } : given,
            );
          },
        },
      }),
  };
}

function toResponse(address: string, { status, data }: QuickAnswer): Response {
  const headers = { "content-type": "application/json; charset=utf-8" };
  const response =
    status === 204 ? new Response(null, { status }) : new Response(JSON.stringify(data), { status, headers });
  // Octokit's pagination reads on from the address.
  return Object.defineProperty(response, "url", { value: address });
}

function ignore(): void {}

import { filesAt, findCommit, putCommit, putTree, type QuickCommit } from "./quick-repository.ts";
import {
  created,
  NOT_FOUND,
  ok,
  property,
  type QuickAnswer,
  type QuickRequest,
  type QuickRoute,
  refused,
} from "./quick-route.ts";

/** Branches, commits and files. */
export function gitRoutes(): readonly QuickRoute[] {
  return [
    [
      "GET",
      /^$/,
      ({ repository: { name } }) =>
        ok({ full_name: name, html_url: `https://github.example/${name}`, default_branch: "main", has_issues: true }),
    ],
    [
      "GET",
      /^\/git\/ref\/heads\/(.+)$/,
      ({ repository }, [, branch = ""]) => {
        const sha = repository.heads.get(branch);
        return sha === undefined ? NOT_FOUND : ok({ ref: `refs/heads/${branch}`, object: { sha, type: "commit" } });
      },
    ],
    [
      "GET",
      /^\/git\/matching-refs\/heads\/(.+)$/,
      ({ repository }, [, prefix = ""]) =>
        ok(
          [...repository.heads.keys()]
            .filter((name) => name.startsWith(prefix))
            .map((name) => ({ ref: `refs/heads/${name}` })),
        ),
    ],
    ["GET", /^\/commits$/, listCommits],
    ["GET", /^\/contents\/(.+)$/, readContents],
    ["GET", /^\/compare\/([0-9a-f]+)\.\.\.(.+)$/, compare],
    ["POST", /^\/git\/trees$/, createTree],
    [
      "POST",
      /^\/git\/commits$/,
      ({ repository, body, app }) => {
        const parents = Array.isArray(body["parents"]) ? body["parents"].map(String) : [];
        const commit = { tree: String(body["tree"]), parents, message: String(body["message"]), author: app };
        return created({ sha: putCommit(repository, commit) });
      },
    ],
    [
      "POST",
      /^\/git\/refs$/,
      ({ repository, body }) => {
        const branch = String(body["ref"]).replace("refs/heads/", "");
        if (repository.heads.has(branch)) return refused("Reference already exists");
        repository.heads.set(branch, String(body["sha"]));
        return created({ ref: body["ref"] });
      },
    ],
    [
      "DELETE",
      /^\/git\/refs\/heads\/(.+)$/,
      ({ repository }, [, branch = ""]) =>
        repository.heads.delete(branch) ? { status: 204 } : refused("Reference does not exist"),
    ],
  ];
}

function listCommits({ repository, query, app }: QuickRequest): QuickAnswer {
  const found: QuickCommit[] = [];
  const most = Number(query.get("per_page") ?? 30);
  for (let at = findCommit(repository, query.get("sha") ?? "main"); at !== undefined && found.length < most; ) {
    found.push(at);
    at = repository.commits.get(at.parents[0] ?? "");
  }
  if (found.length === 0) return NOT_FOUND;
  return ok(
    found.map(({ sha, tree, parents, message, author }) => ({
      sha,
      parents: parents.map((parent) => ({ sha: parent })),
      author: { login: author },
      commit: { message, tree: { sha: tree }, verification: { verified: author === app } },
    })),
  );
}

function readContents({ repository, query }: QuickRequest, [, path = ""]: RegExpExecArray): QuickAnswer {
  const files = filesAt(repository, query.get("ref") ?? "main");
  const text = files?.get(path);
  if (text !== undefined) {
    return ok({
      type: "file",
      name: path,
      path,
      sha: "0",
      size: Buffer.byteLength(text),
      content: Buffer.from(text).toString("base64"),
    });
  }
  const names = new Set(
    [...(files?.keys() ?? [])].flatMap((one) =>
      one.startsWith(`${path}/`) ? [one.slice(path.length + 1).split("/")[0]] : [],
    ),
  );
  return names.size === 0 ? NOT_FOUND : ok([...names].map((name) => ({ name, type: "dir" })));
}

function compare({ repository }: QuickRequest, [, base = "", head = ""]: RegExpExecArray): QuickAnswer {
  const before = filesAt(repository, base);
  const after = filesAt(repository, head);
  if (before === undefined || after === undefined) return NOT_FOUND;
  const files = [...after].flatMap(([filename, text]) => (before.get(filename) === text ? [] : [{ filename }]));
  return ok({
    status: base === findCommit(repository, head)?.sha ? "identical" : "ahead",
    merge_base_commit: { sha: base },
    files,
  });
}

function createTree({ repository, body }: QuickRequest): QuickAnswer {
  const files = new Map(repository.files.get(String(body["base_tree"])) ?? []);
  for (const entry of Array.isArray(body["tree"]) ? body["tree"] : []) {
    files.set(String(property(entry, "path")), String(property(entry, "content")));
  }
  return created({ sha: putTree(repository, files) });
}

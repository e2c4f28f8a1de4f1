import { nextId, type QuickIssue, type QuickRepository } from "./quick-repository.ts";
import {
  created,
  NOT_FOUND,
  ok,
  type QuickAnswer,
  type QuickRequest,
  type QuickRoute,
  refused,
} from "./quick-route.ts";

/** Issues, pull requests and comments. */
export function issueRoutes(): readonly QuickRoute[] {
  return [
    ["GET", /^\/pulls$/, listPulls],
    ["POST", /^\/pulls$/, openPull],
    ["PATCH", /^\/(?:pulls|issues)\/(\d+)$/, editIssue],
    ["POST", /^\/pulls\/\d+\/requested_reviewers$/, () => created({})],
    [
      "POST",
      /^\/issues\/(\d+)\/labels$/,
      ({ repository, body }, [, number]) => {
        const issue = repository.issues.get(Number(number));
        if (issue === undefined) return NOT_FOUND;
        issue.labels.push(...(Array.isArray(body["labels"]) ? body["labels"].map(String) : []));
        return ok([]);
      },
    ],
    [
      "GET",
      /^\/issues$/,
      ({ repository, app }) => ok([...repository.issues.values()].map((issue) => renderIssue(issue, app))),
    ],
    [
      "POST",
      /^\/issues$/,
      ({ repository, body, app }) => {
        const labels = Array.isArray(body["labels"]) ? body["labels"].map(String) : [];
        const text = { title: String(body["title"]), body: String(body["body"]) };
        const issue: QuickIssue = { number: repository.issues.size + 1, pull: undefined, ...text, open: true, labels };
        repository.issues.set(issue.number, issue);
        return created(renderIssue(issue, app));
      },
    ],
    [
      "GET",
      /^\/issues\/(\d+)\/comments$/,
      ({ repository, app }, [, number]) =>
        ok(
          [...repository.comments.values()]
            .filter(({ issue }) => issue === Number(number))
            .map((one) => renderComment(one, app)),
        ),
    ],
    [
      "POST",
      /^\/issues\/(\d+)\/comments$/,
      ({ repository, body, app }, [, number]) => {
        const comment = { id: nextId(), issue: Number(number), body: String(body["body"]) };
        repository.comments.set(comment.id, comment);
        return created(renderComment(comment, app));
      },
    ],
    [
      "PATCH",
      /^\/issues\/comments\/(\d+)$/,
      ({ repository, body, app }, [, id]) => {
        const comment = repository.comments.get(Number(id));
        if (comment === undefined) return NOT_FOUND;
        comment.body = String(body["body"]);
        return ok(renderComment(comment, app));
      },
    ],
  ];
}

function listPulls({ repository, query, app }: QuickRequest): QuickAnswer {
  const head = query.get("head")?.split(":")[1];
  const base = query.get("base");
  const state = query.get("state") ?? "open";
  const found = [...repository.issues.values()].filter(
    ({ pull, open }) =>
      pull !== undefined &&
      (head === undefined || pull.head === head) &&
      (base === null || pull.base === base) &&
      (state === "all" || (state === "open") === open),
  );
  return ok(found.toReversed().map((issue) => renderPull(repository, issue, app)));
}

function openPull({ repository, body, app }: QuickRequest): QuickAnswer {
  const [head, base] = [String(body["head"]), String(body["base"])];
  const headSha = repository.heads.get(head);
  const isOpen = [...repository.issues.values()].some(
    ({ pull, open }) => open && pull?.head === head && pull.base === base,
  );
  if (isOpen || headSha === undefined) return refused("A pull request already exists");
  const text = { title: String(body["title"]), body: String(body["body"]) };
  const pull = { head, base, headSha, mergedAt: null };
  const issue: QuickIssue = { number: repository.issues.size + 1, pull, ...text, open: true, labels: [] };
  repository.issues.set(issue.number, issue);
  return created(renderPull(repository, issue, app));
}

function editIssue({ repository, body, app }: QuickRequest, [, number]: RegExpExecArray): QuickAnswer {
  const issue = repository.issues.get(Number(number));
  if (issue === undefined) return NOT_FOUND;
  if (body["title"] !== undefined) issue.title = String(body["title"]);
  if (body["body"] !== undefined) issue.body = String(body["body"]);
  if (body["state"] !== undefined) issue.open = body["state"] === "open";
  return ok(issue.pull === undefined ? renderIssue(issue, app) : renderPull(repository, issue, app));
}

function renderIssue({ number, title, body, open, labels, pull }: QuickIssue, app: string) {
  const more = pull === undefined ? {} : { pull_request: {} };
  return {
    number,
    title,
    body,
    state: open ? "open" : "closed",
    labels: labels.map((name) => ({ name })),
    user: { login: app },
    ...more,
  };
}

function renderPull(repository: QuickRepository, issue: QuickIssue, app: string) {
  const { pull } = issue;
  const sha = issue.open ? (repository.heads.get(pull?.head ?? "") ?? pull?.headSha) : pull?.headSha;
  return {
    ...renderIssue(issue, app),
    html_url: `https://github.example/${repository.name}/pull/${String(issue.number)}`,
    head: { ref: pull?.head, sha, repo: { id: 1 } },
    base: { ref: pull?.base, repo: { id: 1 } },
    merged_at: pull?.mergedAt ?? null,
    merge_commit_sha: null,
  };
}

function renderComment({ id, body }: { readonly id: number; readonly body: string }, app: string) {
  return { id, body, user: { login: app, type: "Bot" } };
}

import { entryAt, readTree, resolveCommit } from "../github/git/read-history.ts";
import { fullName } from "../github/render/repository.ts";
import type { WorkflowRun } from "../github/run-state.ts";
import type { CheckRun, Repository } from "../github/state.ts";
import type { World } from "../github/world.ts";
import { type Html, html } from "./html.ts";
import { renderIssueList } from "./issue-page.ts";
import { badge, checkMark, renderPage, renderTime } from "./layout.ts";
import { stateBadge, trailOf } from "./pull-page.ts";
import { renderMarkdown } from "./render-markdown.ts";

/** The start page: every repository. */
export function renderStartPage(world: World): string {
  const rows = [...world.repositories.values()].map((one) => {
    const open = [...one.pulls.values()].filter(({ state }) => state === "open").length;
    return html`<li><a href="/ui/${fullName(one)}"><b>${fullName(one)}</b></a> ${badge("neutral", one.private ? "private" : "public")} <span class="quiet">${open} open pull request${open === 1 ? "" : "s"}</span></li>`;
  });
  return renderPage({
    title: "Repositories",
    trail: [],
    content: html`<h1>Repositories</h1><ul class="list">${rows}</ul>`,
  });
}

/** A repository: its pull requests, issues, workflow runs and branches. */
export function renderRepositoryPage(repository: Repository): string {
  const at = `/ui/${fullName(repository)}`;
  const pulls = [...repository.pulls.values()].reverse();
  const runs = [...repository.runs.values()].reverse().slice(0, 30);
  const branches = [...repository.git.refs.keys()]
    .filter((ref) => ref.startsWith("refs/heads/"))
    .map((ref) => ref.slice(11));
  const tags = [...repository.git.refs.keys()]
    .filter((ref) => ref.startsWith("refs/tags/"))
    .map((ref) => ref.slice(10));
  const content = html`<h1>${fullName(repository)}</h1>
<h2>Pull requests</h2><ul class="list">${pulls.map((pull) => html`<li>${stateBadge(pull)} <a href="${at}/pull/${pull.number}"><b>${pull.title}</b></a> <span class="quiet">#${pull.number} by ${pull.user.login}</span></li>`)}</ul>
<h2>Issues</h2><ul class="list">${renderIssueList(repository)}</ul>
<h2>Workflow runs</h2><ul class="list">${runs.map((run) => html`<li>${checkMark(run.conclusion)} <a href="${at}/actions/runs/${run.id}"><b>${run.displayTitle}</b></a> <span class="quiet">${run.workflow.name} #${run.number} · ${run.event} · ${run.headBranch ?? ""} · ${run.status}</span></li>`)}</ul>
<h2>Deployments</h2><ul class="list">${renderDeployments(repository)}</ul>
<h2>Tags</h2><ul class="list">${tags.length === 0 ? html`<li class="quiet">None</li>` : tags.map((name) => html`<li><span class="branch">${name}</span></li>`)}</ul>
<h2>Branches</h2><ul class="list">${branches.map((name) => html`<li><a class="branch" href="${at}/tree/${name}">${name}</a></li>`)}</ul>`;
  return renderPage({ title: fullName(repository), trail: trailOf(repository), content });
}

function renderDeployments(repository: Repository): readonly Html[] {
  const newest = [...repository.deployments.values()].reverse().slice(0, 30);
  if (newest.length === 0) return [html`<li class="quiet">None</li>`];
  return newest.map(({ environment, description, ref, creator, createdAt, statuses }) => {
    const state = statuses.at(-1)?.state ?? "no status yet";
    const conclusion = state === "error" ? "failure" : ["success", "failure"].includes(state) ? state : null;
    return html`<li>${checkMark(state === "inactive" ? "neutral" : conclusion)} <b>${environment}</b> ${description ?? ""} <span class="quiet">${state} · <span class="branch">${ref}</span> · ${creator.login} · ${renderTime(createdAt)}</span></li>`;
  });
}

/** A check run: title, summary, text and annotations. */
export function renderCheckRunPage(repository: Repository, run: CheckRun): string {
  const annotations = run.annotations.map(
    (one) =>
      html`<li><b>${String(one["annotation_level"])}</b> <code>${String(one["path"])}:${String(one["start_line"])}</code> ${String(one["message"])}</li>`,
  );
  const content = html`<h1>${checkMark(run.conclusion)} ${run.name} <span class="number">${run.conclusion ?? run.status}</span></h1>
<p class="meta">by <b>${run.app.name}</b> for <code>${run.headSha.slice(0, 7)}</code> · ${renderTime(run.startedAt)}</p>
<section class="box wide"><header><b>${run.title ?? run.name}</b></header><div class="body">${renderMarkdown(run.summary ?? "", "document")}${renderMarkdown(run.text ?? "", "document")}
${annotations.length === 0 ? undefined : html`<h3>Annotations</h3><ul>${annotations}</ul>`}</div></section>`;
  return renderPage({ title: run.name, trail: trailOf(repository), content });
}

/** A workflow run: jobs and artifacts. */
export function renderRunPage(repository: Repository, run: WorkflowRun): string {
  const artifacts = [...repository.artifacts.values()].filter((one) => one.finalized && one.run.id === run.id);
  const content = html`<h1>${checkMark(run.conclusion)} ${run.displayTitle} <span class="number">${run.workflow.name} #${run.number}</span></h1>
<p class="meta">${run.event} of <b>${run.actor.login}</b> on <span class="branch">${run.headBranch ?? ""}</span> <code>${run.headSha.slice(0, 7)}</code> · attempt ${run.attempt} · ${run.conclusion ?? run.status} · ${renderTime(run.startedAt)}</p>
<h2>Jobs</h2><ul class="list">${run.jobs.map((job) => html`<li>${checkMark(job.conclusion)} <b>${job.name}</b> <span class="quiet">attempt ${job.attempt} · ${job.runnerName ?? "no runner yet"}</span></li>`)}</ul>
<h2>Artifacts</h2><ul class="list">${artifacts.length === 0 ? html`<li class="quiet">None</li>` : artifacts.map((one) => html`<li><b>${one.name}</b> <span class="quiet">${one.size} bytes · sha256:${one.digest.slice(0, 12)}…</span></li>`)}</ul>`;
  return renderPage({ title: run.displayTitle, trail: trailOf(repository), content });
}

const LARGEST_SHOWN = 200_000;

/** A folder or file of a branch; the branch is the longest that the path starts with. `undefined` when there is none. */
export async function renderTreePage(repository: Repository, rest: string): Promise<string | undefined> {
  const { git, defaultBranch } = repository;
  const parts = rest.split("/");
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join("/");
    const sha = await resolveCommit(git, name, defaultBranch);
    if (sha === undefined) continue;
    const path = parts.slice(length).join("/");
    const entry = await entryAt(git, sha, path);
    if (entry === undefined) return undefined;
    const at = `/ui/${fullName(repository)}/tree/${name}`;
    const shown =
      entry.type === "tree"
        ? await showFolder(repository, entry.sha, path === "" ? at : `${at}/${path}`)
        : await showFile(repository, entry.sha, path);
    const content = html`<h1><span class="branch">${name}</span> ${path}</h1>${shown}`;
    return renderPage({
      title: `${path === "" ? name : path} · ${fullName(repository)}`,
      trail: trailOf(repository, html`<a href="${at}">${name}</a>`),
      content,
    });
  }
  return undefined;
}

async function showFolder({ git }: Repository, sha: string, at: string): Promise<Html> {
  const entries = [...((await readTree(git, sha)) ?? [])].sort(
    (a, b) => b.type.localeCompare(a.type) || a.name.localeCompare(b.name),
  );
  return html`<ul class="list">${entries.map(({ name, type }) => html`<li>${type === "tree" ? "▸" : "·"} <a href="${at}/${name}">${name}</a></li>`)}</ul>`;
}

async function showFile({ git }: Repository, sha: string, path: string): Promise<Html> {
  const data = (await git.read(sha))?.data ?? Buffer.alloc(0);
  if (data.length > LARGEST_SHOWN || data.includes(0))
    return html`<p class="quiet">${data.length} bytes, not shown.</p>`;
  const text = data.toString("utf8");
  if (path.endsWith(".md"))
    return html`<section class="box wide"><div class="body">${renderMarkdown(text, "document")}</div></section>`;
  return html`<pre class="file">${path.endsWith(".json") ? indentJson(text) : text}</pre>`;
}

/** The ledger's documents are one line each; a person wants to read them. */
function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

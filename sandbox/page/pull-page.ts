import { listCommits, readCommit } from "../github/git/read-history.ts";
import { pullMergeability, whyBlocked } from "../github/mergeability.ts";
import { pullFiles } from "../github/render/pull.ts";
import { fullName } from "../github/render/repository.ts";
import type { CheckRun, Pull, Repository, Review } from "../github/state.ts";
import type { World } from "../github/world.ts";
import { listPeople } from "./act-on-pull.ts";
import { entry, type Shown, showComment } from "./conversation.ts";
import { type Html, html } from "./html.ts";
import { badge, checkMark, renderPage, renderTime } from "./layout.ts";

export interface PullPageOptions {
  /** Login in whose name the buttons act. */
  readonly as: string | undefined;
  /** Why a button did nothing. */
  readonly notice?: string | undefined;
}

/** A pull request as a person sees it: conversation, checks, whether it can be merged. */
export async function renderPullPage(
  world: World,
  repository: Repository,
  pull: Pull,
  { as, notice }: PullPageOptions,
): Promise<string> {
  const at = `/ui/${fullName(repository)}`;
  const commits = await listCommits(repository.git, { from: pull.baseSha, to: pull.headSha });
  const files = await pullFiles(repository, pull);
  const content = html`
<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
<p class="meta">${stateBadge(pull)} <b>${pull.user.login}</b> wants to merge ${commits.length} commit${commits.length === 1 ? "" : "s"} into
<a class="branch" href="${at}/tree/${pull.baseRef}">${pull.baseRef}</a> from <a class="branch" href="${at}/tree/${pull.headRef}">${branchName(repository, pull)}</a>
· ${files.length} file${files.length === 1 ? "" : "s"} changed
<span class="added">+${sum(files, "additions")}</span> <span class="removed">−${sum(files, "deletions")}</span></p>
<div class="columns"><div class="conversation">
${entry({ user: pull.user, at: pull.createdAt, body: pull.body === null || pull.body === "" ? "*No description provided.*" : pull.body })}
${(await timeline(repository, pull, commits)).map(({ shown }) => shown)}
${await mergeBox(repository, pull)}
${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
${pull.state === "closed" ? undefined : await actions(world, repository, pull, as)}
</div><aside>
<h2>Reviewers</h2>${reviewers(repository, pull)}
<h2>Labels</h2>${pull.labels.length === 0 ? html`<p class="quiet">None yet</p>` : pull.labels.map(({ name }) => badge("neutral", name))}
<h2>Ledger</h2>${repository.git.refs.has("refs/heads/pawl") ? html`<p><a href="${at}/tree/pawl">branch pawl</a></p>` : html`<p class="quiet">No branch pawl yet</p>`}
<h2>Files</h2><ul class="plain">${files.slice(0, 50).map(({ filename, status }) => html`<li title="${status}">${filename}</li>`)}</ul>
</aside></div>`;
  return renderPage({
    title: `${pull.title} · #${String(pull.number)}`,
    trail: trailOf(repository, html`<a href="${at}/pulls">pull requests</a>`),
    content,
  });
}

/** The way from the start to a page of this repository. */
export function trailOf(repository: Repository, ...more: readonly Html[]): readonly Html[] {
  const name = fullName(repository);
  return [html`<a href="/ui/${name}">${name}</a>`, ...more];
}

export function stateBadge(pull: Pull): Html {
  if (pull.merged) return badge("merged", "Merged");
  if (pull.state === "closed") return badge("closed", "Closed");
  return pull.draft ? badge("neutral", "Draft") : badge("open", "Open");
}

function branchName(repository: Repository, pull: Pull): string {
  return pull.headRepository.id === repository.id ? pull.headRef : `${pull.headRepository.owner.login}:${pull.headRef}`;
}

function sum(
  files: readonly { readonly additions: number; readonly deletions: number }[],
  key: "additions" | "deletions",
): number {
  return files.reduce((total, file) => total + file[key], 0);
}

async function timeline(repository: Repository, pull: Pull, commits: readonly string[]): Promise<readonly Shown[]> {
  const comments = (repository.commentsByIssue.get(pull.number) ?? []).map(showComment);
  const reviews = [...repository.reviews.values()]
    .filter(({ pullNumber }) => pullNumber === pull.number)
    .map(showReview);
  const pushed = await Promise.all(
    [...commits].reverse().map(async (sha): Promise<Shown> => {
      const commit = await readCommit(repository.git, sha);
      const headline = commit?.message.split("\n")[0] ?? "";
      return {
        at: commit?.committer.date ?? "",
        shown: html`<p class="event">◦ <b>${commit?.author.name}</b> ${headline} <code>${sha.slice(0, 7)}</code></p>`,
      };
    }),
  );
  return [...pushed, ...comments, ...reviews].sort((a, b) => a.at.localeCompare(b.at));
}

const REVIEW_NOTES = {
  APPROVED: "approved these changes",
  CHANGES_REQUESTED: "requested changes",
  COMMENTED: "reviewed",
  DISMISSED: "had a review that was dismissed",
} as const;

function showReview({ id, user, submittedAt: at, body, state }: Review): Shown {
  const note = REVIEW_NOTES[state];
  if (body !== "") return { at, shown: entry({ user, at, body, note, id: `pullrequestreview-${String(id)}` }) };
  const mark =
    state === "APPROVED" ? checkMark("success") : checkMark(state === "CHANGES_REQUESTED" ? "failure" : "neutral");
  return { at, shown: html`<p class="event">${mark} <b>${user.login}</b> ${note} ${renderTime(at)}</p>` };
}

function reviewers(repository: Repository, pull: Pull): Html {
  const latest = new Map(
    [...repository.reviews.values()]
      .filter(({ pullNumber }) => pullNumber === pull.number)
      .map((one) => [one.user.login, one.state]),
  );
  const asked = [...pull.requestedReviewers.values()].filter(({ login }) => !latest.has(login));
  if (latest.size + asked.length === 0) return html`<p class="quiet">No reviews</p>`;
  const mark = (state: string): Html =>
    checkMark(state === "APPROVED" ? "success" : state === "CHANGES_REQUESTED" ? "failure" : "neutral");
  return html`<ul class="plain">${[...latest].map(([login, state]) => html`<li>${mark(state)} ${login}</li>`)}${asked.map(({ login }) => html`<li>${checkMark(null)} ${login}</li>`)}</ul>`;
}

async function mergeBox(repository: Repository, pull: Pull): Promise<Html> {
  const latest = [
    ...new Map(
      (repository.checkRunsBySha.get(pull.headSha) ?? []).map((run) => [`${String(run.suite.id)} ${run.name}`, run]),
    ).values(),
  ];
  const statuses = [
    ...new Map((repository.statuses.get(pull.headSha) ?? []).map((one) => [one.context, one])).values(),
  ];
  const rows = [
    ...latest.map((run) => checkRow(repository, run)),
    ...statuses.map(
      (one) =>
        html`<li>${checkMark(one.state === "pending" ? null : one.state)} <b>${one.context}</b> <span class="quiet">${one.description ?? ""}</span></li>`,
    ),
  ];
  const checks = html`<ul class="checks">${rows.length === 0 ? html`<li class="quiet">No checks</li>` : rows}</ul>`;
  if (pull.merged)
    return html`<section class="merge">${checks}<p class="verdict">${badge("merged", "Merged")} as <code>${(pull.mergeCommitSha ?? "").slice(0, 7)}</code></p></section>`;
  const words = {
    clean: html`${checkMark("success")} This branch can be merged.`,
    conflict: html`${checkMark("failure")} This branch has conflicts with <b>${pull.baseRef}</b>.`,
    blocked: html`${checkMark("failure")} <b>Merging is blocked.</b> ${await whyBlocked(repository, pull)}`,
    draft: html`${checkMark("neutral")} This pull request is a draft.`,
    closed: html`${checkMark("neutral")} Closed without merging.`,
  };
  return html`<section class="merge">${checks}<p class="verdict">${words[await pullMergeability(repository, pull)]}</p></section>`;
}

/** The buttons of a person: one chooses who. Merging waits until nothing is in its way. */
async function actions(world: World, repository: Repository, pull: Pull, as: string | undefined): Promise<Html> {
  const people = listPeople(world, repository);
  const chosen = people.find(({ login }) => login === as) ?? people.find(({ id }) => id !== pull.user.id);
  const options = people.map(({ login }) =>
    login === chosen?.login ? html`<option selected>${login}</option>` : html`<option>${login}</option>`,
  );
  const isClean = (await pullMergeability(repository, pull)) === "clean";
  const merge = isClean
    ? html`<button class="go" name="do" value="merge">Merge pull request</button>`
    : html`<button class="go" name="do" value="merge" disabled>Merge pull request</button>`;
  return html`<form class="act" method="post" action="/ui/${fullName(repository)}/pull/${pull.number}">
<textarea name="body" rows="2" placeholder="Words, or a command like /pawl status" aria-label="Comment"></textarea>
<p><label>as <select name="as">${options}</select></label>
<button name="do" value="comment">Comment</button> <button name="do" value="approve">Approve</button> ${merge}</p></form>`;
}

function checkRow(repository: Repository, run: CheckRun): Html {
  const link = `/ui/${fullName(repository)}/runs/${String(run.id)}`;
  return html`<li>${checkMark(run.conclusion)} <a href="${link}"><b>${run.name}</b></a> <span class="quiet">${run.app.name}${run.title === null ? "" : ` · ${run.title}`}</span></li>`;
}

import { fullName } from "../github/render/repository.ts";
import type { Issue, Repository } from "../github/state.ts";
import { entry, showComment } from "./conversation.ts";
import { type Html, html } from "./html.ts";
import { badge, renderPage } from "./layout.ts";
import { trailOf } from "./pull-page.ts";

/** An issue as a person sees it: its text, which may have been edited, and what was said about it. */
export function renderIssuePage(repository: Repository, issue: Issue): string {
  const { title, number, user, createdAt, body, edits, labels, assignees } = issue;
  const text = body === null || body === "" ? "*No description provided.*" : body;
  const comments = (repository.commentsByIssue.get(number) ?? []).map((comment) => showComment(comment).shown);
  const content = html`
<h1>${title} <span class="number">#${number}</span></h1>
<p class="meta">${issueBadge(issue)} <b>${user.login}</b> opened this issue</p>
<div class="columns"><div class="conversation">
${entry({ user, at: createdAt, body: text, note: "wrote", edited: edits.length > 0 })}
${comments}
</div><aside>
<h2>Assignees</h2>${assignees.length === 0 ? html`<p class="quiet">No one</p>` : assignees.map(({ login }) => html`<p>${login}</p>`)}
<h2>Labels</h2>${labels.length === 0 ? html`<p class="quiet">None yet</p>` : labels.map(({ name }) => badge("neutral", name))}
</aside></div>`;
  return renderPage({ title: `${title} · #${String(number)}`, trail: trailOf(repository, html`issues`), content });
}

/** The issues of a repository as entries of a list, the newest first; pull requests are not among them. */
export function renderIssueList(repository: Repository): readonly Html[] {
  const issues = [...repository.issues.values()].filter(({ number }) => !repository.pulls.has(number)).reverse();
  if (issues.length === 0) return [html`<li class="quiet">None</li>`];
  return issues.map(
    (issue) =>
      html`<li>${issueBadge(issue)} <a href="/ui/${fullName(repository)}/issues/${issue.number}"><b>${issue.title}</b></a> <span class="quiet">#${issue.number} by ${issue.user.login}</span></li>`,
  );
}

function issueBadge({ state }: Issue): Html {
  return state === "open" ? badge("open", "Open") : badge("closed", "Closed");
}

import type { Account, Comment } from "../github/state.ts";
import { type Html, html } from "./html.ts";
import { badge, renderTime } from "./layout.ts";
import { renderMarkdown } from "./render-markdown.ts";

/** Something in a conversation, with when it was said. */
export interface Shown {
  readonly at: string;
  readonly shown: Html;
}

/** What somebody wrote, in a box of its own. */
export function entry({
  user,
  at,
  body,
  note = "",
  edited = false,
  id,
}: {
  user: Account;
  at: string;
  body: string;
  note?: string;
  edited?: boolean;
  id?: string;
}): Html {
  const bot = user.type === "Bot" ? badge("bot", "bot") : undefined;
  return html`<article class="entry" id="${id ?? ""}"><img class="avatar ${user.type === "Bot" ? "square" : ""}" alt="" src="/ui/avatar/${encodeURIComponent(user.login)}.svg">
<div class="box"><header><b>${user.login.replace("[bot]", "")}</b> ${bot} <span class="quiet">${note === "" ? "commented" : note} ${renderTime(at)}${edited ? " · edited" : ""}</span></header>
<div class="body">${renderMarkdown(body)}</div></div></article>`;
}

/** A comment, folded where it was minimized. */
export function showComment(comment: Comment): Shown {
  const { id, user, createdAt: at, body, updatedAt, minimized } = comment;
  const shown = entry({ user, at, body, edited: updatedAt !== at, id: `issuecomment-${String(id)}` });
  if (minimized === undefined) return { at, shown };
  return {
    at,
    shown: html`<details class="minimized"><summary>This comment was marked as ${minimized.toLowerCase()}.</summary>${shown}</details>`,
  };
}

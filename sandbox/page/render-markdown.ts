import markdownIt from "markdown-it";
import { type Html, html } from "./html.ts";

const parser = markdownIt({ html: true, linkify: true, breaks: false });
// comments break lines where their authors do; files and check texts do not
const commentParser = markdownIt({ html: true, linkify: true, breaks: true });

/**
 * GitHub-flavoured Markdown as a block that the page's script fills in: the HTML travels as an escaped attribute and is
 * inserted only after DOMPurify has cleaned it, so nothing that a comment says runs.
 */
export function renderMarkdown(text: string, kind: "comment" | "document" = "comment"): Html {
  const rendered = (kind === "comment" ? commentParser : parser).render(text);
  return html`<div class="markdown" data-html="${rendered}"></div>`;
}

import markdownIt from "markdown-it";
import { type Html, html } from "./html.ts";

const parser = createParser({ breaks: false });
// comments break lines where their authors do; files and check texts do not
const commentParser = createParser({ breaks: true });

/** As on GitHub, columns are aligned by an attribute: styles do not survive the cleaning. */
function createParser({ breaks }: { readonly breaks: boolean }) {
  const created = markdownIt({ html: true, linkify: true, breaks });
  for (const cell of ["th_open", "td_open"]) {
    created.renderer.rules[cell] = (tokens, index, options, _env, self) => {
      const token = tokens[index];
      const side = /^text-align:(\w+)$/.exec(String(token?.attrGet("style")))?.[1];
      if (side !== undefined) token?.attrSet("align", side);
      return self.renderToken(tokens, index, options);
    };
  }
  return created;
}

/**
 * GitHub-flavoured Markdown as a block that the page's script fills in: the HTML travels as an escaped attribute and is
 * inserted only after DOMPurify has cleaned it, so nothing that a comment says runs.
 */
export function renderMarkdown(text: string, kind: "comment" | "document" = "comment"): Html {
  const rendered = (kind === "comment" ? commentParser : parser).render(text);
  return html`<div class="markdown" data-html="${rendered}"></div>`;
}

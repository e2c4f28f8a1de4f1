import { escapeMarkdown, toOneLine } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";

/**
 * A sentence that can be shown as Markdown and as plain text. A bare string is ours and has no markup; `code` and
 * `text` come from outside; `strong` is a number or word of ours.
 */
export type Sentence = readonly SentencePart[];
export type SentencePart =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly text: string }
  | { readonly link: string; readonly url: string };

export function sentenceToMarkdown(sentence: Sentence): string {
  return sentence
    .map((part) => {
      if (typeof part === "string") return part;
      if ("code" in part) return formatCode(part.code);
      if ("strong" in part) return `**${part.strong}**`;
      if ("text" in part) return escapeMarkdown(part.text, 500);
      return formatLink(part.link, part.url);
    })
    .join("");
}

/** For places that show no Markdown: titles of checks and annotations. */
export function sentenceToText(sentence: Sentence, max: number): string {
  const text = sentence.map((part) => {
    if (typeof part === "string") return part;
    if ("code" in part) return part.code;
    if ("strong" in part) return part.strong;
    return "text" in part ? part.text : part.link;
  });
  return toOneLine(text.join(""), max);
}

/** A link with our own words. Only addresses that GitHub itself gave us come here; anything odd is left unlinked. */
export function formatLink(words: string, url: string): string {
  return /^https?:\/\/[\w.:/?=&%#@+~-]+$/.test(url) ? `[${words}](${url})` : words;
}

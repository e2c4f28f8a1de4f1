// Line breaks, control and format characters (bidirectional overrides, zero-width), private use, lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

// Everything that begins Markdown or HTML inside a line.
const SPECIAL = /[&<>`*_{}[\]\\|~#@^=]/;

/** An invisible break. Entities alone do not do: GitHub looks for mentions, issues and commits after it has decoded them. */
const BREAK = "&#8203;";

/**
 * Untrusted text as part of a line of Markdown: in a sentence, a heading, a table cell or inside HTML. It can begin no link,
 * mention, issue or commit reference, emoji, formula, comment or tag, and stays within its line and cell. It must not be
 * the first thing in a line, where a hyphen or a number would begin a list. At most `max` characters are kept.
 */
export function escapeMarkdown(text: string, max = 300): string {
  return toOneLine(text, max)
    .replace(/[@#$:]|(?<=www|\bgh)[.-]|\b[0-9a-f]{7,64}\b|[&<>`*_{}[\]\\|~^=]/gi, (part) => {
      // GitHub makes links of seven digits and more.
      if (part.length > 1) return part.replace(/.{6}(?=.)/g, `$&${BREAK}`);
      // What GitHub's own manual recommends against formulas.
      if (part === "$") return "<span>&#36;</span>";
      if ("@#:.-".includes(part)) return `${encode(part)}${BREAK}`;
      return encode(part);
    })
    .replace(/:&#8203;(?=\s|$)/g, ":");
}

/** One line without characters that hide or reorder text, at most `max` characters; not escaped for anything. */
export function toOneLine(text: string, max: number): string {
  const line = text
    .slice(0, 4 * max)
    .replace(/\s+/g, " ")
    .replace(UNSAFE, "\uFFFD")
    // More accents on one letter than any language uses can cover the lines above and below.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1");
  const letters = [...line];
  return letters.length <= max ? line : `${letters.slice(0, max - 1).join("")}…`;
}

function encode(letter: string): string {
  return SPECIAL.test(letter) ? `&#${String(letter.codePointAt(0))};` : letter;
}

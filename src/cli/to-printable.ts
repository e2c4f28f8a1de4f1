/**
 * Text of strangers for a terminal: control characters (escape sequences that could move the cursor or rename the window)
 * and those that turn the reading direction are shown as `\uFFFD`. Line feeds and tabs stay.
 */
export function toPrintable(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\uFFFD");
}

/** The same on one line of at most `max` characters, as a cell of a table is. */
export function toCell(text: string, max = 60): string {
  const line = toPrintable(text.replace(/[\n\r\t]+/g, " "));
  const letters = [...line];
  return letters.length <= max ? line : `${letters.slice(0, max - 1).join("")}…`;
}

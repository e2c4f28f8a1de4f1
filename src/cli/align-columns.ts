import { stripVTControlCharacters } from "node:util";

export type Alignment = "left" | "right";

/** The last column is wrapped beside the others where it has this much room, else below them. */
const MIN_ROOM = 24;
const INDENT = 4;

/**
 * Rows of equal length as lines: each column as wide as its widest cell, two spaces between. Colours have no width. Where
 * the terminal's width is known, words of the last column go on in further lines, and none is lost.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = [],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
  }
  const before = widths.slice(0, -1).reduce((sum, column) => sum + column + 2, 0);
  const beside = width - before >= Math.min(MIN_ROOM, widths.at(-1) ?? 0);
  const indent = " ".repeat(beside ? before : INDENT);
  return rows.flatMap((row) => {
    const cells = row.map((cell, index) => {
      const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)));
      return alignments[index] === "right" ? `${space}${cell}` : `${cell}${space}`;
    });
    const line = cells.join("  ").trimEnd();
    if (displayWidth(line) <= width) return [line];
    const [first = "", ...rest] = wrapWords(row.at(-1) ?? "", Math.max(MIN_ROOM, width - indent.length));
    const start = cells.slice(0, -1).join("  ");
    const lines = beside
      ? [`${start}  ${first}`, ...rest.map((words) => indent + words)]
      : [start, indent + first, ...rest.map((words) => indent + words)];
    return lines.map((part) => part.trimEnd());
  });
}

/** Lines of at most so many columns, if no word is longer. */
function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

// Emoji and the scripts of East Asia take two columns; marks that stand on the letter before them take none.
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of SEGMENTER.segment(stripVTControlCharacters(text))) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

const SEGMENTER = new Intl.Segmenter("en", { granularity: "grapheme" });

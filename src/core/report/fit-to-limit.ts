import type { Section } from "./section.ts";

/**
 * GitHub takes 65,536 characters in a comment and 65,535 in each text of a check. Counted are UTF-8 bytes, of which a
 * text never has fewer than characters, and a little is kept in hand.
 */
export const MAX_TEXT_BYTES = 65_000;

const ORDER = ["detail", "useful", "essential"] as const;

/** As many sections as fit, in their order; where some are left out, `pointer` says where they are. */
export function fitToLimit(
  sections: readonly Section[],
  foot: string,
  pointer: string,
  limit = MAX_TEXT_BYTES,
): string {
  const whole = join(sections, [foot]);
  if (byteLength(whole) <= limit) return whole;
  let left = limit - byteLength(join([], [pointer, foot]));
  const kept = new Set<Section>();
  for (const weight of ORDER.toReversed()) {
    for (const section of sections.filter((candidate) => candidate.weight === weight)) {
      const size = byteLength(section.markdown) + 2;
      // What does not fit is skipped; something smaller after it may still have room.
      if (size > left) continue;
      left -= size;
      kept.add(section);
    }
  }
  return join(
    sections.filter((section) => kept.has(section)),
    [pointer, foot],
  );
}

/** As many rows of a table as fit into `maxBytes`. */
export function fitRows(rows: readonly (readonly string[])[], maxBytes: number): readonly (readonly string[])[] {
  let left = maxBytes;
  const end = rows.findIndex((row) => {
    left -= byteLength(row.join(" | ")) + 6;
    return left < 0;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function join(sections: readonly Section[], rest: readonly string[]): string {
  return [...sections.map(({ markdown }) => markdown), ...rest].filter((part) => part !== "").join("\n\n");
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

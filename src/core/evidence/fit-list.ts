/** UTF-8 bytes of a value as it stands in a document, on the safe side. */
export function jsonBytes(value: unknown): number {
  // Lists of numbers are written in one line, everything else with a line break and its indentation.
  const compact = Buffer.byteLength(JSON.stringify(value, undefined, 1).replace(/\[\n[\s\d.,eE+-]+\]/g, flatten));
  return Math.ceil(compact * 1.15);
}

function flatten(list: string): string {
  return list.replace(/\s+/g, "");
}

/** As many items as have room, lowest rank first, and of one rank the first; they stay in their order. */
export function fitList<Item>(
  items: readonly Item[],
  rankOf: (item: Item) => number,
  max: number,
  maxBytes: number,
): Item[] {
  const ranked = items.map((item, index) => ({ item, index, rank: rankOf(item) })).toSorted((a, b) => a.rank - b.rank);
  let left = maxBytes;
  const kept = ranked.slice(0, max).filter(({ item }) => {
    if (left === Number.POSITIVE_INFINITY) return true;
    left -= jsonBytes(item) + 4;
    return left >= 0;
  });
  return kept.toSorted((a, b) => a.index - b.index).map(({ item }) => item);
}

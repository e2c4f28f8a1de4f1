/** The allowed name that `given` was most likely meant to be; `undefined` where none is near (at most a third of the letters differ). */
export function suggestName(given: string, allowed: readonly string[]): string | undefined {
  if (given.length > 100) return undefined;
  const plain = (name: string) => name.toLowerCase().replace(/[\s_]/g, "-");
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of allowed) {
    const distance = editDistance(plain(given), plain(name));
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && (best === undefined || distance < best.distance)) {
      best = { name, distance };
    }
  }
  return best?.name;
}

/** Levenshtein: insertions, deletions and substitutions of one letter. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const substituted = (row[j] ?? 0) + (right[j] === letter ? 0 : 1);
      next.push(Math.min(substituted, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

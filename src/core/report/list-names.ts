import type { Sentence } from "./sentence.ts";

/** `a.py`, `b.py` and 3 more, each as code. */
export function listNames(names: readonly string[], shown: number): Sentence {
  const parts = names
    .slice(0, shown)
    .flatMap((name, index): Sentence => (index === 0 ? [{ code: name }] : [", ", { code: name }]));
  return names.length <= shown ? parts : [...parts, ` and ${String(names.length - shown)} more`];
}

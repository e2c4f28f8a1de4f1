import { toSafeText } from "../evidence/limits.ts";

const MAX_LENGTH = 200;

/**
 * Names under which columns stand in documents: one safe line each, unique. What cannot stand there is replaced, and a
 * name that then occurs twice gets a number: `a b (2)`.
 */
export function columnLabels(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const line = toSafeText(name.replaceAll(/[\n\r\t]/g, " ").trim(), MAX_LENGTH);
    const base = line === "" ? `column ${String(index + 1)}` : line;
    let label = base;
    for (let copy = 2; taken.has(label); copy += 1) {
      const ending = ` (${String(copy)})`;
      label = `${toSafeText(base, MAX_LENGTH - ending.length)}${ending}`;
    }
    taken.add(label);
    return label;
  });
}

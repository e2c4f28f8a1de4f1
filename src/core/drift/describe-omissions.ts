import type { PooledBatches } from "./pool-batches.ts";
import type { RescaledColumn } from "./rescaled-columns.ts";

interface Omissions {
  readonly pool: Pick<PooledBatches, "batches" | "partial" | "mixed">;
  /** Only in the current data. */
  readonly added: readonly string[];
  /** In some of the reference batches, and not in the current data. */
  readonly gone: readonly string[];
  /** Columns whose pairs with others were left out. */
  readonly rescaled: readonly RescaledColumn[];
}

const SHOWN = 5;

/** What was not compared, or only with a part of the reference, and why: a sentence for each reason. */
export function describeOmissions({ pool, added, gone, rescaled }: Omissions): string[] {
  const { batches, partial, mixed } = pool;
  const count = (column: string) => {
    const found = partial.find((part) => part.column === column)?.batches ?? batches;
    return `${shorten(column)} (${String(found)} of ${String(batches)})`;
  };
  const kept = partial.map(({ column }) => column).filter((column) => !gone.includes(column));
  const isMixed = (name: string) => mixed.some(({ column }) => column === name);
  return [
    ...sentence(
      "Not compared, because the reference does not have them",
      added.filter((name) => !isMixed(name)).map(shorten),
    ),
    ...sentence(
      "Not compared, because they are of another kind in some reference batches",
      mixed.map(({ column, kinds }) => `${shorten(column)} (${kinds.join(" or ")})`),
    ),
    ...sentence(
      "Compared with those of the reference batches that have them",
      kept.filter((name) => !isMixed(name)).map(count),
    ),
    ...sentence("Not in the current data, and in some of the reference batches only", gone.map(count)),
    ...sentence(
      "Pairs with these columns were not compared, because their values were multiplied",
      rescaled.map(({ column, words }) => `${shorten(column)} (${words})`),
    ),
  ];
}

function sentence(reason: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : "";
  return [`${reason}: ${names.slice(0, SHOWN).join(", ")}${more}.`];
}

function shorten(name: string): string {
  return [...name].slice(0, 60).join("");
}

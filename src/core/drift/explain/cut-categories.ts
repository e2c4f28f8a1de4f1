import { formatShare } from "../../report/format-share.ts";
import { type CategoryShare, categoryChange, movedBeyondChance, nameCategory } from "./category-change.ts";
import type { ColumnFacts, DriftExplanation } from "./drift-kind.ts";

/** Share of the rows whose category must have been cut. */
const LEAST = 0.01;
/** Cut to the same length, the categories that were have the shares of those that are, but for so much. */
const STILL = 0.05;

/**
 * Categories of which only the first characters are left. Told where all are shorter than some were, the new ones are the
 * beginnings of others, and each has what these had; of categories that may not be named nothing is known.
 */
export function explainCutCategories(facts: ColumnFacts): DriftExplanation | undefined {
  const change = categoryChange(facts);
  if (change === undefined || facts.before.kind === "boolean" || !facts.has("unseen")) return undefined;
  const { shares, rows } = change;
  const fresh = shares.filter((category) => category.before === 0 && category.after > 0);
  const length = Math.max(...fresh.map(({ name = "" }) => [...name].length));
  const cut = shares.filter(({ before, name }) => before > 0 && name !== undefined && [...name].length > length);
  const share = cut.reduce((sum, { before }) => sum + before, 0);
  if (!(length > 0) || share < LEAST || shares.some((category) => tooLong(category, length))) return undefined;
  const [example] = cut
    .filter((category) => fresh.some(({ name }) => name === beginning(category, length)))
    .toSorted((a, b) => b.before - a.before);
  if (example === undefined) return undefined;
  const moved = change.unlisted + movedBeyondChance(cutShares(shares, length), rows);
  if (moved >= STILL) return undefined;
  const characters = length === 1 ? "one character" : `${String(length)} characters`;
  const left = nameCategory({ name: beginning(example, length), hash: "" });
  return {
    words: `categories of ${facts.name} are cut to ${characters}, as ${left} for ${nameCategory(example)}: ${formatShare(share)} were longer before`,
    covers: ["unseen", "distribution", "shape", "value", "location", "association"],
  };
}

/** There now, and longer than the limit or of unknown length. */
function tooLong({ name, after }: CategoryShare, length: number): boolean {
  return after > 0 && (name === undefined || [...name].length > length);
}

function beginning({ name = "" }: Pick<CategoryShare, "name">, length: number): string {
  return [...name].slice(0, length).join("");
}

/** With the categories that were cut to the length. */
function cutShares(shares: readonly CategoryShare[], length: number) {
  const cut = new Map<string, { before: number; after: number }>();
  for (const { hash, name, before, after } of shares) {
    const key = name === undefined ? `#${hash}` : `=${beginning({ name }, length)}`;
    const sum = cut.get(key) ?? { before: 0, after: 0 };
    cut.set(key, { before: sum.before + before, after: sum.after + after });
  }
  return [...cut.values()];
}

import type { CategoricalProfile } from "../../dataset/profile.ts";
import { total } from "../../statistics/total.ts";
import type { ColumnChange } from "./drift-kind.ts";

/** One category before and now, as shares of the values. */
export interface CategoryShare {
  readonly hash: string;
  readonly name?: string | undefined;
  readonly before: number;
  readonly after: number;
  /** The category of the reference that it equals after trimming and lower-casing. */
  readonly foldsTo?: string | undefined;
}

/** A column of categories with values on both sides. */
export interface CategoryChange {
  readonly shares: readonly CategoryShare[];
  /** Share of categories that the current data do not list. */
  readonly unlisted: number;
  readonly rows: readonly [before: number, after: number];
}

/** Undefined for other columns. Two values that are true and false count as categories. */
export function categoryChange({ before, after }: ColumnChange): CategoryChange | undefined {
  if (before.kind === "boolean" && after.kind === "boolean") {
    const rows = [before.falses + before.trues, after.falses + after.trues] as const;
    const share = (name: "false" | "true", key: "falses" | "trues") => ({
      hash: name,
      name,
      before: before[key] / rows[0],
      after: after[key] / rows[1],
    });
    return rows[0] === 0 || rows[1] === 0
      ? undefined
      : { shares: [share("false", "falses"), share("true", "trues")], unlisted: 0, rows };
  }
  if (before.kind !== "categorical" || after.kind !== "categorical") return undefined;
  const rows = [rowsOf(before), rowsOf(after)] as const;
  if (rows[0] === 0 || rows[1] === 0) return undefined;
  return { shares: listShares(before, after, rows), unlisted: after.unseenRest.rows / rows[1], rows };
}

function listShares(
  before: CategoricalProfile,
  after: CategoricalProfile,
  rows: readonly [number, number],
): CategoryShare[] {
  const { categories } = before.frame;
  const known = new Map(before.unseen.map((category) => [category.hash, category.rows]));
  const now = new Map(after.unseen.map((category) => [category.hash, category]));
  const ofFrame = categories.map(({ hash, name }, index) => ({
    hash,
    name,
    before: (before.counts[index] ?? 0) / rows[0],
    after: (after.counts[index] ?? 0) / rows[1],
  }));
  const others = [...new Set([...known.keys(), ...now.keys()])].map((hash) => {
    const category = now.get(hash);
    return {
      hash,
      name: category?.name,
      before: (known.get(hash) ?? 0) / rows[0],
      after: (category?.rows ?? 0) / rows[1],
      foldsTo: category?.foldsTo === undefined ? undefined : categories[category.foldsTo]?.hash,
    };
  });
  return [...ofFrame, ...others];
}

function rowsOf({ counts, unseen, unseenRest }: CategoricalProfile): number {
  return total(counts) + total(unseen.map(({ rows }) => rows)) + unseenRest.rows;
}

/** The same less what chance alone moves on average: 1/2 Σ √(2v/π). Shares of so many rows. */
export function movedBeyondChance(
  shares: readonly Pick<CategoryShare, "before" | "after">[],
  rows: readonly [before: number, after: number],
): number {
  const chance = shares.map(({ before, after }) => {
    const together = Math.min(1, (before * rows[0] + after * rows[1]) / (rows[0] + rows[1]));
    return Math.sqrt((2 * together * (1 - together) * (1 / rows[0] + 1 / rows[1])) / Math.PI) / 2;
  });
  return movedShare(shares) - chance.reduce((sum, part) => sum + part, 0);
}

/** Half the sum of the differences: the share of the rows that moved to other categories. */
export function movedShare(shares: readonly Pick<CategoryShare, "before" | "after">[]): number {
  return shares.reduce((sum, { before, after }) => sum + Math.abs(after - before), 0) / 2;
}

/** Whether two shares of so many rows differ by no more than chance and a tenth of themselves. */
export function isAbout(one: number, other: number, rows: readonly [number, number]): boolean {
  const middle = Math.max((one + other) / 2, 1e-9);
  const chance = 3 * Math.sqrt(middle * (1 - Math.min(middle, 1)) * (1 / rows[0] + 1 / rows[1]));
  return Math.abs(one - other) <= chance + middle / 10;
}

/** Where no name may be shown, the first digits of the hash tell categories apart. */
export function nameCategory({ name, hash }: { readonly name?: string | undefined; readonly hash: string }): string {
  if (name === undefined) return `category ${hash.slice(0, 8)}`;
  return name.trim() === name && name !== "" ? name : `"${name}"`;
}

import { describe, expect, it } from "vitest";
import { categoryShares } from "../../../../src/core/drift/explain/kinds/category-shares.ts";
import { vanishedCategory } from "../../../../src/core/drift/explain/kinds/vanished-category.ts";
import { categorical } from "../build-profile.ts";

type Counts = Readonly<Record<string, number>>;

/** Both kinds' sentences about an origin of so many rows of each category. */
function explain(was: Counts, is: Counts) {
  const valuesOf = (counts: Counts) =>
    Object.entries(counts).flatMap(([value, rows]) => Array.from({ length: rows }, () => value));
  const before = categorical("origin", valuesOf(was));
  const after = categorical("origin", valuesOf(is), before);
  const facts = { name: "origin", before, after, has: () => true, wordsOf: () => undefined, others: [] };
  return { vanished: vanishedCategory.explain(facts)?.words, shares: categoryShares.explain(facts)?.words };
}

describe("a category that is gone", () => {
  it.each([
    {
      name: "is the story where it had what moved",
      was: { ORD: 6000, MDW: 3000, EGE: 1000 },
      is: { ORD: 6700, MDW: 3300 },
      told: "EGE does not occur in origin any more, 10 % before",
    },
    {
      name: "is where it had half of what moved",
      was: { ORD: 6000, MDW: 3400, EGE: 600 },
      is: { ORD: 5500, MDW: 4500 },
      told: "EGE does not occur in origin any more, 6 % before",
    },
    {
      name: "is with others that are gone, together",
      was: { ORD: 8000, MDW: 1000, EGE: 600, ASE: 400 },
      is: { ORD: 8800, MDW: 1200 },
      told: "EGE and 1 more do not occur in origin any more, 10 % before",
    },
    {
      name: "is few rows by chance besides",
      was: { ORD: 6040, MDW: 2960, EGE: 1000 },
      is: { ORD: 600, MDW: 400 },
      told: "EGE does not occur in origin any more, 10 % before",
    },
  ])("$name", ({ was, is, told }) => {
    expect(explain(was, is).vanished).toBe(told);
  });

  it.each([
    {
      name: "comes after the airport that took another one's flights",
      was: { ORD: 1500, MDW: 300, DEN: 8170, EGE: 30 },
      is: { ORD: 600, MDW: 1200, DEN: 8200 },
      told: "9.3 % of origin moved to other categories: ORD fell from 15 % to 6 %; EGE, 0.3 % before, does not occur any more",
    },
    {
      name: "comes after a larger change, with what else is gone",
      was: { ORD: 5000, DEN: 4900, EGE: 60, ASE: 40 },
      is: { ORD: 6500, DEN: 3500 },
      told: "15 % of origin moved to other categories: ORD rose from 50 % to 65 %; EGE and 1 more, 1 % before, do not occur any more",
    },
    {
      name: "is not named where so few rows may lack it by chance",
      was: { ORD: 5000, DEN: 4990, EGE: 10 },
      is: { ORD: 6500, DEN: 3500 },
      told: "15 % of origin moved to other categories: ORD rose from 50 % to 65 %",
    },
  ])("$name", ({ was, is, told }) => {
    expect(explain(was, is)).toEqual({ vanished: undefined, shares: told });
  });
});

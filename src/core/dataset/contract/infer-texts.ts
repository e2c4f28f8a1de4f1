import type { CategoricalProfile } from "../profile.ts";

/** More than these are no list that a person keeps. */
const MAX_VALUES = 20;

/** A value this long is prose. */
const MAX_LENGTH = 60;

/** So many rows for each value, before a list of them is taken for complete. */
const ROWS_PER_VALUE = 20;

/** From so many different values on, what they all look like is taken for a rule. */
const MIN_CODES = 10;

export type InferredTexts =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "pattern"; readonly pattern: string; readonly comment: string };

/** The values that a column may have, or what they look like; undefined where the profile does not know them or they are too many. */
export function inferTexts(column: CategoricalProfile, rows: number): InferredTexts | undefined {
  if (column.unseenRest.categories > 0) return undefined;
  const present = [
    ...column.frame.categories.map(({ name }, index) => ({ name, rows: column.counts[index] ?? 0 })),
    ...column.unseen,
  ].filter((category) => category.rows > 0);
  const names = present.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (names.length === 0 || names.length !== present.length || names.length !== column.distinct) return undefined;
  if (names.some((name) => name.length > MAX_LENGTH || name.includes("\uFFFD"))) return undefined;
  // Values that were seen once say that others have not been seen yet (Good and Turing).
  const complete = column.singletons === 0 && rows >= ROWS_PER_VALUE * names.length && rows >= 100;
  // One value alone is what this file happens to be about.
  if (complete && names.length >= 2 && names.length <= MAX_VALUES) return { kind: "values", values: names.toSorted() };
  return names.length >= MIN_CODES ? inferCode(names) : undefined;
}

const CLASSES = [
  ["[A-Z]", /^[A-Z]+$/, "capital letters"],
  ["[a-z]", /^[a-z]+$/, "small letters"],
  ["[0-9]", /^[0-9]+$/, "digits"],
  ["[A-Z0-9]", /^[A-Z0-9]+$/, "capital letters and digits"],
] as const;

/** Codes of one length and one kind of character: airports, countries, postcodes. */
function inferCode(names: readonly string[]): InferredTexts | undefined {
  const [first = ""] = names;
  const length = first.length;
  if (length === 0 || length > 20 || names.some((name) => name.length !== length)) return undefined;
  const found = CLASSES.find(([, pattern]) => names.every((name) => pattern.test(name)));
  if (found === undefined) return undefined;
  const [characters, , words] = found;
  const comment = `All ${String(names.length)} values are ${String(length)} ${words}.`;
  return { kind: "pattern", pattern: `^${characters}{${String(length)}}$`, comment };
}

import { chooseNumericFrame } from "../../../src/core/dataset/choose-frame.ts";
import { countLattice } from "../../../src/core/dataset/lattice.ts";
import type {
  BooleanProfile,
  CategoricalProfile,
  ColumnProfile,
  NumericProfile,
  Profile,
  TextProfile,
} from "../../../src/core/dataset/profile.ts";
import { countOnEdges, toValueGroups } from "../../../src/core/dataset/value-groups.ts";

/** Values of a column; null where one is missing. */
export type Values<T> = readonly (T | null)[];

/** Rows of the first column that has some. */
export function profile(columns: readonly ColumnProfile[], rows: number, more: Partial<Profile> = {}): Profile {
  return { rows, duplicateRows: null, columns: [...columns], pairs: [], ...more };
}

function split<T>(values: Values<T>): { present: T[]; nulls: number } {
  const present = values.flatMap((value) => (value === null ? [] : [value]));
  return { present, nulls: values.length - present.length };
}

/** As the engine counts it: on the frame of `reference`, or on one that is chosen from the values. */
export function numeric(
  name: string,
  values: Values<number>,
  reference?: ColumnProfile,
  kind: NumericProfile["kind"] = "numeric",
): NumericProfile {
  const { present, nulls } = split(values);
  const finite = present.filter(Number.isFinite);
  const groups = toValueGroups(finite.map((value) => ({ value, rows: 1 })));
  const frame = reference !== undefined && "bins" in reference ? reference.frame : chooseNumericFrame(groups);
  const spikes = groups
    .filter(({ value, rows }) => rows >= Math.max(5, 0.01 * finite.length) && !frame.values.includes(value))
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, 64);
  return {
    name,
    type: "DOUBLE",
    kind,
    nulls,
    invalid: 0,
    frame,
    nan: present.filter(Number.isNaN).length,
    positiveInfinity: present.filter((value) => value === Number.POSITIVE_INFINITY).length,
    negativeInfinity: present.filter((value) => value === Number.NEGATIVE_INFINITY).length,
    bins: countOnEdges(groups, frame.edges),
    min: groups[0]?.value ?? null,
    max: groups.at(-1)?.value ?? null,
    distinct: groups.length,
    spikes,
    ...(frame.decimals === undefined ? {} : { lattice: countLattice(groups, frame.decimals) }),
  };
}

/** Stands in for the md5: tests only need that different names have different hashes. */
export function hashOf(name: string): string {
  let hash = 0n;
  for (const letter of name) hash = (hash * 1099511628211n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 64n;
  return hash.toString(16).padStart(16, "0");
}

export function categorical(
  name: string,
  values: Values<string>,
  reference?: ColumnProfile,
  { named = true }: { readonly named?: boolean } = {},
): CategoricalProfile {
  const { present, nulls } = split(values);
  const counts = new Map<string, number>();
  for (const value of present) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const category = (value: string) => ({ hash: hashOf(value), ...(named ? { name: value } : {}) });
  const frame =
    reference?.kind === "categorical" ? reference.frame : { categories: sorted.map(([value]) => category(value)) };
  const byHash = new Map(sorted.map(([value, rows]) => [hashOf(value), rows]));
  const known = new Map(frame.categories.map(({ hash }, index) => [hash, index]));
  const folded = new Map(frame.categories.map((category, index) => [category.name?.trim().toLowerCase(), index]));
  return {
    name,
    type: "VARCHAR",
    kind: "categorical",
    nulls,
    invalid: 0,
    frame,
    counts: frame.categories.map(({ hash }) => byHash.get(hash) ?? 0),
    unseen: sorted
      .filter(([value]) => !known.has(hashOf(value)))
      .map(([value, rows]) => {
        const foldsTo = folded.get(value.trim().toLowerCase());
        return { ...category(value), rows, ...(foldsTo === undefined ? {} : { foldsTo }) };
      }),
    unseenRest: { categories: 0, rows: 0 },
    distinct: sorted.length,
    singletons: sorted.filter(([, rows]) => rows === 1).length,
    empty: counts.get("") ?? 0,
  };
}

export function boolean(name: string, values: Values<boolean>): BooleanProfile {
  const { present, nulls } = split(values);
  const trues = present.filter(Boolean).length;
  return { name, type: "BOOLEAN", kind: "boolean", nulls, invalid: 0, falses: present.length - trues, trues };
}

export function texts(name: string, values: Values<string>, reference?: ColumnProfile): TextProfile {
  const { present, nulls } = split(values);
  const groups = toValueGroups(present.map((value) => ({ value: [...value].length, rows: 1 })));
  const edges = reference?.kind === "text" ? reference.frame.edges : chooseNumericFrame(groups).edges;
  const count = (pattern: RegExp) => present.filter((value) => pattern.test(value)).length;
  return {
    name,
    type: "VARCHAR",
    kind: "text",
    nulls,
    invalid: 0,
    frame: { edges },
    lengths: countOnEdges(groups, edges),
    empty: present.filter((value) => value === "").length,
    classes: {
      letters: count(/\p{L}/u),
      digits: count(/\d/),
      spaces: count(/\s/),
      punctuation: count(/\p{P}/u),
      nonAscii: count(/[^\p{ASCII}]/u),
    },
    distinct: new Set(present).size,
  };
}

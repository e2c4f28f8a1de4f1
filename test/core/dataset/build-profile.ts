import { createHash } from "node:crypto";
import type {
  BooleanProfile,
  CategoricalProfile,
  ColumnProfile,
  NumericProfile,
  Profile,
  TextProfile,
} from "../../../src/core/dataset/profile.ts";

const BINS = 64;

/** The hash under which a category is stored. */
export function hashOf(name: string): string {
  return createHash("md5").update(name).digest("hex").slice(0, 16);
}

/** Edges as they are pinned for these values: quantiles, each of few values on its own, both limits and a quarter beyond. */
function pin(values: readonly number[]): NumericProfile["frame"] {
  const sorted = values.toSorted((a, b) => a - b);
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)];
  const different = [...new Set(sorted)];
  const own = different.length <= 20 ? different : [];
  const quantiles = Array.from(
    { length: BINS - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / BINS)] ?? max,
  );
  const margin = (max - min) / 4;
  const edges = [
    min - margin,
    min - 1e-6,
    ...own.flatMap((value) => [value - 1e-6, value]),
    ...quantiles,
    max,
    max + margin,
  ];
  return { edges: [...new Set(edges)].toSorted((a, b) => a - b), values: own };
}

/** A column of numbers on the frame of `reference`, which without one is its own. */
export function numbers(
  name: string,
  values: readonly number[],
  overrides: Partial<NumericProfile> & { readonly reference?: NumericProfile } = {},
): NumericProfile {
  const { reference, ...more } = overrides;
  const frame = reference?.frame ?? pin(values);
  const bins = new Array<number>(frame.edges.length + 1).fill(0);
  for (const value of values) {
    const bin = frame.edges.findIndex((edge) => value <= edge);
    const at = bin === -1 ? frame.edges.length : bin;
    bins[at] = (bins[at] ?? 0) + 1;
  }
  return {
    name,
    type: "DOUBLE",
    kind: "numeric",
    nulls: 0,
    invalid: 0,
    frame,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    bins,
    min: values.length === 0 ? null : Math.min(...values),
    max: values.length === 0 ? null : Math.max(...values),
    distinct: new Set(values).size,
    spikes: [],
    ...more,
  };
}

/** A column of categories with so many rows each; named ones where `named`. */
export function categories(
  name: string,
  rows: Readonly<Record<string, number>>,
  overrides: Partial<CategoricalProfile> & {
    readonly reference?: CategoricalProfile;
    readonly named?: boolean;
  } = {},
): CategoricalProfile {
  const { reference, named = true, ...more } = overrides;
  const all = Object.entries(rows).map(([category, count]) => ({
    hash: hashOf(category),
    ...(named ? { name: category } : {}),
    rows: count,
  }));
  const frame = reference?.frame ?? { categories: all.map(({ rows: _, ...category }) => category) };
  const counts = new Map(all.map((category) => [category.hash, category.rows]));
  const known = new Set(frame.categories.map(({ hash }) => hash));
  return {
    name,
    type: "VARCHAR",
    kind: "categorical",
    nulls: 0,
    invalid: 0,
    frame,
    counts: frame.categories.map(({ hash }) => counts.get(hash) ?? 0),
    unseen: all.filter(({ hash }) => !known.has(hash)),
    unseenRest: { categories: 0, rows: 0 },
    distinct: all.length,
    singletons: all.filter((category) => category.rows === 1).length,
    empty: 0,
    ...more,
  };
}

export function booleans(
  name: string,
  falses: number,
  trues: number,
  more: Partial<BooleanProfile> = {},
): BooleanProfile {
  return { name, type: "BOOLEAN", kind: "boolean", nulls: 0, invalid: 0, falses, trues, ...more };
}

/** A column of texts of these lengths, on the frame of `reference`. */
export function texts(name: string, lengths: readonly number[], reference?: TextProfile): TextProfile {
  const { frame, bins } = numbers(name, lengths, reference === undefined ? {} : { reference: frameOf(reference) });
  const rows = lengths.length;
  return {
    name,
    type: "VARCHAR",
    kind: "text",
    nulls: 0,
    invalid: 0,
    frame: { edges: frame.edges },
    lengths: bins,
    empty: 0,
    classes: { letters: rows, digits: 0, spaces: 0, punctuation: 0, nonAscii: 0 },
    distinct: null,
  };
}

function frameOf({ name, frame }: TextProfile): NumericProfile {
  return { ...numbers(name, []), frame: { edges: frame.edges, values: [] } };
}

export function profile(rows: number, columns: readonly ColumnProfile[], more: Partial<Profile> = {}): Profile {
  return { rows, duplicateRows: 0, columns: [...columns], pairs: [], ...more };
}

/** `count` numbers between 0 and 1 that look like chance and always are the same. */
export function sequence(count: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  });
}

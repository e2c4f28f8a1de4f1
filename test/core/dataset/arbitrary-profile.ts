import fc from "fast-check";
import { chooseNumericFrame } from "../../../src/core/dataset/choose-frame.ts";
import { countLattice } from "../../../src/core/dataset/lattice.ts";
import type { CategoricalProfile, NumericProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { countOnEdges, toValueGroups } from "../../../src/core/dataset/value-groups.ts";

export interface Rows {
  readonly numbers: readonly number[];
  readonly words: readonly string[];
}

const word = fc.constantFrom("a", "b", "c", "d", "e", "f");

/** Rows of a number and a word each. */
export const arbitraryRows: fc.Arbitrary<Rows> = fc
  .array(
    fc.tuple(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ noNaN: true, noDefaultInfinity: true })), word),
    {
      maxLength: 60,
    },
  )
  .map((rows) => ({ numbers: rows.map(([number]) => number + 0), words: rows.map((row) => row[1]) }));

const hashOf = (name: string) => name.charCodeAt(0).toString(16).padStart(16, "0");

function profileNumbers(numbers: readonly number[], frame: NumericProfile["frame"]): NumericProfile {
  const groups = toValueGroups(numbers.map((value) => ({ value, rows: 1 })));
  return {
    name: "number",
    type: "DOUBLE",
    kind: "numeric",
    nulls: 0,
    invalid: 0,
    frame,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    bins: countOnEdges(groups, frame.edges),
    min: groups[0]?.value ?? null,
    max: groups.at(-1)?.value ?? null,
    distinct: null,
    spikes: [],
    ...(frame.decimals === undefined ? {} : { lattice: countLattice(groups, frame.decimals) }),
  };
}

function profileWords(words: readonly string[], known: readonly string[]): CategoricalProfile {
  const rows = (name: string) => words.filter((word) => word === name).length;
  const unseen = [...new Set(words)]
    .filter((name) => !known.includes(name))
    .map((name) => ({ hash: hashOf(name), rows: rows(name) }))
    .sort((a, b) => b.rows - a.rows || (a.hash < b.hash ? -1 : 1));
  return {
    name: "word",
    type: "VARCHAR",
    kind: "categorical",
    nulls: 0,
    invalid: 0,
    frame: { categories: known.map((name) => ({ hash: hashOf(name) })) },
    counts: known.map(rows),
    unseen,
    unseenRest: { categories: 0, rows: 0 },
    distinct: new Set(words).size,
    singletons: [...new Set(words)].filter((name) => rows(name) === 1).length,
    empty: 0,
  };
}

/** The profile that rows have on the frame of others, made without any engine. */
export function profileOfRows({ numbers, words }: Rows, reference: Rows): Profile {
  const frame = chooseNumericFrame(toValueGroups(reference.numbers.map((value) => ({ value, rows: 1 }))));
  return {
    rows: numbers.length,
    duplicateRows: null,
    columns: [profileNumbers(numbers, frame), profileWords(words, [...new Set(reference.words)].sort())],
    pairs: [],
  };
}

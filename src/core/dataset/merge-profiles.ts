import { PawlError } from "../errors.ts";
import { mergeCategories } from "./merge-categories.ts";
import { mergeNumbers } from "./merge-numbers.ts";
import { mergeTexts } from "./merge-texts.ts";
import type { ColumnProfile, PairProfile, Profile } from "./profile.ts";

/**
 * The profile of all rows together, from profiles on the same frames: counts add up exactly. What does not add up is null
 * (`distinct` of numbers and texts, repeated rows) or a bound (spikes, categories without a place in the list: see the
 * parts). Throws `INPUT_INVALID` where columns or frames differ, and for no profile at all.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const [first, ...others] = profiles;
  if (first === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "there is no profile to merge",
      hint: "Give at least one.",
    });
  }
  return others.reduce(mergeTwo, first);
}

function mergeTwo(one: Profile, other: Profile): Profile {
  if (one.columns.length !== other.columns.length) {
    throw differ(`one profile has ${String(one.columns.length)} columns, another ${String(other.columns.length)}`);
  }
  return {
    rows: one.rows + other.rows,
    // A row may repeat one of the other data.
    duplicateRows: null,
    columns: one.columns.map((column, index) => mergeColumns(column, other.columns[index])),
    pairs: mergePairs(one.pairs, other.pairs),
  };
}

function mergeColumns(one: ColumnProfile, other: ColumnProfile | undefined): ColumnProfile {
  if (other?.name !== one.name) throw differ(`column "${one.name}" is "${String(other?.name)}" in another profile`);
  const common = {
    name: one.name,
    type: one.type,
    nulls: one.nulls + other.nulls,
    invalid: one.invalid + other.invalid,
  };
  if (isNumbers(one) && isNumbers(other) && sameFrame(one.frame, other.frame)) {
    const timestamps = [one, other].filter(({ kind }) => kind === "timestamp").length;
    if (timestamps !== 1) return { ...common, ...mergeNumbers(one, other) };
  }
  if (one.kind === "boolean" && other.kind === "boolean") {
    return { ...common, kind: "boolean", falses: one.falses + other.falses, trues: one.trues + other.trues };
  }
  if (one.kind === "categorical" && other.kind === "categorical" && sameFrame(one.frame, other.frame)) {
    return { ...common, ...mergeCategories(one, other) };
  }
  if (one.kind === "text" && other.kind === "text" && sameFrame(one.frame, other.frame)) {
    return { ...common, ...mergeTexts(one, other) };
  }
  if (one.kind === "other" && other.kind === "other") return { ...common, kind: "other" };
  throw differ(
    one.kind === other.kind
      ? `column "${one.name}" was counted on different edges or categories`
      : `column "${one.name}" is ${one.kind} in one profile and ${other.kind} in another`,
  );
}

type Numbers = Extract<ColumnProfile, { kind: "numeric" | "integer" | "timestamp" }>;

function isNumbers(column: ColumnProfile): column is Numbers {
  return column.kind === "numeric" || column.kind === "integer" || column.kind === "timestamp";
}

function mergePairs(one: readonly PairProfile[], other: readonly PairProfile[]): PairProfile[] {
  const same = one.length === other.length && one.every((pair, index) => sameAxes(pair, other[index]));
  if (!same) throw differ("pairs of columns were counted on different groups");
  return one.map((pair, index) => ({
    ...pair,
    counts: pair.counts.map((rows, cell) => rows + (other[index]?.counts[cell] ?? 0)),
  }));
}

function sameAxes(one: PairProfile, other: PairProfile | undefined): boolean {
  return other !== undefined && sameFrame(one.x, other.x) && sameFrame(one.y, other.y);
}

/** Frames are plain data, made in one way: equal ones have equal text. Names of categories may be shown in one and not in the other. */
function sameFrame(one: object, other: object): boolean {
  const text = (frame: object) => JSON.stringify(frame, (key, value: unknown) => (key === "name" ? undefined : value));
  return text(one) === text(other);
}

function differ(message: string): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message,
    hint: "Make the profiles on the frame of one of them: only then do their counts mean the same.",
  });
}

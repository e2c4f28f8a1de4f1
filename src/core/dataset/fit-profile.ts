import { PawlError } from "../errors.ts";
import { coarsenNumbers } from "./coarsen-numbers.ts";
import type { CategoricalProfile, ColumnProfile, Profile, TextProfile } from "./profile.ts";

export interface FittedProfile {
  readonly profile: Profile;
  /** What was left out, as sentences; empty where it fitted as it was. */
  readonly notes: readonly string[];
}

/** What may stay. The first ones leave every frame as it is, so that profiles on it can still be compared. */
interface Allowance {
  readonly unseen: number;
  readonly registers: boolean;
  readonly bins: number;
  readonly ownBins: number;
  readonly categories: number;
  readonly pairs: boolean;
}

const EVERYTHING: Allowance = {
  unseen: 2000,
  registers: true,
  bins: 700,
  ownBins: 128,
  categories: 2000,
  pairs: true,
};
const ALLOWANCES: readonly Allowance[] = [
  { ...EVERYTHING, unseen: 200 },
  { ...EVERYTHING, unseen: 50 },
  { ...EVERYTHING, unseen: 50, registers: false },
  { unseen: 50, registers: false, bins: 128, ownBins: 64, categories: 1000, pairs: true },
  { unseen: 50, registers: false, bins: 64, ownBins: 32, categories: 500, pairs: true },
  { unseen: 20, registers: false, bins: 32, ownBins: 16, categories: 200, pairs: true },
  { unseen: 20, registers: false, bins: 16, ownBins: 8, categories: 100, pairs: true },
  { unseen: 10, registers: false, bins: 8, ownBins: 4, categories: 50, pairs: false },
  { unseen: 5, registers: false, bins: 4, ownBins: 2, categories: 20, pairs: false },
];

/**
 * The profile with as many details as its JSON text has room for, always in the same order: lists of unseen categories,
 * registers, then adjacent bins are merged and rare categories put together. A profile on the frame of a fitted one needs
 * no coarser frame. Throws `EVIDENCE_TOO_LARGE` where it has too many columns for even that.
 */
export function fitProfile(profile: Profile, maxBytes: number): FittedProfile {
  if (sizeOf(profile) <= maxBytes) return { profile, notes: [] };
  for (const allowance of ALLOWANCES) {
    const fitted = reduce(profile, allowance);
    if (sizeOf(fitted) <= maxBytes) return { profile: fitted, notes: describe(profile, fitted, allowance) };
  }
  throw new PawlError({
    code: "EVIDENCE_TOO_LARGE",
    message: `the profile of ${String(profile.columns.length)} columns does not fit into ${String(maxBytes)} bytes`,
    hint: "Split the dataset into several with fewer columns each.",
  });
}

function sizeOf(profile: Profile): number {
  return Buffer.byteLength(JSON.stringify(profile));
}

function reduce(profile: Profile, allowance: Allowance): Profile {
  return {
    ...profile,
    columns: profile.columns.map((column) => reduceColumn(column, allowance)),
    pairs: allowance.pairs ? profile.pairs : [],
  };
}

function reduceColumn(column: ColumnProfile, allowance: Allowance): ColumnProfile {
  switch (column.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return coarsenNumbers(column, allowance);
    case "categorical":
      return reduceCategories(column, allowance);
    case "text":
      if (!allowance.pairs) return withoutTokens(withoutRegisters(column));
      return allowance.registers ? column : withoutRegisters(column);
    default:
      return column;
  }
}

function withoutRegisters({ registers: _, ...column }: TextProfile): TextProfile {
  return column;
}

function withoutTokens({ tokens: _, ...column }: TextProfile): TextProfile {
  return column;
}

/** Rare categories of the frame lose their place in it: they are counted with the unlisted ones from then on. */
function reduceCategories(column: CategoricalProfile, allowance: Allowance): CategoricalProfile {
  const moved = column.counts.slice(allowance.categories);
  const cut = column.unseen.slice(allowance.unseen);
  if (moved.length + cut.length === 0) return column;
  const rows = [...moved, ...cut.map((category) => category.rows)];
  return {
    ...column,
    frame: moved.length === 0 ? column.frame : { categories: column.frame.categories.slice(0, allowance.categories) },
    counts: column.counts.slice(0, allowance.categories),
    unseen: column.unseen.slice(0, allowance.unseen).map((category) => withinFrame(category, allowance.categories)),
    unseenRest: {
      categories: column.unseenRest.categories + rows.filter((count) => count > 0).length,
      rows: column.unseenRest.rows + rows.reduce((sum, count) => sum + count, 0),
    },
  };
}

function withinFrame(category: CategoricalProfile["unseen"][number], categories: number) {
  if (category.foldsTo === undefined || category.foldsTo < categories) return category;
  const { foldsTo: _, ...rest } = category;
  return rest;
}

function describe(before: Profile, after: Profile, allowance: Allowance): string[] {
  const changed = after.columns.filter((column, index) => {
    const old = before.columns[index];
    return old !== undefined && "frame" in old && "frame" in column && old.frame !== column.frame;
  }).length;
  const notes = [
    `The profile was shortened to fit into the evidence: at most ${String(allowance.unseen)} categories that are new to a column are listed.`,
  ];
  const counted = before.columns.some((column) => column.kind === "text" && column.registers !== undefined);
  if (counted && !allowance.registers)
    notes.push("The number of different texts is left out where it is above 50,000.");
  if (changed > 0) {
    notes.push(
      `${String(changed)} columns have at most ${String(allowance.bins)} bins or ${String(allowance.categories)} categories.`,
    );
  }
  if (!allowance.pairs && before.pairs.length > 0) notes.push("Pairs of columns are left out.");
  return notes;
}

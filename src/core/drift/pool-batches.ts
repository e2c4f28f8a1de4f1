import { mergeColumns } from "../dataset/merge-columns.ts";
import { mergePair } from "../dataset/merge-profiles.ts";
import type { ColumnProfile, PairProfile, Profile } from "../dataset/profile.ts";
import { PawlError } from "../errors.ts";
import { sameKind } from "./same-frame.ts";

/** A column that not all batches have. */
export interface PartialColumn {
  readonly column: string;
  readonly batches: number;
}

/** A column that some batches have as one kind and some as another. */
export interface MixedColumn {
  readonly column: string;
  readonly kinds: readonly string[];
}

/** Reference batches as one. */
export interface PooledBatches {
  /** Counts of all batches that have the column; without mixed columns. */
  readonly profile: Profile;
  /** Rows of the batches that have the column. */
  readonly rowsOf: (column: string) => number;
  readonly batches: number;
  readonly partial: readonly PartialColumn[];
  readonly mixed: readonly MixedColumn[];
}

/**
 * All reference batches together, whichever columns each has: an older batch may lack a column, or have it as text. Pairs
 * are those that every batch has.
 *
 * @throws PawlError `INPUT_INVALID` where there is no batch, or a column was counted on different edges or categories.
 */
export function poolBatches(batches: readonly Profile[]): PooledBatches {
  const [first, ...others] = batches;
  if (first === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "drift needs at least one reference dataset",
      hint: "Name the data that the model was accepted on as the reference.",
    });
  }
  const found = findColumns(batches);
  const columns: ColumnProfile[] = [];
  const mixed: MixedColumn[] = [];
  for (const [column, parts] of found) {
    const [one, ...more] = parts.map(({ profile }) => profile);
    if (one === undefined) continue;
    if (more.every((part) => sameKind(one, part))) columns.push(more.reduce(mergeColumns, one));
    else mixed.push({ column, kinds: [...new Set(parts.map(({ profile }) => profile.kind))] });
  }
  const rows = sum(batches.map((batch) => batch.rows));
  return {
    // A row may repeat one of another batch.
    profile: {
      rows,
      duplicateRows: others.length === 0 ? first.duplicateRows : null,
      columns,
      pairs: poolPairs(first, others),
    },
    rowsOf: (column) => sum((found.get(column) ?? []).map((part) => part.rows)),
    batches: batches.length,
    partial: [...found].flatMap(([column, parts]) =>
      parts.length < batches.length ? [{ column, batches: parts.length }] : [],
    ),
    mixed,
  };
}

interface ColumnPart {
  readonly profile: ColumnProfile;
  /** Of the whole batch. */
  readonly rows: number;
}

function findColumns(batches: readonly Profile[]): ReadonlyMap<string, readonly ColumnPart[]> {
  const found = new Map<string, ColumnPart[]>();
  for (const { rows, columns } of batches) {
    for (const profile of columns) {
      const parts = found.get(profile.name);
      if (parts === undefined) found.set(profile.name, [{ profile, rows }]);
      else parts.push({ profile, rows });
    }
  }
  return found;
}

function poolPairs(first: Profile, others: readonly Profile[]): PairProfile[] {
  return first.pairs.flatMap((pair) => {
    let pooled: PairProfile | undefined = pair;
    for (const { pairs } of others) {
      const of: PairProfile | undefined = pooled;
      pooled =
        of === undefined
          ? undefined
          : pairs.map((other) => mergePair(of, other)).find((merged) => merged !== undefined);
    }
    return pooled ?? [];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

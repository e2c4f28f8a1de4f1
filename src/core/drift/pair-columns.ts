import type { ColumnProfile, Profile } from "../dataset/profile.ts";
import { PawlError } from "../errors.ts";
import type { ColumnPair } from "./aspects/column-aspects.ts";
import type { PooledBatches } from "./pool-batches.ts";
import { sameFrame, sameKind } from "./same-frame.ts";

export interface PairedColumns {
  readonly pairs: readonly ColumnPair[];
  /** Only in the reference. */
  readonly vanished: readonly string[];
  /** Only in the current data. */
  readonly added: readonly string[];
}

/**
 * The columns of two datasets by name, in the reference's order; only those of `wanted` where it is given.
 *
 * @throws PawlError `INPUT_INVALID` where a wanted column is in neither, or the two are not counted on one frame.
 */
export function pairColumns(
  { profile: reference, rowsOf }: Pick<PooledBatches, "profile" | "rowsOf">,
  current: Profile,
  wanted?: readonly string[],
): PairedColumns {
  const before = new Map(reference.columns.map((column) => [column.name, column]));
  const after = new Map(current.columns.map((column) => [column.name, column]));
  assertKnown(wanted ?? [], before, after);
  const isWanted = (name: string) => wanted === undefined || wanted.includes(name);
  const names = [...before.keys()].filter(isWanted);
  return {
    pairs: names.flatMap((name) => {
      const [was, is] = [before.get(name), after.get(name)];
      if (was === undefined || is === undefined) return [];
      assertSameFrame(was, is);
      return [{ before: was, after: is, rows: [rowsOf(name), current.rows] as const }];
    }),
    vanished: names.filter((name) => !after.has(name)),
    added: [...after.keys()].filter((name) => isWanted(name) && !before.has(name)),
  };
}

type Columns = ReadonlyMap<string, ColumnProfile>;

function assertKnown(wanted: readonly string[], before: Columns, after: Columns): void {
  const unknown = wanted.find((name) => !before.has(name) && !after.has(name));
  if (unknown === undefined) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `column "${unknown}" is neither in the reference nor in the current data`,
    hint: `Columns of the reference: ${[...before.keys()].slice(0, 20).join(", ")}.`,
  });
}

/** A column that changed its kind is a finding; one kind counted on two frames is a mistake in how the profiles were made. */
function assertSameFrame(before: ColumnProfile, after: ColumnProfile): void {
  if (!sameKind(before, after) || sameFrame(before, after)) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `column "${before.name}" was counted on different edges in the reference and in the current data`,
    hint: "Make the current profile on the frame of the reference profile; a new reference needs new profiles of its batches.",
  });
}

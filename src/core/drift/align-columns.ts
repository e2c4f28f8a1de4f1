import type { ColumnKind, ColumnProfile, Profile } from "../dataset/profile.ts";
import { PawlError } from "../errors.ts";
import { type ColumnBatches, toColumnBatches } from "./column-batches.ts";
import type { NamedProfile } from "./named-profile.ts";
import { sameFrame, sameKind } from "./same-frame.ts";

/** A column that some reference batches cannot be compared in. */
export interface PartialColumn {
  readonly column: string;
  /** That can. */
  readonly batches: number;
}

/** What of the reference and the current data can be compared, and what cannot. */
export interface AlignedColumns {
  readonly columns: readonly ColumnBatches[];
  /** In every reference batch, and not in the current data. */
  readonly vanished: readonly string[];
  /** In some reference batches only, and not in the current data: on their way in or out. */
  readonly gone: readonly PartialColumn[];
  /** Only in the current data. */
  readonly added: readonly string[];
  /** Of another kind in every reference batch that has them. */
  readonly changed: readonly { readonly column: string; readonly before: ColumnKind; readonly after: ColumnKind }[];
  /** Compared with those of the reference batches that have them. */
  readonly partial: readonly PartialColumn[];
  /** Compared with those of the reference batches that have them as the current data do. */
  readonly mixed: readonly PartialColumn[];
}

/**
 * Columns by name, in the order of the reference; only those of `wanted` where it is given.
 *
 * @throws PawlError `INPUT_INVALID` where there is no reference, a wanted column is nowhere, or frames differ.
 */
export function alignColumns(
  reference: readonly NamedProfile[],
  current: Profile,
  wanted?: readonly string[],
): AlignedColumns {
  if (reference.length === 0) throw noReference();
  const before = findColumns(reference);
  const after = new Map(current.columns.map((column) => [column.name, column]));
  assertKnown(wanted ?? [], before, after);
  const isWanted = (name: string) => wanted === undefined || wanted.includes(name);
  const found = {
    columns: [] as ColumnBatches[],
    vanished: [] as string[],
    gone: [] as PartialColumn[],
    added: [...after.keys()].filter((name) => isWanted(name) && !before.has(name)),
    changed: [] as { column: string; before: ColumnKind; after: ColumnKind }[],
    partial: [] as PartialColumn[],
    mixed: [] as PartialColumn[],
  };
  for (const [name, parts] of before) {
    if (!isWanted(name)) continue;
    const now = after.get(name);
    if (now === undefined) {
      if (parts.length === reference.length) found.vanished.push(name);
      else found.gone.push({ column: name, batches: parts.length });
      continue;
    }
    const alike = parts.filter(({ column }) => sameKind(column, now));
    const latest = parts.at(-1)?.column.kind;
    if (alike.length === 0 && latest !== undefined) {
      found.changed.push({ column: name, before: latest, after: now.kind });
      continue;
    }
    if (alike.length < parts.length) found.mixed.push({ column: name, batches: alike.length });
    else if (parts.length < reference.length) found.partial.push({ column: name, batches: parts.length });
    found.columns.push(toBatches(name, alike, now, { of: reference.length, rows: current.rows }));
  }
  return found;
}

interface ColumnPart {
  readonly column: ColumnProfile;
  /** Of the whole batch. */
  readonly rows: number;
  readonly position: number;
}

function findColumns(reference: readonly NamedProfile[]): ReadonlyMap<string, readonly ColumnPart[]> {
  const found = new Map<string, ColumnPart[]>();
  for (const [position, { profile }] of reference.entries()) {
    for (const column of profile.columns) {
      const part = { column, rows: profile.rows, position };
      const parts = found.get(column.name);
      if (parts === undefined) found.set(column.name, [part]);
      else parts.push(part);
    }
  }
  return found;
}

function toBatches(
  name: string,
  parts: readonly ColumnPart[],
  now: ColumnProfile,
  { of, rows }: { readonly of: number; readonly rows: number },
): ColumnBatches {
  for (const { column } of parts) assertSameFrame(column, now);
  const members = parts.map(({ position }) => position);
  const set = { of, members, rows: Float64Array.from([...parts.map((part) => part.rows), rows]) };
  return toColumnBatches(
    name,
    set,
    parts.map(({ column }) => column),
    now,
  );
}

function noReference(): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message: "drift needs at least one reference dataset",
    hint: "Name the data that the model was accepted on as the reference.",
  });
}

type Known = ReadonlyMap<string, unknown>;

function assertKnown(wanted: readonly string[], before: Known, after: Known): void {
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
  if (sameFrame(before, after)) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `column "${before.name}" was counted on different edges in the reference and in the current data`,
    hint: "Make the current profile on the frame of the reference profile; a new reference needs new profiles of its batches.",
  });
}

import { hasValues } from "../dataset/has-values.ts";
import type { ColumnKind, ColumnProfile, Profile } from "../dataset/profile.ts";
import { sameFrame, sameKind } from "../dataset/same-frame.ts";
import { withoutValues } from "../dataset/without-values.ts";
import { PawlError } from "../errors.ts";
import { type ColumnBatches, toColumnBatches } from "./column-batches.ts";
import { isUsual } from "./is-usual.ts";
import type { NamedProfile } from "./named-profile.ts";

/** A column that only some reference batches have, or have so. */
export interface PartialColumn {
  readonly column: string;
  /** That do. */
  readonly batches: number;
}

/** A column that is of another kind now. */
export interface ChangedColumn extends PartialColumn {
  readonly before: ColumnKind;
  readonly after: ColumnKind;
  /** Batches with values of it. */
  readonly of: number;
}

/** What of the reference and the current data can be compared, and what cannot. */
export interface AlignedColumns {
  readonly columns: readonly ColumnBatches[];
  /** In the reference as a rule, and not in the current data. */
  readonly vanished: readonly PartialColumn[];
  /** In some reference batches only, and not in the current data: on their way in or out. */
  readonly gone: readonly PartialColumn[];
  /** Only in the current data. */
  readonly added: readonly string[];
  /** As a rule of another kind in the reference batches that have values of them. */
  readonly changed: readonly ChangedColumn[];
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
    vanished: [] as PartialColumn[],
    gone: [] as PartialColumn[],
    added: [...after.keys()].filter((name) => isWanted(name) && !before.has(name)),
    changed: [] as ChangedColumn[],
    partial: [] as PartialColumn[],
    mixed: [] as PartialColumn[],
  };
  for (const [name, parts] of before) {
    if (!isWanted(name)) continue;
    const now = after.get(name);
    const count = { column: name, batches: parts.length };
    if (now === undefined) {
      const has = new Set(parts.map(({ position }) => position));
      (isUsual(reference.map((_, position) => has.has(position))) ? found.vanished : found.gone).push(count);
      continue;
    }
    const kinds = compareKinds(parts, { column: now, rows: current.rows });
    if (kinds.changed !== undefined) {
      found.changed.push({ column: name, ...kinds.changed });
      continue;
    }
    const { alike } = kinds;
    if (alike.length < parts.length) found.mixed.push({ column: name, batches: alike.length });
    else if (parts.length < reference.length) found.partial.push(count);
    found.columns.push(toBatches(name, alike, kinds.now, { of: reference.length, rows: current.rows }));
  }
  return found;
}

interface CountedColumn {
  readonly column: ColumnProfile;
  /** Of the whole batch. */
  readonly rows: number;
}

interface ColumnPart extends CountedColumn {
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

type ComparedKinds =
  | { readonly changed: Omit<ChangedColumn, "column"> }
  | { readonly changed: undefined; readonly now: ColumnProfile; readonly alike: readonly ColumnPart[] };

/** Whether a column is of another kind than as a rule, and which batches have it as it is now. A column without values is of any kind. */
function compareKinds(parts: readonly ColumnPart[], current: CountedColumn): ComparedKinds {
  const filled = parts.filter(isFilled);
  const latest = filled.at(-1)?.column;
  const now =
    latest === undefined || isFilled(current) || sameFrame(current.column, latest)
      ? current.column
      : withoutValues(current.column, latest);
  const others = filled.map(({ column }) => !sameKind(column, now));
  const before = filled.findLast(({ column }) => !sameKind(column, now))?.column.kind;
  if (before !== undefined && isUsual(others)) {
    const batches = others.filter((other) => other).length;
    return { changed: { before, after: now.kind, batches, of: filled.length } };
  }
  const alike = parts.flatMap((part) => {
    if (isFilled(part)) return sameKind(part.column, now) ? [part] : [];
    return [sameFrame(part.column, now) ? part : { ...part, column: withoutValues(part.column, now) }];
  });
  return { changed: undefined, now, alike };
}

/** Of a column of which nothing but its nulls is counted these say it. */
function isFilled({ column, rows }: CountedColumn): boolean {
  return column.kind === "other" ? column.nulls < rows : hasValues(column);
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

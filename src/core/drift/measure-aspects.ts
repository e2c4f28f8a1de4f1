import type { Profile } from "../dataset/profile.ts";
import type { AlignedColumns } from "./align-columns.ts";
import type { AspectSeries } from "./aspect-series.ts";
import { associationAspect } from "./aspects/association-aspect.ts";
import { COLUMN_ASPECTS } from "./aspects/column-aspects.ts";
import { conditionalAspects } from "./aspects/conditional-aspects.ts";
import { duplicateAspect } from "./aspects/duplicate-aspect.ts";
import { jointAspect } from "./aspects/joint-aspect.ts";
import type { BatchSet } from "./batch-set.ts";
import { estimatePrior } from "./calibrate/estimate-prior.ts";
import { FEW_BATCHES } from "./calibrate/few-batches.ts";
import { toColumnBatches } from "./column-batches.ts";
import { type ColumnRoles, halveMargins, roleOf } from "./column-roles.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { movingChanges } from "./moving-changes.ts";
import { toPairTables } from "./pair-tables.ts";

interface MeasureInput {
  readonly aligned: AlignedColumns;
  readonly reference: readonly Profile[];
  readonly current: Profile;
  readonly bounds: DriftBounds;
  /** Columns that are judged with half the margins. */
  readonly roles?: ColumnRoles | undefined;
  /** Whole rows are judged as well: not where only some columns were asked for. */
  readonly wholeRows: boolean;
}

/** Everything that is measured of every batch: of columns, of pairs of those that are compared, of whole rows. */
export function measureAspects({
  aligned,
  reference,
  current,
  bounds,
  roles = {},
  wholeRows,
}: MeasureInput): readonly AspectSeries[] {
  const profiles = [...reference, current];
  const prior =
    reference.length < FEW_BATCHES
      ? estimatePrior(aligned.columns.flatMap(movingChanges), reference.length)
      : undefined;
  const columns = aligned.columns.map((column) =>
    prior === undefined
      ? column
      : toColumnBatches(column.name, { ...column.set, prior }, column.columns.slice(0, -1), column.current),
  );
  const set: BatchSet = {
    prior,
    of: reference.length,
    members: reference.map((_, position) => position),
    rows: Float64Array.from(profiles, ({ rows }) => rows),
  };
  const names = new Set(aligned.columns.map(({ name }) => name));
  const pairs = toPairTables(set, profiles).filter(({ x, y }) => names.has(x.column) && names.has(y.column));
  const tighter = halveMargins(bounds);
  const boundsOf = (name: string) => (roleOf(roles, name) === undefined ? bounds : tighter);
  const single = columns.flatMap((column) =>
    COLUMN_ASPECTS.flatMap((measure) => measure(column, boundsOf(column.name))),
  );
  const ordered = new Set(single.flatMap(({ columns: of, aspect }) => (aspect === "location" ? of : [])));
  const measured = [
    ...single,
    ...pairs.flatMap((pair) => [...associationAspect(pair, bounds), ...jointAspect(pair, bounds)]),
    ...conditionalAspects(pairs, single, ordered, bounds),
    ...(wholeRows ? duplicateAspect(set, profiles, bounds) : []),
  ];
  // Of nothing there is nothing to say.
  return measured.filter(({ facts: { rows } }) => rows.every((count) => count > 0));
}

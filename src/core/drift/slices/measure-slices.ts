import type { Profile } from "../../dataset/profile.ts";
import { alignColumns } from "../align-columns.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { FEW_BATCHES } from "../calibrate/few-batches.ts";
import type { ColumnRoles } from "../column-roles.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { measureAspects } from "../measure-aspects.ts";
import { type DriftSlice, LEAST_SLICE_ROWS } from "./drift-slice.ts";

/** Stands for a batch of which a slice has too few rows: a batch without a column is left out of its series. */
const NO_ROWS: Profile = { rows: 0, duplicateRows: null, columns: [], pairs: [] };

/**
 * What is measured of single columns in the rows of each slice, in the same way as of all rows. A slice is left out where the current
 * data, or all but fewer than 8 reference batches, have fewer than 100 rows of it.
 */
export function measureSlices(
  slices: readonly DriftSlice[],
  options: {
    readonly bounds: DriftBounds;
    readonly roles: ColumnRoles;
    readonly columns?: readonly string[] | undefined;
  },
): readonly AspectSeries[] {
  return slices.flatMap(({ column, value, reference, current }) => {
    const enough = reference.map((profile) => (profile.rows < LEAST_SLICE_ROWS ? NO_ROWS : profile));
    const batches = enough.filter((profile) => profile !== NO_ROWS).length;
    if (current.rows < LEAST_SLICE_ROWS || batches < FEW_BATCHES) return [];
    const named = enough.map((profile, index) => ({ name: String(index), profile }));
    const { bounds, roles, columns } = options;
    const aligned = alignColumns(named, current);
    const wanted = aligned.columns.filter(({ name }) => columns === undefined || columns.includes(name));
    const series = measureAspects({
      aligned: { ...aligned, columns: wanted },
      reference: enough,
      current,
      bounds,
      roles,
      wholeRows: false,
    });
    return series.filter((one) => one.columns.length === 1).map((one) => ({ ...one, slice: { column, value } }));
  });
}

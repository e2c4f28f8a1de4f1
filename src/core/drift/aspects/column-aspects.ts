import type { BooleanProfile, ColumnProfile } from "../../dataset/profile.ts";
import { isNumeric } from "../column-counts.ts";
import { columnHistogram } from "../column-histogram.ts";
import type { DriftAspect, DriftAspectName } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { sameKind } from "../same-frame.ts";
import { categoricalAspects } from "./categorical-aspects.ts";
import { numericAspects } from "./numeric-aspects.ts";
import { shareAspect } from "./share-aspect.ts";
import { textAspects } from "./text-aspects.ts";

/** A column of the reference beside the same one now, on one frame; rows are those of the whole dataset. */
export interface ColumnPair {
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
  readonly rows: readonly [reference: number, current: number];
}

/** Everything that was measured of one column. */
export function columnAspects({ before, after, rows }: ColumnPair, bounds: DriftBounds): readonly DriftAspect[] {
  if (!sameKind(before, after)) return [kindAspect(before, after, rows)];
  const share = (count: number, countNow: number) => ({
    before: { count, total: rows[0] },
    after: { count: countNow, total: rows[1] },
  });
  const { name } = before;
  const ofKind = kindAspects(before, after, bounds);
  return [
    shareAspect({
      columns: [name],
      aspect: "null",
      // Where no values can be compared, nulls are all there is to tell.
      main: !ofKind.some((aspect) => aspect?.main === true),
      kept: true,
      of: `nulls in ${name}`,
      ...share(before.nulls, after.nulls),
      bounds,
    }),
    shareAspect({
      columns: [name],
      aspect: "invalid",
      of: `unreadable values in ${name}`,
      ...share(before.invalid, after.invalid),
      bounds,
    }),
    ...ofKind,
  ]
    .filter((aspect) => aspect !== undefined)
    .map((aspect) =>
      ABOUT_SHARES.includes(aspect.aspect) ? aspect : { ...aspect, histogram: () => columnHistogram(before, after) },
    );
}

/** Of these one number says everything. */
const ABOUT_SHARES: readonly DriftAspectName[] = ["null", "invalid", "not-finite", "empty", "decimals", "characters"];

function kindAspects(
  before: ColumnProfile,
  after: ColumnProfile,
  bounds: DriftBounds,
): readonly (DriftAspect | undefined)[] {
  if (isNumeric(before) && isNumeric(after)) return numericAspects(before, after, bounds);
  if (before.kind === "categorical" && after.kind === "categorical") return categoricalAspects(before, after, bounds);
  if (before.kind === "text" && after.kind === "text") return textAspects(before, after, bounds);
  if (before.kind === "boolean" && after.kind === "boolean") return [booleanAspect(before, after, bounds)];
  return [];
}

function booleanAspect(before: BooleanProfile, after: BooleanProfile, bounds: DriftBounds): DriftAspect | undefined {
  const sizes = [before.trues + before.falses, after.trues + after.falses] as const;
  // The rarer of the two, so that its ratio is what is judged.
  const rarer = before.trues + after.trues <= before.falses + after.falses ? "trues" : "falses";
  return shareAspect({
    columns: [before.name],
    aspect: "distribution",
    main: true,
    of: `${rarer === "trues" ? "true" : "false"} in ${before.name}`,
    before: { count: before[rarer], total: sizes[0] },
    after: { count: after[rarer], total: sizes[1] },
    bounds,
  });
}

/** No sample can turn numbers into text: what cannot be chance has the p-value 0. */
function kindAspect(before: ColumnProfile, after: ColumnProfile, rows: readonly [number, number]): DriftAspect {
  return {
    columns: [before.name],
    aspect: "kind",
    main: true,
    effect: 1,
    bound: 1,
    floor: 0,
    noise: 0,
    rows,
    p1: 0,
    material: true,
    words: `${before.name} was ${before.kind} and is ${after.kind}`,
  };
}

import { formatShares } from "../../report/format-share.ts";
import { LEAST_EXPECTED } from "../../statistics/least-expected.ts";
import { Z95 } from "../../statistics/normal-distribution.ts";
import type { AspectSeries } from "../aspect-series.ts";
import { calibrateChange } from "../calibrate/calibrate-change.ts";
import { type ConditionalTable, toConditionalTable } from "../conditional-table.ts";
import type { DriftAspectName } from "../drift-aspect-name.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { LARGEST_Z } from "../largest-series.ts";
import { pairInformation } from "../pair-surprises.ts";
import type { PairTable } from "../pair-tables.ts";
import { pickLargest } from "../pick-largest.ts";
import { spreadSeries } from "../spread-series.ts";

/** Change of a share, and of a mean rank, without the prediction: of what is beyond it, three quarters and two thirds. */
const PLAIN = { value: 0.75, location: 2 / 3 };

/**
 * Movement of a column beyond what the movement of its strongest partner explains, from the counts of their pair: of its most
 * surprising group, and of where its values are. It counts where the column itself is at least as unusual as the partner:
 * otherwise it is the partner that changed.
 *
 * @param own What was measured of single columns.
 * @param ordered Columns of numbers.
 */
export function conditionalAspects(
  pairs: readonly PairTable[],
  own: readonly AspectSeries[],
  ordered: ReadonlySet<string>,
  bounds: DriftBounds,
): readonly AspectSeries[] {
  const least = leastPValues(own);
  return strongestPartners(pairs).flatMap((conditional) => {
    const { column, partner } = conditional;
    const isOwn = (entry: number) => (least.get(column)?.[entry] ?? 1) <= (least.get(partner)?.[entry] ?? 1);
    const series = [
      valueSeries(conditional, bounds),
      ...(ordered.has(column) ? [locationSeries(conditional, bounds)] : []),
    ];
    return series.map((one) => ({ ...one, material: one.material.map((material, entry) => material && isOwn(entry)) }));
  });
}

/** Aspects that show whether it is the column itself that moved. */
const OWN: readonly DriftAspectName[] = [
  "location",
  "scale",
  "value",
  "shape",
  "distribution",
  "null",
  "range",
  "unseen",
  "spike",
  "decimals",
  "spelling",
];

/** The smallest p2 of each column's own aspects, of each batch. */
function leastPValues(own: readonly AspectSeries[]): ReadonlyMap<string, Float64Array> {
  const found = new Map<string, Float64Array>();
  for (const { columns, aspect, p2 } of own) {
    const [column, other] = columns;
    if (column === undefined || other !== undefined || !OWN.includes(aspect)) continue;
    const known = found.get(column) ?? new Float64Array(p2.length).fill(1);
    found.set(
      column,
      known.map((p, entry) => Math.min(p, p2[entry] ?? 1)),
    );
  }
  return found;
}

function strongestPartners(pairs: readonly PairTable[]): readonly ConditionalTable[] {
  const strongest = new Map<
    string,
    { readonly information: number; readonly pair: PairTable; readonly turned: boolean }
  >();
  for (const pair of pairs) {
    const information = pairInformation(pair.table.pooled, pair.width);
    for (const [column, turned] of [
      [pair.x.column, false],
      [pair.y.column, true],
    ] as const) {
      if (information > (strongest.get(column)?.information ?? 0)) strongest.set(column, { information, pair, turned });
    }
  }
  return [...strongest.values()].map(({ pair, turned }) => toConditionalTable(pair, turned));
}

function valueSeries(conditional: ConditionalTable, bounds: DriftBounds): AspectSeries {
  const { column, partner, set, groups, rows, otherRows, shares, shareOfOthers, changes, beyond, variances } =
    conditional;
  const largest = pickLargest(
    {
      batches: rows.length,
      cells: groups,
      changes: beyond,
      variances,
      isJudged: (at, batch) => Math.max(shares[at] ?? 0, shareOfOthers[at] ?? 0) * (rows[batch] ?? 0) >= LEAST_EXPECTED,
      isMaterial: (at) => {
        const [change, left] = [changes[at] ?? 0, beyond[at] ?? 0];
        return Math.abs(left) >= bounds.cell && left * change > 0 && Math.abs(change) >= PLAIN.value * bounds.cell;
      },
    },
    set,
  );
  const last = rows.length - 1;
  const at = last * groups + (largest.cells[last] ?? 0);
  const [was, is] = [shareOfOthers[at] ?? 0, shares[at] ?? 0];
  const spread = 1 / (rows[last] ?? 1) + 1 / (otherRows[last] ?? 1);
  return spreadSeries(set, {
    columns: [column],
    aspect: "conditional-value",
    ...largest,
    given: partner,
    facts: {
      bound: bounds.cell,
      noise: LARGEST_Z * Math.sqrt((variances[at] ?? 0) / spread),
      rows: [otherRows[last] ?? 0, rows[last] ?? 0],
      before: was,
      after: is,
    },
    describe: () => {
      const [from, to] = formatShares(was, is);
      return {
        words: `the share of one group of ${column} went from ${from} to ${to}, which what happened to ${partner} does not explain`,
      };
    },
  });
}

function locationSeries(
  { column, partner, set, rows, otherRows, ranks }: ConditionalTable,
  bounds: DriftBounds,
): AspectSeries {
  const { beyond, changes, variances } = ranks;
  const last = rows.length - 1;
  const spread = 1 / (rows[last] ?? 1) + 1 / (otherRows[last] ?? 1);
  return spreadSeries(set, {
    columns: [column],
    aspect: "conditional-location",
    effects: beyond,
    ...calibrateChange(beyond, variances, set),
    material: Array.from(
      beyond,
      (left, entry) =>
        Math.abs(left) >= bounds.location && Math.abs(changes[entry] ?? 0) >= PLAIN.location * bounds.location,
    ),
    given: partner,
    facts: {
      bound: bounds.location,
      noise: Z95 * Math.sqrt((variances[last] ?? 0) / spread),
      rows: [otherRows[last] ?? 0, rows[last] ?? 0],
    },
    describe: () => {
      const direction = (changes[last] ?? 0) > 0 ? "up" : "down";
      return { words: `${column} moved ${direction}, which what happened to ${partner} does not explain` };
    },
  });
}

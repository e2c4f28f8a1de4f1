import type { AspectSeries } from "../aspect-series.ts";
import { FEW_BATCHES } from "../calibrate/few-batches.ts";
import { type JudgedAspect, type JudgedRun, type JudgingRule, judgeSurprises } from "../judge-surprises.ts";
import { measureBreadth } from "./breadth.ts";
import type { ColumnLevels } from "./column-levels.ts";
import { LEVEL_SHARES, type RunTest, WHOLE_LEVEL } from "./level-shares.ts";
import type { ChangedColumn, RunChange } from "./run-change.ts";
import { measureTrend } from "./trend.ts";

export interface JudgedTests extends JudgedRun {
  /** p of each test that was asked; undefined with few batches, of which only the largest surprise is judged. */
  readonly tests?: Readonly<Partial<Record<RunTest, number>>>;
  /** The rarest of them, each held against its share of the level. */
  readonly test: RunTest;
  /** Where nothing alarmed by itself, and together the columns do. */
  readonly together?: RunChange;
}

interface RunRule extends Omit<JudgingRule, "share"> {
  /** Of each column in every batch, oldest first; undefined where their order means nothing. */
  readonly levels: (() => readonly ColumnLevels[]) | undefined;
}

/** A column is named for what many do together when it is at least half as unusual as the most unusual one. */
const NAMED = 0.5;
/** A column is named for moving steadily when so few orders make it look as steady. */
const STEADY = 0.01;

/**
 * Judges the run by its largest surprise, and with 8 batches or more also by what many columns do together, each at its share
 * of the level. `pRun` is the smallest p divided by its share, so that the run drifts where it is at most the level. Columns that
 * alarm by the latter have something that is material and more than chance; its most unusual aspect alarms.
 */
export function judgeRun(measured: readonly AspectSeries[], batches: number, rule: RunRule): JudgedTests {
  const { levels, ...judging } = rule;
  if (batches < FEW_BATCHES) return { ...judgeSurprises(measured, batches, judging), test: "largest" };
  const share = levels === undefined ? WHOLE_LEVEL : LEVEL_SHARES.largest;
  const run = judgeSurprises(measured, batches, { ...judging, share });
  const gated = mostUnusual(run.aspects, batches);
  const found = [findBreadth(measured, batches, gated), findTrend(levels, gated, run.level * LEVEL_SHARES.trend)];
  const asked = [{ test: "largest" as const, p: run.pRun ?? 1, rate: (run.pRun ?? 1) / share }];
  const others = found.flatMap((one) =>
    one === undefined ? [] : [{ ...one, rate: one.p / LEVEL_SHARES[one.change.test] }],
  );
  const rarest = [...asked, ...others.map(({ change: { test }, p, rate }) => ({ test, p, rate }))].toSorted(
    (a, b) => a.rate - b.rate,
  )[0];
  const alarms = run.aspects.some(({ alarm }) => alarm);
  const together = alarms
    ? undefined
    : others.toSorted((a, b) => a.rate - b.rate).find(({ rate }) => rate <= run.level);
  return {
    ...run,
    aspects: together === undefined ? run.aspects : withAlarms(run.aspects, together.change),
    pRun: Math.min(1, rarest?.rate ?? 1),
    tests: Object.fromEntries([
      ...asked.map(({ test, p }) => [test, p]),
      ...others.map(({ change, p }) => [change.test, p]),
    ]),
    test: rarest?.test ?? "largest",
    ...(together === undefined ? {} : { together: together.change }),
  };
}

/** Of each column of all rows what is the most unusual among what is material and more than chance. */
function mostUnusual(aspects: readonly JudgedAspect[], entry: number): ReadonlyMap<string, AspectSeries> {
  const found = new Map<string, AspectSeries>();
  for (const { series, signal } of aspects) {
    const [column, other] = series.columns;
    if (column === undefined || other !== undefined || series.slice !== undefined) continue;
    if (!signal || series.material[entry] !== true) continue;
    const known = found.get(column);
    if (known === undefined || (series.p2[entry] ?? 1) < (known.p2[entry] ?? 1)) found.set(column, series);
  }
  return found;
}

interface Found {
  readonly p: number;
  readonly change: RunChange;
}

/** Undefined where there is no column to name. */
function findBreadth(
  measured: readonly AspectSeries[],
  batches: number,
  gated: ReadonlyMap<string, AspectSeries>,
): Found | undefined {
  const breadth = gated.size === 0 ? undefined : measureBreadth(measured, batches);
  if (breadth === undefined) return undefined;
  const { p, scores } = breadth;
  const least = NAMED * Math.max(...scores.values());
  const columns = [...gated].flatMap(([column, { aspect }]) =>
    (scores.get(column) ?? 0) >= least ? [{ column, aspect }] : [],
  );
  return columns.length === 0 ? undefined : { p, change: { test: "breadth", columns, of: scores.size } };
}

/** Orders that are drawn at least, and at most: so many that one in them is rarer than the level. */
const DRAWS = [400, 5000] as const;

function findTrend(
  levels: RunRule["levels"],
  gated: ReadonlyMap<string, AspectSeries>,
  level: number,
): Found | undefined {
  if (levels === undefined || gated.size === 0) return undefined;
  const [least, most] = DRAWS;
  const trend = measureTrend(levels(), Math.min(most, Math.max(least, Math.round(1.2 / level))));
  if (trend === undefined) return undefined;
  const steady = trend.columns.filter(({ p }) => p <= STEADY);
  const [steadiest] = trend.columns.toSorted((a, b) => a.p - b.p);
  const moving = steady.length > 0 || steadiest === undefined ? steady : [steadiest];
  const columns: ChangedColumn[] = moving.flatMap(({ column, level: moved }) => {
    const series = gated.get(column);
    return series === undefined ? [] : [{ column, aspect: series.aspect, level: moved }];
  });
  if (columns.length === 0) return undefined;
  return { p: trend.p, change: { test: "trend", columns, of: trend.columns.length } };
}

function withAlarms(aspects: readonly JudgedAspect[], { columns }: RunChange): readonly JudgedAspect[] {
  const named = new Map(columns.map(({ column, aspect }) => [column, aspect]));
  return aspects.map((judged) => {
    const { columns: own, aspect, slice } = judged.series;
    const [column = ""] = own;
    const isNamed = own.length === 1 && slice === undefined && named.get(column) === aspect;
    return isNamed && judged.signal ? { ...judged, alarm: true } : judged;
  });
}

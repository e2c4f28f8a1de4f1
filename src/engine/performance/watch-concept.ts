import type { ConceptDrift } from "../../core/evidence/performance-evidence.ts";
import { ADWIN_DEFAULTS, createAdwin } from "../../core/performance/adwin.ts";
import { chooseThresholds } from "../../core/performance/choose-thresholds.ts";
import { createConceptWatch, type WatchingDetector } from "../../core/performance/concept-watch.ts";
import { locateChange } from "../../core/performance/locate-change.ts";
import { createPageHinkley, PAGE_HINKLEY_DEFAULTS } from "../../core/performance/page-hinkley.ts";
import type { PredictionColumns } from "../choose-columns.ts";
import { type Engine, numberAt } from "../engine.ts";
import type { EvaluationPlan } from "../evaluation-plan.ts";
import { type CountedWindow, type JudgedRows, judgeRows } from "./measure-windows.ts";

export interface ConceptQuestion {
  readonly plan: EvaluationPlan;
  readonly columns: PredictionColumns;
  readonly windows: readonly CountedWindow[];
  /** Labelled rows to compare with. */
  readonly reference: JudgedRows | undefined;
  readonly seed: number;
}

/** Errors of the reference, in the order of its file, that are simulated from; and the last ones that go before the windows. */
const MAX_REFERENCE_LOSSES = 200_000;
const WARMING_LOSSES = 10_000;

const NONE = new Float64Array();

/**
 * What the detectors found in the errors of the labelled rows, by the window's number. Rows go by in the order of their
 * time, the oldest first, in constant memory; provisional windows are not looked at, because labels that came early are
 * not those of any rows.
 */
export async function watchConcept(
  engine: Engine,
  { plan, columns, windows, reference, seed }: ConceptQuestion,
): Promise<Map<number, ConceptDrift[]>> {
  const mature = windows.filter(({ provisional, labelled }) => !provisional && labelled > 0);
  if (mature.length === 0) return new Map();
  const numbers = mature.map(({ number }) => String(number));
  const rows = await judgeRows(engine, plan, columns, {
    name: "watched",
    where: `w IN (${numbers.join(", ")}) AND NOT trained AND label IS NOT NULL`,
    also: ["w", "moment", "place"],
  });
  if (rows === undefined || !hasErrors(plan, rows)) return new Map();
  const known = reference !== undefined && hasErrors(plan, reference) ? reference : undefined;
  const scale = plan.task === "regression" ? await errorScale(engine, (known ?? rows).rows) : undefined;
  const losses = known === undefined ? undefined : await readLosses(engine, plan, known, scale);
  const length = Math.round(mature.reduce((sum, { labelled }) => sum + labelled, 0) / mature.length);
  const detectors = createDetectors({ losses, length, seed, scale });
  const watch = createConceptWatch(detectors, plan.task === "regression" ? "losses" : "errors");
  for (const loss of losses?.subarray(-WARMING_LOSSES) ?? []) watch.warm(loss);
  await engine.scan(
    `SELECT ${lossOf(plan, scale)} AS loss, CAST(w AS DOUBLE) AS w, moment
     FROM ${rows.rows} ORDER BY w DESC, moment NULLS LAST, place`,
    ([found = NONE, places = NONE, moments = NONE]) => {
      for (const [row, loss] of found.entries()) watch.add(loss, places[row] ?? 0, moments[row] ?? Number.NaN);
    },
  );
  return new Map(mature.map(({ number }) => [number, watch.finish(number)]));
}

/** Rows without a prediction are neither right nor wrong. */
function hasErrors({ task }: EvaluationPlan, { hasPredictions }: JudgedRows): boolean {
  return task !== "binary" || hasPredictions;
}

function lossOf({ task }: EvaluationPlan, scale: number | undefined): string {
  switch (task) {
    case "binary":
      return "CAST(y <> p AS DOUBLE)";
    case "multiclass":
      return "CAST(label <> prediction AS DOUBLE)";
    case "regression":
      return `least(1.0::DOUBLE, abs(y - p) / CAST(${String(scale ?? 1)} AS DOUBLE))`;
  }
}

/** Absolute errors up to this, the 99th percentile, become 0 to 1, and larger ones 1: what ADWIN's bound takes for granted. */
async function errorScale(engine: Engine, rows: string): Promise<number> {
  const [row] = await engine.query(`SELECT approx_quantile(abs(y - p), 0.99) AS scale FROM ${rows}`);
  const scale = row === undefined ? undefined : numberAt(row, "scale");
  return scale === undefined || scale <= 0 ? 1 : scale;
}

async function readLosses(
  engine: Engine,
  plan: EvaluationPlan,
  { rows, count }: JudgedRows,
  scale: number | undefined,
): Promise<Float64Array> {
  const losses = new Float64Array(Math.min(count, MAX_REFERENCE_LOSSES));
  let next = 0;
  await engine.scan(
    `SELECT ${lossOf(plan, scale)} AS loss FROM ${rows} LIMIT ${String(losses.length)}`,
    ([found = NONE]) => {
      losses.set(found, next);
      next += found.length;
    },
  );
  return losses;
}

function createDetectors({
  losses,
  length,
  seed,
  scale,
}: {
  readonly losses: Float64Array | undefined;
  readonly length: number;
  readonly seed: number;
  readonly scale: number | undefined;
}): WatchingDetector[] {
  const chosen = losses === undefined ? undefined : chooseThresholds(losses, length, seed);
  const threshold = chosen?.threshold ?? PAGE_HINKLEY_DEFAULTS.threshold;
  const delta = chosen?.delta ?? ADWIN_DEFAULTS.delta;
  const { delta: allowance, alpha, minRows } = PAGE_HINKLEY_DEFAULTS;
  const common = scale === undefined ? {} : { "loss-scale": scale };
  const arl = chosen === undefined ? {} : { "rows-between-false-alarms": chosen.rowsBetweenAlarms };
  const { clock, maxBuckets, minPart } = ADWIN_DEFAULTS;
  return [
    {
      method: "page-hinkley",
      detector: locateChange(createPageHinkley({ threshold })),
      parameters: { threshold, delta: allowance, alpha, "min-rows": minRows, ...arl, ...common },
    },
    {
      method: "adwin",
      detector: createAdwin({ delta }),
      parameters: { delta, clock, "max-buckets": maxBuckets, "min-part": minPart, ...common },
    },
  ];
}

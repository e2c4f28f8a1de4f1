import type { LoggedCurve, LoggedRun } from "./log-reader.ts";

/** A run whose metrics are all finite: what was not is left out and said. */
export interface SettledRun extends LoggedRun {
  /** Names that were logged but have no usable final value. */
  readonly leftOut: readonly string[];
}

/**
 * Gives every metric its final value: the one that was written as such, else the last of its curve. A final value that
 * is NaN or infinite is left out, and makes the run unsound; inside a curve such points are only left out.
 */
export function settleRun(logged: LoggedRun): SettledRun {
  const run = { ...logged, curves: new Map([...logged.curves].filter((curve) => !isBookkeeping(...curve))) };
  const metrics = new Map<string, number>();
  const leftOut: string[] = [];
  const problems = [...run.problems];
  for (const [metric, value] of finalValues(run)) {
    if (Number.isFinite(value)) metrics.set(metric, value);
    else {
      leftOut.push(metric);
      problems.push(`${run.name}: the final value of ${metric} is ${String(value)}, so it was left out`);
    }
  }
  const curves = new Map<string, LoggedCurve>();
  for (const [metric, curve] of run.curves) {
    const finite = onlyFinite(curve);
    // One point is no curve: the metric already says it.
    if (finite.values.length > 1) curves.set(metric, finite);
  }
  return { ...run, metrics, curves, problems, leftOut, sound: run.sound && leftOut.length === 0 };
}

/** When something was logged is no result; neither is the -1 that Lightning logs to TensorBoard so that there is a metric. */
function isBookkeeping(metric: string, { values }: LoggedCurve): boolean {
  if (metric === "hp_metric") return values.every((value) => value === -1);
  return /^(train\/)?(epoch|step|global_step)$/.test(metric);
}

function finalValues(run: LoggedRun): Map<string, number> {
  const final = new Map(run.metrics);
  for (const [metric, { values }] of run.curves) {
    const last = values.at(-1);
    if (last !== undefined && !final.has(metric)) final.set(metric, last);
  }
  return final;
}

function onlyFinite(curve: LoggedCurve): LoggedCurve {
  if (curve.values.every(Number.isFinite)) return curve;
  const kept = curve.values.flatMap((value, index) => (Number.isFinite(value) ? [index] : []));
  return {
    axis: curve.axis,
    steps: kept.map((index) => curve.steps[index] ?? 0),
    values: kept.map((index) => curve.values[index] ?? 0),
  };
}

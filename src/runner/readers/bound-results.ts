import { label, MAX_CURVE_POINTS, toSafeText } from "../../core/evidence/limits.ts";
import type { Curve, ParameterValue } from "../../core/evidence/run-evidence.ts";
import type { LoggedCurve } from "./log-reader.ts";
import { thinCurve } from "./thin-curve.ts";

const MAX_METRICS = 1000;
const MAX_PARAMETERS = 1000;
const MAX_CURVES = 100;
const MAX_PARAMETER_LENGTH = 1000;

/** All curves together: about 400 kB of the 1 MiB that a document may have. */
const MAX_POINTS_IN_ALL = 10_000;
const MIN_POINTS = 4;

const Name = label();

export interface Bounded<Values> {
  readonly values: Values;
  readonly problems: readonly string[];
}

/** The first 1000 metrics whose names a document can hold. */
export function boundMetrics(metrics: ReadonlyMap<string, number>): Bounded<Record<string, number>> {
  return boundRecord("metrics", metrics, MAX_METRICS);
}

/** The first 1000 parameters; long texts are cut, and characters that could deceive a reader replaced. */
export function boundParameters(
  parameters: ReadonlyMap<string, ParameterValue>,
): Bounded<Record<string, ParameterValue>> {
  const safe = [...parameters].map(
    ([name, value]) => [name, typeof value === "string" ? toSafeText(value, MAX_PARAMETER_LENGTH) : value] as const,
  );
  return boundRecord("parameters", new Map(safe), MAX_PARAMETERS);
}

/** The first 100 curves, each thinned to 200 points or fewer where there are many curves. */
export function boundCurves(curves: ReadonlyMap<string, LoggedCurve>): Bounded<Curve[]> {
  const { values, problems } = boundRecord("curves", curves, MAX_CURVES);
  const entries = Object.entries(values);
  const share = Math.floor(MAX_POINTS_IN_ALL / Math.max(1, entries.length));
  const maxPoints = Math.max(MIN_POINTS, Math.min(MAX_CURVE_POINTS, share));
  const bounded = entries.map(([metric, { axis, ...points }]) => {
    const { steps, values: kept } = thinCurve(points, maxPoints);
    return { metric, axis, steps: [...steps], values: [...kept] };
  });
  return { values: bounded, problems };
}

function boundRecord<Value>(
  what: string,
  map: ReadonlyMap<string, Value>,
  max: number,
): Bounded<Record<string, Value>> {
  const usable = [...map].filter(([name]) => isUsableName(name));
  const problems: string[] = [];
  const unusable = map.size - usable.length;
  if (unusable > 0) {
    problems.push(
      `${String(unusable)} ${what} have names that are empty, too long or hold control characters, and were left out`,
    );
  }
  if (usable.length > max)
    problems.push(`there are ${String(usable.length)} ${what}: the first ${String(max)} were kept`);
  return { values: Object.fromEntries(usable.slice(0, max)), problems };
}

function isUsableName(name: string): boolean {
  return name !== "__proto__" && Name.safeParse(name).success;
}

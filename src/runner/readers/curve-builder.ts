import type { Curve } from "../../core/evidence/run-evidence.ts";
import type { LoggedCurve } from "./log-reader.ts";

export interface CurveBuilder {
  readonly add: (metric: string, axis: Curve["axis"], step: number, value: number) => void;
  readonly build: () => ReadonlyMap<string, LoggedCurve>;
}

interface Growing {
  readonly axis: Curve["axis"];
  readonly steps: number[];
  readonly values: number[];
}

/**
 * Collects points in the order in which they were logged. A step that is not beyond the last one means that training
 * went back to a checkpoint, or logged the step again: what was logged from that step on is replaced, as TensorBoard does.
 */
export function createCurveBuilder(): CurveBuilder {
  const curves = new Map<string, Growing>();
  return {
    add(metric, axis, step, value) {
      if (!Number.isFinite(step)) return;
      const curve = curves.get(metric) ?? { axis, steps: [], values: [] };
      curves.set(metric, curve);
      while ((curve.steps.at(-1) ?? Number.NEGATIVE_INFINITY) >= step) {
        curve.steps.pop();
        curve.values.pop();
      }
      curve.steps.push(step);
      curve.values.push(value);
    },
    build: () => curves,
  };
}

import type { ConceptDrift } from "../evidence/performance-evidence.ts";
import type { Change, ChangeDetector } from "./change-detector.ts";
import { describeConcept } from "./describe-concept.ts";

/** A detector with what stands beside its findings. */
export interface WatchingDetector {
  readonly method: ConceptDrift["method"];
  readonly detector: ChangeDetector;
  readonly parameters: Readonly<Record<string, number>>;
}

export interface ConceptWatch {
  /** An error of the reference, after which the windows come. */
  readonly warm: (loss: number) => void;
  /** An error, the number of its window, and seconds since 1970 (NaN: unknown). In their order. */
  readonly add: (loss: number, window: number, seconds: number) => void;
  /** What each detector found in a window; nothing where it has no row. */
  readonly finish: (window: number) => ConceptDrift[];
}

interface Alarm {
  readonly row: number;
  readonly seconds: number;
  readonly change: Change;
}

/** Rows of one window, and the first alarm of each detector among them. */
interface Watched {
  rows: number;
  readonly alarms: (Alarm | undefined)[];
}

/**
 * Goes over the errors of all windows with detectors that do not begin anew with each window. Only errors that grow are
 * drift: an alarm at errors that fell is none.
 */
export function createConceptWatch(detectors: readonly WatchingDetector[], unit: "errors" | "losses"): ConceptWatch {
  const windows = new Map<number, Watched>();
  const add = (loss: number, window: number, seconds: number): void => {
    const watched = windows.get(window) ?? { rows: 0, alarms: detectors.map(() => undefined) };
    if (watched.rows === 0) windows.set(window, watched);
    watched.rows++;
    for (const [index, { detector }] of detectors.entries()) {
      if (!detector.update(loss) || watched.alarms[index] !== undefined) continue;
      const change = detector.change();
      if (change.after > change.before) watched.alarms[index] = { row: watched.rows, seconds, change };
    }
  };
  return {
    warm: (loss) => {
      for (const { detector } of detectors) detector.update(loss);
    },
    add,
    finish: (window) => {
      const watched = windows.get(window);
      if (watched === undefined) return [];
      return detectors.map((watching, index) => toEvidence(watching, watched, watched.alarms[index], unit));
    },
  };
}

function toEvidence(
  { method, parameters }: WatchingDetector,
  { rows }: Watched,
  alarm: Alarm | undefined,
  unit: "errors" | "losses",
): ConceptDrift {
  const words = describeConcept({ method, rows, alarm, unit });
  if (alarm === undefined) return { method, detected: false, rows, parameters: { ...parameters }, words };
  const atTime = Number.isNaN(alarm.seconds) ? {} : { atTime: new Date(alarm.seconds * 1000).toISOString() };
  return { method, detected: true, rows, at: alarm.row, ...atTime, parameters: { ...parameters }, words };
}

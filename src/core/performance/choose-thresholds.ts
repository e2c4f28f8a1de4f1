import { ADWIN_DEFAULTS, createAdwin } from "./adwin.ts";
import type { ChangeDetector } from "./change-detector.ts";
import { createRandom } from "./create-random.ts";
import { createPageHinkley, PAGE_HINKLEY_DEFAULTS } from "./page-hinkley.ts";

export interface ChosenThresholds {
  /** λ of Page-Hinkley. */
  readonly threshold: number;
  /** δ of ADWIN. */
  readonly delta: number;
  /** Rows between two false alarms that λ was chosen for. */
  readonly rowsBetweenAlarms: number;
}

/** One false alarm in so many windows. */
const WINDOWS_BETWEEN_ALARMS = 20;

/** Simulated streams, and their rows at most. */
const PAGE_HINKLEY_STREAMS = 200;
const PAGE_HINKLEY_ROWS = 50_000;
const ADWIN_STREAMS = 60;
const ADWIN_ROWS = 10_000;

/** From this share of the maxima on their tail is taken to fall off like an exponential, which that of a CUSUM does. */
const TAIL = 0.1;

/** A reference without errors says nothing about how they come: so many more than expected are never an alarm. */
const LEAST_THRESHOLD = 5;

const ADWIN_DELTAS = [ADWIN_DEFAULTS.delta, 5e-4, 1e-4, 1e-5, 1e-6, 1e-8];

/**
 * Thresholds with which the reference's own errors give one false alarm in 20 windows of `rows` rows, found by simulating
 * streams of blocks of them. Blocks keep what neighbouring rows have in common; they are n^⅓ rows long.
 *
 * @see H. R. Künsch, Annals of Statistics 17 (1989) 1217–1241, for the blocks
 */
export function chooseThresholds(losses: Float64Array, rows: number, seed: number): ChosenThresholds {
  const random = createRandom(seed);
  return {
    threshold: chooseThreshold(losses, rows, random),
    delta: chooseDelta(losses, rows, random),
    rowsBetweenAlarms: WINDOWS_BETWEEN_ALARMS * rows,
  };
}

function chooseThreshold(losses: Float64Array, rows: number, random: () => number): number {
  const length = Math.min(rows, PAGE_HINKLEY_ROWS);
  const maxima = Array.from({ length: PAGE_HINKLEY_STREAMS }, () => {
    const detector = createPageHinkley({ threshold: Number.POSITIVE_INFINITY });
    let greatest = 0;
    let place = 0;
    drawBlocks(losses, length, random, (loss) => {
      detector.update(loss);
      place++;
      if (place >= PAGE_HINKLEY_DEFAULTS.minRows) greatest = Math.max(greatest, detector.state().increase);
      return false;
    });
    return greatest;
  }).sort((a, b) => a - b);
  const alarms = length / (WINDOWS_BETWEEN_ALARMS * rows);
  return Math.max(LEAST_THRESHOLD, upperQuantile(maxima, alarms));
}

/** What a share of `share` of the values exceeds. */
function upperQuantile(sorted: readonly number[], share: number): number {
  const start = sorted[Math.floor((1 - TAIL) * (sorted.length - 1))] ?? 0;
  const beyond = sorted.filter((value) => value > start);
  if (beyond.length === 0) return start;
  const excess = beyond.reduce((sum, value) => sum + value - start, 0) / beyond.length;
  return start + excess * Math.log(Math.max(1, TAIL / share));
}

/** The first of a few deltas with which no more streams alarm at growing errors than the windows would. */
function chooseDelta(losses: Float64Array, rows: number, random: () => number): number {
  const length = Math.min(rows, ADWIN_ROWS);
  for (const delta of ADWIN_DELTAS) {
    let alarms = 0;
    for (let stream = 0; stream < ADWIN_STREAMS; stream++) {
      const detector = createAdwin({ delta });
      if (drawBlocks(losses, length, random, (loss) => alarmsAtGrowth(detector, loss))) alarms++;
    }
    if (alarms <= ADWIN_STREAMS / WINDOWS_BETWEEN_ALARMS) return delta;
  }
  return ADWIN_DELTAS.at(-1) ?? ADWIN_DEFAULTS.delta;
}

function alarmsAtGrowth(detector: ChangeDetector, loss: number): boolean {
  if (!detector.update(loss)) return false;
  const { before, after } = detector.change();
  return after > before;
}

/** Blocks of the losses, which begin anywhere and go on at the beginning, until there are `length` of them or one is enough. */
function drawBlocks(
  losses: Float64Array,
  length: number,
  random: () => number,
  each: (loss: number) => boolean,
): boolean {
  const block = Math.max(1, Math.round(Math.cbrt(losses.length)));
  let place = 0;
  for (let drawn = 0; drawn < length; drawn++) {
    if (drawn % block === 0) place = Math.floor(random() * losses.length);
    if (each(losses[(place + (drawn % block)) % losses.length] ?? 0)) return true;
  }
  return false;
}

import { calibrate } from "./calibration.ts";
import { createIsotonicFit } from "./isotonic-fit.ts";

/** Scores in rising order, and 1 for each row whose label is the positive class. */
export interface ScoredLabels {
  readonly scores: Float64Array;
  readonly labels: Uint8Array;
}

const SPLITS = 10;
const TEST_SHARE = 0.1;
const BINS = 10;

/** A score that tells the classes apart so well gains nothing. */
const PERFECT_AREA = 0.999;

/**
 * Whether isotonic calibration makes the probabilities better: in ten splits of nine parts to fit and one to test, within
 * classes, the calibration error of all test rows together is smaller with it than without. False where there is one class
 * only, or where the area under the ROC curve is above 0.999.
 *
 * The rule is the one of NannyML 0.13.1's `needs_calibration`; the splits are drawn by `random` and are not the same.
 */
export function needsCalibration({ scores, labels }: ScoredLabels, random: () => number): boolean {
  const classes = [0, 1].map((label) => indexesOf(labels, label));
  if (classes.some((rows) => rows.length === 0)) return false;
  if (areaUnderCurve({ scores, labels }) > PERFECT_AREA) return false;
  const raw: Tested[] = [];
  const calibrated: Tested[] = [];
  for (let split = 0; split < SPLITS; split++) {
    const isTest = new Uint8Array(labels.length);
    for (const rows of classes) drawRows(rows, Math.round(rows.length * TEST_SHARE), random, isTest);
    testSplit({ scores, labels }, isTest, raw, calibrated);
  }
  if (raw.length < 4) return false;
  return calibrationError(raw) > calibrationError(calibrated);
}

interface Tested {
  readonly probability: number;
  readonly label: number;
}

function indexesOf(labels: Uint8Array, wanted: number): Uint32Array {
  const rows = new Uint32Array(labels.reduce((sum, label) => sum + (label === wanted ? 1 : 0), 0));
  let next = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] === wanted) rows[next++] = row;
  return rows;
}

/** The first `count` of a shuffle, marked. */
function drawRows(rows: Uint32Array, count: number, random: () => number, marks: Uint8Array): void {
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (rows.length - place));
    const row = rows[other] ?? 0;
    rows[other] = rows[place] ?? 0;
    rows[place] = row;
    marks[row] = 1;
  }
}

function testSplit({ scores, labels }: ScoredLabels, isTest: Uint8Array, raw: Tested[], calibrated: Tested[]): void {
  const fit = createIsotonicFit();
  let rows = 0;
  let positives = 0;
  for (let row = 0; row < scores.length; row++) {
    if (isTest[row] === 0) {
      rows++;
      positives += labels[row] ?? 0;
    }
    const score = scores[row] ?? 0;
    if (row + 1 < scores.length && scores[row + 1] === score) continue;
    if (rows > 0) fit.add(score, rows, positives);
    rows = 0;
    positives = 0;
  }
  const calibration = fit.finish();
  for (let row = 0; row < scores.length; row++) {
    if (isTest[row] === 0) continue;
    const probability = scores[row] ?? 0;
    const label = labels[row] ?? 0;
    raw.push({ probability, label });
    calibrated.push({ probability: calibrate(calibration, probability), label });
  }
}

/** Expected calibration error over bins of equally many rows; the last one takes what is left over. */
function calibrationError(tested: readonly Tested[]): number {
  const sorted = tested.toSorted((a, b) => a.probability - b.probability || a.label - b.label);
  const bins = sorted.length <= 2 * BINS ? Math.floor(sorted.length / 2) : BINS;
  const width = Math.floor(sorted.length / bins);
  const edges = Array.from({ length: Math.floor(sorted.length / width) + 1 }, (_, index) => index * width);
  edges[edges.length - 1] = sorted.length;
  let error = 0;
  for (const [index, start] of edges.slice(0, -1).entries()) {
    let gap = 0;
    for (const { probability, label } of sorted.slice(start, edges[index + 1])) gap += probability - label;
    error += Math.abs(gap) / sorted.length;
  }
  return error;
}

function areaUnderCurve({ scores, labels }: ScoredLabels): number {
  let below = 0;
  let wins = 0;
  let start = 0;
  let positives = 0;
  for (let row = 1; row <= scores.length; row++) {
    if (row < scores.length && scores[row] === scores[start]) continue;
    let found = 0;
    for (let tie = start; tie < row; tie++) found += labels[tie] ?? 0;
    const others = row - start - found;
    wins += found * (below + others / 2);
    below += others;
    positives += found;
    start = row;
  }
  return wins / (positives * below);
}

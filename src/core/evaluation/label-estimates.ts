import type { Interval, MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { Z95 } from "../statistics/normal-distribution.ts";
import { wilsonInterval } from "../statistics/wilson-interval.ts";
import { addRows, type ClassTallies, type ConfusionCell, emptyTallies } from "./class-tallies.ts";
import { estimate, undefinedEstimate } from "./estimates.ts";
import { type JointCell, jackknifeError } from "./jackknife.ts";
import {
  balancedAccuracy,
  f1Of,
  type LabelMetric,
  macro,
  matthewsCorrelation,
  POSITIVE,
  precisionOf,
  recallOf,
} from "./label-metrics.ts";

/** Tallies and cells by class number; `classes` are the names in order. */
export function countCells(
  cells: readonly ConfusionCell[],
  classes: readonly string[],
): { readonly tallies: ClassTallies; readonly cells: readonly JointCell[] } {
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const tallies = emptyTallies(classes.length);
  const joint = cells.map(({ label, prediction, rows }) => {
    const cell = { label: numbers.get(label) ?? 0, here: numbers.get(prediction) ?? 0, there: 0, rows };
    addRows(tallies, cell.label, cell.here, rows);
    return cell;
  });
  return { tallies, cells: joint };
}

/** Accuracy, balanced accuracy, precision, recall, F1 and MCC of two classes, the positive one last. */
export function binaryLabelEstimates(cells: readonly ConfusionCell[], classes: readonly string[]): MetricEstimate[] {
  const counted = countCells(cells, classes);
  const { rows, correct, hits, actual, predicted } = counted.tallies;
  const found = hits[POSITIVE] ?? 0;
  const positives = actual[POSITIVE] ?? 0;
  const called = predicted[POSITIVE] ?? 0;
  return [
    share("accuracy", correct, rows, rows, "there are no rows"),
    balancedAccuracyEstimate(counted.tallies),
    share("precision", found, called, rows, "no row is predicted to be positive"),
    share("recall", found, positives, rows, "no row is positive"),
    f1Estimate(found, positives, called, rows),
    correlationEstimate(counted),
  ];
}

/** The same for any number of classes: precision, recall and F1 are macro averages. */
export function multiclassLabelEstimates(
  cells: readonly ConfusionCell[],
  classes: readonly string[],
): MetricEstimate[] {
  const counted = countCells(cells, classes);
  const { rows, correct } = counted.tallies;
  return [
    share("accuracy", correct, rows, rows, "there are no rows"),
    balancedAccuracyEstimate(counted.tallies),
    jackknifed("precision", macro(precisionOf), counted),
    jackknifed("recall", macro(recallOf), counted),
    jackknifed("f1", macro(f1Of), counted),
    correlationEstimate(counted),
  ];
}

function share(name: string, count: number, total: number, rows: number, otherwise: string): MetricEstimate {
  if (total === 0) return undefinedEstimate(name, otherwise);
  return estimate(name, count / total, wilsonInterval(count, total), "wilson", rows);
}

/** Mean of independent shares: Wilson's limits of each, put together by MOVER (Donner & Zou 2012). */
function balancedAccuracyEstimate(tallies: ClassTallies): MetricEstimate {
  const value = balancedAccuracy(tallies);
  if (value === null) return undefinedEstimate("balanced-accuracy", "there are no rows");
  let below = 0;
  let above = 0;
  let classes = 0;
  for (const [index, rows] of tallies.actual.entries()) {
    if (rows === 0) continue;
    const recall = (tallies.hits[index] ?? 0) / rows;
    const [low, high] = wilsonInterval(tallies.hits[index] ?? 0, rows);
    below += (recall - low) ** 2;
    above += (high - recall) ** 2;
    classes++;
  }
  const interval: Interval = [value - Math.sqrt(below) / classes, value + Math.sqrt(above) / classes];
  return estimate("balanced-accuracy", value, interval, "wilson-mover", tallies.rows);
}

/**
 * F1 = 2F* / (1 + F*) with F* = TP / (TP + FP + FN), a proportion: Wilson's limits of F*, carried over.
 *
 * @see D. J. Hand, P. Christen, N. Kirielle, Machine Learning 110 (2021) 451–456
 */
function f1Estimate(found: number, positives: number, called: number, rows: number): MetricEstimate {
  const union = positives + called - found;
  if (union === 0) return undefinedEstimate("f1", "no row is positive or predicted to be");
  const [low, high] = wilsonInterval(found, union);
  const carried = (star: number) => (2 * star) / (1 + star);
  return estimate("f1", carried(found / union), [carried(low), carried(high)], "wilson-f-star", rows);
}

interface Counted {
  readonly tallies: ClassTallies;
  readonly cells: readonly JointCell[];
}

function jackknifed(name: string, metric: LabelMetric, { tallies, cells }: Counted): MetricEstimate {
  const value = metric(tallies);
  if (value === null) return undefinedEstimate(name, "there are no rows");
  const error = jackknifeError(metric, cells, tallies);
  const half = Z95 * (error ?? 0);
  const interval: Interval | null = half === 0 ? null : [Math.max(0, value - half), Math.min(1, value + half)];
  return estimate(name, value, interval, "jackknife", tallies.rows);
}

/** On Fisher's z scale, where a correlation is closer to normal and its limits stay within −1 and 1. */
function correlationEstimate({ tallies, cells }: Counted): MetricEstimate {
  const value = matthewsCorrelation(tallies);
  if (value === null) return undefinedEstimate("mcc", "there are no rows");
  const error = Math.abs(value) < 1 ? jackknifeError(matthewsCorrelation, cells, tallies) : undefined;
  if (error === undefined || error === 0) return estimate("mcc", value, null, "", tallies.rows);
  const half = (Z95 * error) / (1 - value * value);
  const centre = Math.atanh(value);
  const interval: Interval = [Math.tanh(centre - half), Math.tanh(centre + half)];
  return estimate("mcc", value, interval, "jackknife-fisher-z", tallies.rows);
}

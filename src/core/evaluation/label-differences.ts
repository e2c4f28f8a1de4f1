import type { MetricDifference } from "../evidence/evaluation-evidence.ts";
import { mcnemarPValue, mcnemarVariant } from "../statistics/mcnemar.ts";
import { tangoInterval } from "../statistics/tango-interval.ts";
import { addRows, type ClassTallies, emptyTallies } from "./class-tallies.ts";
import { difference, normalDifference, undefinedDifference } from "./differences.ts";
import { type JointCell, jackknifeError } from "./jackknife.ts";
import {
  accuracy,
  balancedAccuracy,
  f1Of,
  type LabelMetric,
  macro,
  matthewsCorrelation,
  POSITIVE,
  precisionOf,
  recallOf,
} from "./label-metrics.ts";

interface Joint {
  readonly cells: readonly JointCell[];
  readonly here: ClassTallies;
  readonly there: ClassTallies;
}

/**
 * Differences of the metrics of labels between two models on the same rows. Shares of the same rows (accuracy; recall of
 * two classes) have Tango's interval and McNemar's test; the others a jackknife over the joint cells.
 */
export function labelDifferences(cells: readonly JointCell[], classes: number, binary: boolean): MetricDifference[] {
  const joint = { cells, here: emptyTallies(classes), there: emptyTallies(classes) };
  for (const cell of cells) {
    addRows(joint.here, cell.label, cell.here, cell.rows);
    addRows(joint.there, cell.label, cell.there, cell.rows);
  }
  const jackknifed = (name: string, metric: LabelMetric) => jackknifedDifference(name, metric, joint);
  return [
    pairedShare("accuracy", accuracy, joint, cells),
    jackknifed("balanced-accuracy", balancedAccuracy),
    jackknifed("precision", binary ? precisionOf(POSITIVE) : macro(precisionOf)),
    binary
      ? pairedShare(
          "recall",
          recallOf(POSITIVE),
          joint,
          cells.filter(({ label }) => label === POSITIVE),
        )
      : jackknifed("recall", macro(recallOf)),
    jackknifed("f1", binary ? f1Of(POSITIVE) : macro(f1Of)),
    jackknifed("mcc", matthewsCorrelation),
  ];
}

function pairedShare(name: string, metric: LabelMetric, joint: Joint, cells: readonly JointCell[]): MetricDifference {
  const here = metric(joint.here);
  const there = metric(joint.there);
  if (here === null || there === null) return undefinedDifference(name, here, there, "no row is of this class");
  let rows = 0;
  let onlyHere = 0;
  let onlyThere = 0;
  for (const cell of cells) {
    rows += cell.rows;
    if (cell.here === cell.there) continue;
    if (cell.here === cell.label) onlyHere += cell.rows;
    if (cell.there === cell.label) onlyThere += cell.rows;
  }
  const pValue = mcnemarPValue(onlyHere, onlyThere, mcnemarVariant(onlyHere + onlyThere));
  return difference({ name, here, there, rows }, tangoInterval(onlyHere, onlyThere, rows), "tango", pValue);
}

function jackknifedDifference(name: string, metric: LabelMetric, joint: Joint): MetricDifference {
  const here = metric(joint.here);
  const there = metric(joint.there);
  if (here === null || there === null)
    return undefinedDifference(name, here, there, "the metric is not defined for both");
  const error = jackknifeError(metric, joint.cells, joint.here, joint.there);
  return normalDifference({ name, here, there, rows: joint.here.rows }, error, "jackknife");
}

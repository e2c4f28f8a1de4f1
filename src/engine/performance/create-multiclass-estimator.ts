import { type Engine, textAt } from "../engine.ts";
import { estimateMulticlassWindow } from "./estimate-multiclass-window.ts";
import {
  describePreconditions,
  type Estimator,
  type EstimatorQuestion,
  type NamedReference,
  unlessBeyond,
} from "./estimator.ts";
import { type FittedClasses, fitClasses } from "./fit-classes.ts";
import { type CountedWindow, judgeRows } from "./measure-windows.ts";

/** Each class takes a pass over the reference. */
const MAX_CLASSES = 100;

/** The label-free estimator of a model of several classes, or the sentence that says why there is none. */
export async function createMulticlassEstimator(
  engine: Engine,
  { plan, columns, seed }: EstimatorQuestion,
  reference: NamedReference,
): Promise<Estimator | string> {
  const none = "There is no label-free estimate:";
  if (columns.classScores.length === 0) return `${none} it needs the probability of each class.`;
  if (plan.classes.length > MAX_CLASSES) {
    return `${none} there are ${String(plan.classes.length)} classes, and at most ${String(MAX_CLASSES)} are calibrated.`;
  }
  const fault = await findClassFault(engine, plan.classes, reference);
  if (fault !== undefined) return `${none} ${reference.name} has ${fault}.`;
  const fitted = await fitClasses(engine, plan.classes, reference, seed);
  const estimate = async (window: CountedWindow) => {
    const rows = await judgeRows(engine, plan, columns, {
      name: `unlabelled_${String(window.number)}`,
      where: `w = ${String(window.number)} AND NOT trained`,
      label: plan.classes[0] ?? "",
    });
    if (rows === undefined) return { metrics: [] };
    if (!rows.probabilities) return { metrics: [], note: "its scores are no probabilities" };
    const found = await estimateMulticlassWindow(engine, rows.rows, plan.classes, fitted);
    if (found.strangers > 0) {
      return { metrics: [], note: `${String(found.strangers)} of its predictions are no class that has a probability` };
    }
    return unlessBeyond(found, reference.name);
  };
  const preconditions = describePreconditions(reference.name, describeCalibration(fitted, reference));
  const calibrated = fitted.classes.some(({ calibration }) => calibration !== undefined);
  return { about: { name: "cbpe", calibrated, preconditions }, estimate };
}

/** What keeps the reference from teaching every class: without labels of a class its scores cannot be judged. */
async function findClassFault(
  engine: Engine,
  classes: readonly string[],
  { rows, columns }: NamedReference,
): Promise<string | undefined> {
  const scored = columns.classScores.map(({ name }) => name);
  const scoreless = classes.find((name) => !scored.includes(name));
  if (scoreless !== undefined) return `no probability of the class ${shorten(scoreless)}`;
  const found = await engine.query(`SELECT label FROM ${rows} GROUP BY label ORDER BY label`);
  const labels = found.map((row) => textAt(row, "label") ?? "");
  const unseen = classes.find((name) => !labels.includes(name));
  if (unseen !== undefined) return `no row whose label is the class ${shorten(unseen)}`;
  const stranger = labels.find((name) => !classes.includes(name));
  return stranger === undefined
    ? undefined
    : `rows of the class ${shorten(stranger)}, of which there is no probability`;
}

function describeCalibration({ classes }: FittedClasses, { name, count }: NamedReference): string {
  const rows = `the ${String(count)} labelled rows of ${name}`;
  const calibrated = classes.filter(({ calibration }) => calibration !== undefined).length;
  if (calibrated === 0) {
    return `The scores are probabilities, as shares of their sum: on ${rows} isotonic regression would not make them better.`;
  }
  const which =
    calibrated === classes.length ? "each class" : `${String(calibrated)} of the ${String(classes.length)} classes`;
  return `The scores are probabilities, as shares of their sum: isotonic regression on ${rows} has calibrated ${which} against the rest.`;
}

function shorten(name: string): string {
  return name.slice(0, 60);
}

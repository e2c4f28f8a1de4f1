import { readFileSync } from "node:fs";
import { createRandom } from "../../../src/core/performance/create-random.ts";

/** Equal rows: scores in the order of the classes, numbers of label and prediction. */
export interface MulticlassRows {
  readonly scores: readonly number[];
  readonly label: number;
  readonly prediction: number;
  readonly rows: number;
}

export interface MulticlassCase {
  readonly name: string;
  readonly classes: readonly string[];
  /** By class. */
  readonly needsCalibration: readonly boolean[];
  /** NannyML says the same of every class with 20 other splits of the rows. */
  readonly whateverTheSplits: boolean;
  readonly metrics: Readonly<
    Record<string, { readonly value: number; readonly error: number | null; readonly tiesAlike?: number }>
  >;
  readonly reference: readonly MulticlassRows[];
  readonly analysis: readonly MulticlassRows[];
}

interface Drawn {
  readonly seed: number;
  readonly rows: readonly [reference: number, analysis: number];
  readonly factors: readonly number[];
  readonly noise: number;
  readonly tilts: readonly number[];
}

interface Counted {
  readonly reference: readonly number[] | "as before";
  readonly analysis: readonly number[];
}

const recorded: {
  versions: Record<string, string>;
  cases: (Omit<MulticlassCase, "reference" | "analysis"> & (Counted | Drawn))[];
} = JSON.parse(readFileSync(new URL("fixtures/nannyml-multiclass.json", import.meta.url), "utf8"));

export const NANNYML_VERSION = recorded.versions["nannyml"] ?? "";

/** What fixtures/generate/nannyml_multiclass.py recorded, with the rows drawn again. */
export const MULTICLASS_CASES: readonly MulticlassCase[] = recorded.cases.map((found) => {
  const { name, classes, needsCalibration, whateverTheSplits, metrics } = found;
  const one = { name, classes, needsCalibration, whateverTheSplits, metrics };
  if ("seed" in found) {
    const uniform = createRandom(found.seed);
    const [reference, analysis] = found.rows;
    return { ...one, reference: draw(reference, uniform, found), analysis: draw(analysis, uniform, found) };
  }
  const reference = read(found.reference === "as before" ? countedReference() : found.reference, classes.length);
  return { ...one, reference, analysis: read(found.analysis, classes.length) };
});

/** It stands in the first of the cases that have it. */
function countedReference(): readonly number[] {
  for (const found of recorded.cases) {
    if ("analysis" in found && found.reference !== "as before") return found.reference;
  }
  throw new Error("no case has a reference");
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function draw(rows: number, uniform: () => number, { factors, noise, tilts }: Drawn): MulticlassRows[] {
  return Array.from({ length: rows }, () => {
    const weights = factors.map(() => uniform()).map((u) => u * u);
    const sum = total(weights);
    const scores = weights.map((weight) => weight / sum);
    const chances = scores.map((score, index) => score * (factors[index] ?? 0) + noise);
    let left = uniform() * total(chances);
    let label = 0;
    while (label < chances.length - 1 && left >= (chances[label] ?? 0)) left -= chances[label++] ?? 0;
    const tilted = scores.map((score, index) => score * (tilts[index] ?? 0));
    return { scores, label, prediction: tilted.indexOf(Math.max(...tilted)), rows: 1 };
  });
}

/** Hundredths of all scores but the last, which is what is left; label, prediction, rows. */
function read(numbers: readonly number[], classes: number): MulticlassRows[] {
  const width = classes + 2;
  return Array.from({ length: numbers.length / width }, (_, index) => {
    const entry = numbers.slice(index * width, (index + 1) * width);
    const scores = entry.slice(0, classes - 1);
    const [label = 0, prediction = 0, rows = 0] = entry.slice(classes - 1);
    return { scores: [...scores, 100 - total(scores)].map((score) => score / 100), label, prediction, rows };
  });
}

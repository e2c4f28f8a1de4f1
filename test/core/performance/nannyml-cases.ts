import { readFileSync } from "node:fs";
import { createRandom } from "../../../src/core/performance/create-random.ts";

/** Score, label, prediction, rows. */
export type CountedRows = readonly (readonly [score: number, label: number, prediction: number, rows: number])[];

export interface NannyMlCase {
  readonly name: string;
  readonly needsCalibration: boolean;
  /** NannyML says the same with 20 other splits of the rows. */
  readonly whateverTheSplits: boolean;
  readonly metrics: Readonly<Record<string, { readonly value: number | null; readonly error?: number | null }>>;
  readonly isotonic: readonly (readonly [score: number, probability: number])[];
  readonly reference: CountedRows;
  readonly analysis: CountedRows;
}

interface Drawn {
  readonly seed: number;
  readonly rows: readonly [reference: number, analysis: number];
  readonly curve: readonly [number, number, number];
  readonly digits: number;
  readonly threshold: number;
}

const recorded: {
  versions: Record<string, string>;
  cases: (Omit<NannyMlCase, "reference"> & (NannyMlCase | Drawn))[];
} = JSON.parse(readFileSync(new URL("fixtures/nannyml.json", import.meta.url), "utf8"));

export const NANNYML_VERSION = recorded.versions["nannyml"] ?? "";

/** What fixtures/generate/nannyml_cbpe.py recorded, with the rows drawn again. */
export const NANNYML_CASES: readonly NannyMlCase[] = recorded.cases.map((found) => {
  if (!("seed" in found)) return found;
  const uniform = createRandom(found.seed);
  const [reference, analysis] = found.rows;
  return { ...found, reference: draw(reference, uniform, found), analysis: draw(analysis, uniform, found) };
});

/** In rising order of the score, as counts of equal rows. */
function draw(rows: number, uniform: () => number, { curve: [a, b, c], digits, threshold }: Drawn): CountedRows {
  const scale = 10 ** digits;
  const counts = new Map<string, [number, number, number, number]>();
  for (let row = 0; row < rows; row++) {
    const score = Math.floor(uniform() * scale) / scale;
    const label = uniform() < a + b * score + c * score * score ? 1 : 0;
    const prediction = score >= threshold ? 1 : 0;
    const key = `${String(score)} ${String(label)}`;
    const known = counts.get(key) ?? [score, label, prediction, 0];
    known[3]++;
    counts.set(key, known);
  }
  return [...counts.values()].toSorted(([x, y], [z, w]) => x - z || y - w);
}

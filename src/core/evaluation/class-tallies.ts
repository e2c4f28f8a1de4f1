/** Rows with one label for which one model gave one prediction. */
export interface ConfusionCell {
  readonly label: string;
  readonly prediction: string;
  readonly rows: number;
}

/** What every metric of labels needs, by class number. Mutable, so that a row can be taken out and put back quickly. */
export interface ClassTallies {
  rows: number;
  correct: number;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly hits: Float64Array;
}

export function emptyTallies(classes: number): ClassTallies {
  return {
    rows: 0,
    correct: 0,
    actual: new Float64Array(classes),
    predicted: new Float64Array(classes),
    hits: new Float64Array(classes),
  };
}

/** Adds `rows` rows of one cell; a negative number takes them out. */
export function addRows(tallies: ClassTallies, label: number, prediction: number, rows: number): void {
  tallies.rows += rows;
  tallies.actual[label] = (tallies.actual[label] ?? 0) + rows;
  tallies.predicted[prediction] = (tallies.predicted[prediction] ?? 0) + rows;
  if (label !== prediction) return;
  tallies.correct += rows;
  tallies.hits[label] = (tallies.hits[label] ?? 0) + rows;
}

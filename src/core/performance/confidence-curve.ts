/** Areas below the curves of one class against the rest; null where they are 0/0. */
export interface ConfidenceAreas {
  readonly "roc-auc": number | null;
  readonly "pr-auc": number | null;
}

export interface ConfidenceCurve {
  /** Rows with one probability of the class, in falling order of the score as the model gave it. */
  readonly add: (probability: number, rows: number) => void;
  readonly rows: () => number;
  readonly finish: () => ConfidenceAreas;
}

/**
 * ROC and precision–recall curves of rows of which each is p of the class and 1 − p of the rest. The cumulated sums are
 * rounded to five digits, as NannyML 0.13.1 does.
 */
export function createConfidenceCurve(): ConfidenceCurve {
  let rows = 0;
  let hits = 0;
  const curve = { positives: 0, negatives: 0, area: 0, precision: 0 };
  const addRow = (probability: number): void => {
    rows++;
    hits += probability;
    const positives = roundSum(hits);
    const negatives = roundSum(rows - hits);
    curve.area += ((negatives - curve.negatives) * (positives + curve.positives)) / 2;
    curve.precision += ((positives - curve.positives) * positives) / rows;
    curve.positives = positives;
    curve.negatives = negatives;
  };
  return {
    add: (probability, count) => {
      for (let row = 0; row < count; row++) addRow(probability);
    },
    rows: () => rows,
    finish: () => ({
      "roc-auc": divide(curve.area, curve.positives * curve.negatives),
      "pr-auc": divide(curve.precision, curve.positives),
    }),
  };
}

function divide(top: number, bottom: number): number | null {
  return bottom === 0 ? null : top / bottom;
}

/** To five digits, halves to the even one. */
function roundSum(value: number): number {
  const scaled = value * 1e5;
  const down = Math.floor(scaled);
  const rest = scaled - down;
  const up = rest > 0.5 || (rest === 0.5 && down % 2 !== 0);
  return (up ? down + 1 : down) / 1e5;
}

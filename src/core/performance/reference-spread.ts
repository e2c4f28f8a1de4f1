/** How much one row moves a metric, by its name, as the reference has it: its standard error with n rows is this over √n. */
export type ReferenceSpread = Readonly<Record<string, number | undefined>>;

export interface SpreadOfReference {
  /** Rows of one score, one label and one prediction; undefined where there is none. In rising order of the score. */
  readonly add: (score: number, positive: boolean, predicted: boolean | undefined, rows: number) => void;
  readonly finish: () => ReferenceSpread;
  /** The same of one of several classes against the rest. */
  readonly finishClass: () => ClassSpread;
}

/** Of one of several classes; undefined where no row has a part in the metric. */
export type ClassSpread = Readonly<
  Record<"roc-auc" | "precision" | "recall" | "specificity" | "f1", number | undefined>
>;

/**
 * Standard deviations of the metrics' parts over the labelled rows of the reference, by which the sampling error of an
 * estimate is told: those of NannyML 0.13.1, but for ties of the score, which count half here. There is none of the
 * average precision, for which NannyML resamples.
 */
export function createReferenceSpread(): SpreadOfReference {
  const matrix = { found: 0, wrong: 0, missed: 0, spared: 0 };
  const ranks = createPlacements();
  return {
    add: (score, positive, predicted, rows) => {
      ranks.add(score, positive, rows);
      if (predicted === undefined) return;
      matrix[positive ? (predicted ? "found" : "missed") : predicted ? "wrong" : "spared"] += rows;
    },
    finish: () => {
      const { found, wrong, missed, spared } = matrix;
      const all = found + wrong + missed + spared;
      const spreads = classSpread(matrix, ranks.finish());
      const f1 =
        spreads.f1 === undefined ? undefined : (spreads.f1 * (found + wrong + missed)) / ((wrong + missed) / 2 + found);
      return { ...spreads, accuracy: spread(found + spared, all, all), f1 };
    },
    finishClass: () => classSpread(matrix, ranks.finish()),
  };
}

interface Matrix {
  readonly found: number;
  readonly wrong: number;
  readonly missed: number;
  readonly spared: number;
}

/** F1's is that of found rows among all that are of the class or called so, which NannyML scales for two classes only. */
function classSpread({ found, wrong, missed, spared }: Matrix, area: number | undefined): ClassSpread {
  const all = found + wrong + missed + spared;
  return {
    "roc-auc": area,
    precision: spread(found, found + wrong, all),
    recall: spread(found, found + missed, all),
    specificity: spread(spared, spared + wrong, all),
    f1: spread(found, found + wrong + missed, all),
  };
}

/** Of a share of `total` rows, of which all rows have the share `total / all`. */
function spread(count: number, total: number, all: number): number | undefined {
  if (total === 0) return undefined;
  const share = count / total;
  return Math.sqrt((share * (1 - share)) / (total / all));
}

/** Placements of the rarer class among the other: the area under the ROC curve is their mean. */
function createPlacements() {
  const rows = { positive: 0, negative: 0 };
  const ties = { score: Number.NaN, positive: 0, negative: 0 };
  const sums = { positive: createMoments(), negative: createMoments() };
  const close = (): void => {
    sums.positive.add(rows.negative + ties.negative / 2, ties.positive);
    sums.negative.add(rows.positive + ties.positive / 2, ties.negative);
    rows.positive += ties.positive;
    rows.negative += ties.negative;
    ties.positive = 0;
    ties.negative = 0;
  };
  return {
    add: (score: number, positive: boolean, count: number): void => {
      if (score !== ties.score) close();
      ties.score = score;
      ties[positive ? "positive" : "negative"] += count;
    },
    finish: (): number | undefined => {
      close();
      const rarer = rows.positive > rows.negative ? "negative" : "positive";
      const other = rarer === "positive" ? "negative" : "positive";
      if (rows[rarer] === 0) return undefined;
      return Math.sqrt(sums[rarer].variance()) / rows[other] / Math.sqrt(rows[rarer] / (rows[rarer] + rows[other]));
    },
  };
}

/** Variance (with n) of numbers that come with counts. */
function createMoments() {
  let rows = 0;
  let mean = 0;
  let squares = 0;
  return {
    add: (value: number, count: number): void => {
      if (count === 0) return;
      const gap = value - mean;
      const total = rows + count;
      squares += (gap * gap * rows * count) / total;
      mean += (gap * count) / total;
      rows = total;
    },
    variance: (): number => squares / rows,
  };
}

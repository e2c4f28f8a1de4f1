/** Everything of one measurement is in a schema of its own, which is dropped at its end. */
export const SCHEMA = "performance";

/** Our own tables: rows of the predictions, of labels that came later, of what a model was trained on. */
export const TABLES = {
  loaded: `${SCHEMA}.loaded`,
  copies: `${SCHEMA}.copies`,
  arrived: `${SCHEMA}.arrived`,
  once: `${SCHEMA}.once`,
  newest: `${SCHEMA}.newest`,
  labels: `${SCHEMA}.labels`,
  trained: `${SCHEMA}.trained`,
  /** What is judged: `w` is the number of the window, `moment` what rows are ordered by, `place` their place in the files. */
  served: `${SCHEMA}.served`,
  reference: `${SCHEMA}.reference`,
} as const;

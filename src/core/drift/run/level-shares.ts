/** Tests of a whole run: whether one thing surprises, whether many columns move at once, whether many move steadily. */
export type RunTest = "largest" | "breadth" | "trend";

/**
 * Of the level, what each test of a run has: at the rule's own level of .02 they alarm at .018, .005 and .003. The one place
 * that the rate of false alarms of a whole run comes from. Breadth mostly speaks of the same batches as the largest surprise (no
 * false alarm more in 638 runs in which nothing was wrong), so a level, and a budget of false alarms, is taken for one of the whole run.
 */
export const LEVEL_SHARES: Readonly<Record<RunTest, number>> = { largest: 0.9, breadth: 0.25, trend: 0.15 };

/** Of the largest surprise where the order of the batches means nothing, or there are too few of them for the other tests. */
export const WHOLE_LEVEL = 1;

/** One exception does not make what came since less usual. */
const RECENT = 3;

/**
 * Whether reference batches, oldest first, are so as a rule: the latest three all are, or the latest and more than half of
 * all. One odd batch of the past then excuses nothing, and what has just begun is not expected to go on.
 */
export function isUsual(batches: readonly boolean[]): boolean {
  if (batches.at(-1) !== true) return false;
  return batches.slice(-RECENT).every((is) => is) || batches.filter((is) => is).length > batches.length / 2;
}

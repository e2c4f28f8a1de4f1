/** One odd batch excuses nothing; a second one may come again, as every Sunday. */
const ODD = 1;
/** So many in a row, or all that there are, have been long enough. */
const LASTED = 3;

/**
 * Whether reference batches, oldest first, are so as a rule: since the first that is so at least three are, or more than half
 * of all, the latest among them, and at most one is not. What was so only on some days of the week is not expected on the
 * next day, nor what has just begun.
 */
export function isUsual(batches: readonly boolean[]): boolean {
  const since = batches.slice(batches.indexOf(true));
  const are = since.filter((is) => is).length;
  if (batches.at(-1) !== true || since.length - are > ODD) return false;
  return are >= LASTED || are > batches.length / 2;
}

/** TensorBoard keeps 32-bit numbers, which differ from what was logged by up to 6e-8 of their size; some tools print fewer digits. */
const RELATIVE_TOLERANCE = 1e-6;

/** Whether two tools wrote down the same number. */
export function isSameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

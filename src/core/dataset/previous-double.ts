/** The largest double below a finite one. */
export function previousDouble(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const double = new Float64Array([value]);
  const bits = new BigInt64Array(double.buffer);
  // Doubles of one sign are ordered as their bits are; the sign bit turns the order round.
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? -1n : 1n);
  return double[0] ?? value;
}

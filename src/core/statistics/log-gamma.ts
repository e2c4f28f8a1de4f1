// Lanczos approximation with g = 7 and nine terms (P. Godfrey, 2001): 15 digits for x > 0.5.
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
] as const;

/** ln Γ(x) for x ≥ 0.5. */
export function logGamma(x: number): number {
  const shifted = x - 1;
  const sum = LANCZOS.reduce((total, term, index) => total + (index === 0 ? term : term / (shifted + index)), 0);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** P(K > x) of Kolmogorov's limiting distribution, for x ≥ 0 (DLMF 20.2.3 and its Jacobi transform for small x). */
export function kolmogorovSurvival(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    let sum = 0;
    for (let odd = 1; odd <= 9; odd += 2) sum += Math.exp((-odd * odd * Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 6; k >= 1; k--) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}

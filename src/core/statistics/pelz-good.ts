const PI2 = Math.PI ** 2;

/**
 * P(D ≤ d) of the two-sided one-sample Kolmogorov–Smirnov statistic of `n` rows, by an expansion in powers of n^−½ whose
 * first term is Kolmogorov's limit.
 *
 * @see W. Pelz, I. J. Good, Journal of the Royal Statistical Society B 38 (1976) 152–156
 */
export function pelzGoodCdf(d: number, n: number): number {
  const root = Math.sqrt(n);
  const z = d * root;
  const z2 = z * z;
  const terms = [0, 0, 0, 0];
  const last = Math.ceil((16 * z) / Math.PI) + 1;
  for (let k = last; k >= 1; k--) {
    addHalfInteger(terms, (k - 0.5) ** 2 * PI2, z2);
    addInteger(terms, k * k * PI2, z2);
  }
  const scale = Math.sqrt(2 * Math.PI);
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = terms.map((term) => term * scale);
  return k0 / z + k1 / (6 * z ** 4) / root + k2 / (72 * z ** 7) / n + k3 / (6480 * z ** 10) / (n * root);
}

/** `a` = π² (k − ½)². */
function addHalfInteger(terms: number[], a: number, z2: number): void {
  const weight = Math.exp(-a / (2 * z2));
  const z4 = z2 * z2;
  const polynomials = [
    1,
    a - z2,
    6 * z4 * z2 + 2 * z4 + a * (2 * z4 - 5 * z2) + a * a * (1 - 2 * z2),
    a ** 3 * (5 - 30 * z2) + a * a * (212 * z4 - 60 * z2) + a * (135 * z4 - 96 * z4 * z2) - 30 * z4 * z2 - 90 * z4 * z4,
  ];
  polynomials.forEach((polynomial, index) => {
    terms[index] = (terms[index] ?? 0) + weight * polynomial;
  });
}

/** `a` = π² k²; brought to the denominators of the half-integer sums: 72 z⁷ and 6480 z¹⁰. */
function addInteger(terms: number[], a: number, z2: number): void {
  const weight = Math.exp(-a / (2 * z2));
  const z4 = z2 * z2;
  terms[2] = (terms[2] ?? 0) - weight * 2 * z4 * a;
  terms[3] = (terms[3] ?? 0) + weight * 30 * z4 * a * (3 * z2 - a);
}

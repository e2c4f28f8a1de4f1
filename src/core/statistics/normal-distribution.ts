// Coefficients of PPND16: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477–484; about 16 digits.
const CENTRAL = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
} as const;
const MIDDLE = {
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
} as const;
const TAIL = {
  top: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  bottom: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
} as const;

/** z with P(Z ≤ z) = `probability` for a standard normal Z; ±Infinity at 0 and 1. */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRAL, 0.180625 - q * q);
  const tail = q < 0 ? probability : 1 - probability;
  if (tail <= 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const z = r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(TAIL, r - 5);
  return q < 0 ? -z : z;
}

/** P(Z > z) for a standard normal Z, with full relative precision far out in the tail. */
export function normalSurvival(z: number): number {
  if (z < 0) return 1 - normalSurvival(-z);
  return z < 3 ? 0.5 - seriesFromZero(z) : Math.exp((-z * z) / 2) * INVERSE_ROOT_TWO_PI * mills(z);
}

/** Two-sided p-value of a z statistic. */
export function normalPValue(z: number): number {
  return Math.min(1, 2 * normalSurvival(Math.abs(z)));
}

/** z of a two-sided 95 % interval. */
export const Z95 = normalQuantile(0.975);

/** z that a normal value exceeds in one of 20 cases, on one side: of what can only grow by chance, as a distance or a share of what is new. */
export const ONE_SIDED_Z95 = normalQuantile(0.95);

const INVERSE_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

/** ∫₀ᶻ φ by Abramowitz & Stegun 26.2.11, whose terms are all positive. */
function seriesFromZero(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return Math.exp((-z * z) / 2) * INVERSE_ROOT_TWO_PI * sum;
}

/** Mills' ratio P(Z > z) / φ(z) by the continued fraction 1/(z+1/(z+2/(z+3/(z+…)))), Abramowitz & Stegun 26.2.14. */
function mills(z: number): number {
  let value = z;
  for (let k = 120; k >= 1; k--) value = z + k / value;
  return 1 / value;
}

function ratio({ top, bottom }: { top: readonly number[]; bottom: readonly number[] }, x: number): number {
  return polynomial(top, x) / polynomial(bottom, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

type Matrix = readonly Float64Array[];

/** A matrix times 10^exponent, so that powers of it neither overflow nor vanish. */
interface Scaled {
  readonly matrix: Matrix;
  readonly exponent: number;
}

/**
 * P(D ≤ d) of the two-sided one-sample Kolmogorov–Smirnov statistic of `n` rows, exact. The matrix has 2 ⌈n d⌉ − 1 rows.
 *
 * @see G. Marsaglia, W. W. Tsang, J. Wang, Journal of Statistical Software 8 (2003) 18
 */
export function durbinCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const { matrix, exponent } = power(transition(k, k - n * d), n);
  let value = matrix[k - 1]?.[k - 1] ?? 0;
  let shift = exponent;
  // n! / nⁿ, factor by factor.
  for (let i = 1; i <= n; i++) {
    value *= i / n;
    if (value < 1e-140) {
      value *= 1e140;
      shift -= 140;
    }
  }
  return value * 10 ** shift;
}

function transition(k: number, h: number): Matrix {
  const size = 2 * k - 1;
  const last = size - 1;
  const rows = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (_, j) => {
      let value = i - j + 1 < 0 ? 0 : 1;
      if (j === 0) value -= h ** (i + 1);
      if (i === last) value -= h ** (size - j);
      if (j === 0 && i === last && 2 * h > 1) value += (2 * h - 1) ** size;
      return value;
    }),
  );
  return rows.map((row, i) => row.map((value, j) => value / factorial(Math.max(i - j + 1, 0))));
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

function power(base: Matrix, n: number): Scaled {
  if (n === 1) return { matrix: base, exponent: 0 };
  const half = power(base, Math.floor(n / 2));
  const square = rescale(multiply(half.matrix, half.matrix), 2 * half.exponent);
  return n % 2 === 0 ? square : rescale(multiply(square.matrix, base), square.exponent);
}

function rescale(matrix: Matrix, exponent: number): Scaled {
  const middle = matrix[matrix.length >> 1]?.[matrix.length >> 1] ?? 0;
  if (middle < 1e140) return { matrix, exponent };
  return { matrix: matrix.map((row) => row.map((value) => value * 1e-140)), exponent: exponent + 140 };
}

function multiply(left: Matrix, right: Matrix): Matrix {
  return left.map((row) => {
    const result = new Float64Array(row.length);
    row.forEach((factor, i) => {
      const other = right[i];
      if (factor === 0 || other === undefined) return;
      for (let j = 0; j < result.length; j++) result[j] = (result[j] ?? 0) + factor * (other[j] ?? 0);
    });
    return result;
  });
}

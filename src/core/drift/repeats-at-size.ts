/**
 * Share of rows that repeat an earlier one, carried over from a batch of `rows` rows to one of `wanted` rows of the same data:
 * in more rows more of them repeat. As if all rows were drawn from equally likely ones, of which n draws bring
 * M (1 − e^(−n/M)) different ones (Feller, An Introduction to Probability Theory, I, chapter IV); M is the number that
 * explains this batch. The same size gives the same share.
 */
export function repeatsAtSize(repeats: number, rows: number, wanted: number): number {
  if (rows === 0) return 0;
  const share = repeats / rows;
  if (repeats === 0 || wanted === rows) return share;
  const load = loadOf(Math.min(share, 1 - 1 / rows)) * (wanted / rows);
  return 1 + Math.expm1(-load) / load;
}

/** n/M at which the share 1 − (1 − e^(−x))/x of draws repeats; by bisection, as it grows with x. */
function loadOf(share: number): number {
  let [low, high] = [0, 1];
  const at = (x: number) => 1 + Math.expm1(-x) / x;
  while (at(high) < share) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (middle > 0 && at(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

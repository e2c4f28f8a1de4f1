/**
 * For each of the K + 1 entries the mean over the K reference batches, but for its own: judged with its own movement among
 * them, a batch would look calmer than it is.
 */
export function meanOfOthers(values: Float64Array): Float64Array {
  const batches = values.length - 1;
  let sum = 0;
  for (let batch = 0; batch < batches; batch += 1) sum += values[batch] ?? 0;
  return values.map((value, entry) =>
    entry < batches ? (sum - value) / Math.max(batches - 1, 1) : sum / Math.max(batches, 1),
  );
}

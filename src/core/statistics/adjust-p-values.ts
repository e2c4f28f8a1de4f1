export type Correction = "benjamini-hochberg" | "benjamini-yekutieli" | "holm" | "bonferroni";

/**
 * p-values adjusted for their number, in the order given: to reject where it is at most α holds the false discovery rate
 * (the first two) or the chance of any false rejection (the others) at α.
 *
 * @see Y. Benjamini, Y. Hochberg, JRSS B 57 (1995) 289–300; Y. Benjamini, D. Yekutieli, Annals of Statistics 29 (2001)
 *   1165–1188; S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70
 */
export function adjustPValues(pValues: readonly number[], correction: Correction): readonly number[] {
  const total = pValues.length;
  const ranked = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(total).fill(1);
  const stepUp = correction === "benjamini-hochberg" || correction === "benjamini-yekutieli";
  const harmonic = correction === "benjamini-yekutieli" ? sumOfReciprocals(total) : 1;
  // Adjusted values are made monotone from the end that the procedure starts from.
  const order = stepUp ? ranked.map((_, rank) => total - 1 - rank) : ranked.map((_, rank) => rank);
  let bound = stepUp ? 1 : 0;
  for (const rank of order) {
    const { p, index } = ranked[rank] ?? { p: 1, index: rank };
    if (stepUp) bound = Math.min(bound, (p * total * harmonic) / (rank + 1));
    else bound = Math.max(bound, p * (correction === "holm" ? total - rank : total));
    adjusted[index] = Math.min(1, bound);
  }
  return adjusted;
}

function sumOfReciprocals(total: number): number {
  let sum = 0;
  for (let k = total; k >= 1; k--) sum += 1 / k;
  return sum;
}

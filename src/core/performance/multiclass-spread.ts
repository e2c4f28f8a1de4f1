import type { ClassSpread, ReferenceSpread } from "./reference-spread.ts";

/** NannyML found the spread of ROC AUC that much too small, because the areas of the classes share their rows. */
const SHARED_ROWS = 1.2;

/**
 * Spread of the means over the classes, from that of each class against the rest, as in NannyML 0.13.1: √Σs² / K, a fifth
 * more for ROC AUC. That of accuracy is of the rows that are predicted right, `right` of `rows`.
 */
export function combineSpreads(
  classes: readonly ClassSpread[],
  { right, rows }: { readonly right: number; readonly rows: number },
): ReferenceSpread {
  const combine = (name: keyof ClassSpread): number | undefined => {
    let squares = 0;
    for (const { [name]: spread } of classes) {
      if (spread === undefined) return undefined;
      squares += spread * spread;
    }
    return Math.sqrt(squares) / classes.length;
  };
  const area = combine("roc-auc");
  const share = right / rows;
  return {
    "roc-auc": area === undefined ? undefined : area * SHARED_ROWS,
    accuracy: Math.sqrt(share * (1 - share)),
    precision: combine("precision"),
    recall: combine("recall"),
    specificity: combine("specificity"),
    f1: combine("f1"),
  };
}

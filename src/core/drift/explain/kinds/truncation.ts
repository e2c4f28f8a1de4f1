import { explainCutCategories } from "../cut-categories.ts";
import { explainCutTexts } from "../cut-texts.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

/** Texts and names of which only the beginning is left: a field that is too short for them. */
export const truncation: ColumnDriftKind = {
  structural: true,
  explain: (facts) => explainCutCategories(facts) ?? explainCutTexts(facts),
};

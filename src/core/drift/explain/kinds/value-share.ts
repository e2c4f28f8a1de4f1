import type { ColumnDriftKind } from "../drift-kind.ts";

/** One value, or a narrow range, is more or less frequent. */
export const valueShare: ColumnDriftKind = {
  structural: false,
  explain: ({ has, wordsOf }) => {
    const words = (has("spike") ? wordsOf("spike") : undefined) ?? (has("value") ? wordsOf("value") : undefined);
    return words === undefined ? undefined : { words, covers: ["value", "spike"] };
  },
};

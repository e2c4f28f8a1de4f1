import type { ColumnDriftKind } from "../drift-kind.ts";

/** Texts are written with other classes of characters. */
export const otherCharacters: ColumnDriftKind = {
  structural: true,
  explain: ({ has, wordsOf }) => {
    const words = has("characters") ? wordsOf("characters") : undefined;
    return words === undefined ? undefined : { words, covers: ["characters"] };
  },
};

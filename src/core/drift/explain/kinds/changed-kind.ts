import type { ColumnDriftKind } from "../drift-kind.ts";

/** Numbers became text, or the like. */
export const changedKind: ColumnDriftKind = {
  structural: true,
  explain: ({ name, has, before, after }) =>
    has("kind") ? { words: `${name} was ${before.kind} and is ${after.kind}`, covers: "everything" } : undefined,
};

import type { TextProfile } from "../../dataset/profile.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { shareSeries } from "../share-series.ts";

const CLASSES: readonly (readonly [key: keyof TextProfile["classes"], words: string])[] = [
  ["letters", "letters"],
  ["digits", "digits"],
  ["spaces", "spaces"],
  ["punctuation", "punctuation"],
  ["nonAscii", "characters beyond ASCII"],
];

/** Shares of texts that contain letters, digits, spaces, punctuation and characters beyond ASCII. */
export const characterAspect: ColumnAspect = ({ name, columns, current, numbers }, bounds) => {
  const lengths = current.kind === "text" ? numbers() : undefined;
  if (lengths === undefined) return [];
  const classes = lengths.entries.map((entry) => {
    const column = columns[entry];
    return column?.kind === "text" ? column.classes : undefined;
  });
  return CLASSES.flatMap(([key, words]) =>
    shareSeries({
      set: lengths.set,
      columns: [name],
      aspect: "characters",
      of: `texts with ${words} in ${name}`,
      counts: Float64Array.from(classes, (counted) => counted?.[key] ?? 0),
      totals: lengths.bins.totals,
      bounds,
    }),
  );
};

import type { AlignedColumns, PartialColumn } from "./align-columns.ts";
import type { RescaledColumn } from "./rescaled-columns.ts";

interface Omissions {
  readonly aligned: Pick<AlignedColumns, "added" | "gone" | "partial" | "mixed">;
  /** Of the reference. */
  readonly batches: number;
  /** Columns whose pairs with others were left out. */
  readonly rescaled: readonly RescaledColumn[];
}

const SHOWN = 5;

/** What was not compared, or only with a part of the reference, and why: a sentence for each reason. */
export function describeOmissions({ aligned, batches, rescaled }: Omissions): string[] {
  const { added, gone, partial, mixed } = aligned;
  const count = ({ column, batches: found }: PartialColumn) =>
    `${shorten(column)} (${String(found)} of ${String(batches)})`;
  return [
    ...sentence("Not compared, because the reference does not have them", added.map(shorten)),
    ...sentence(
      "Compared with those of the reference batches in which they are of the same kind as now",
      mixed.map(count),
    ),
    ...sentence("Compared with those of the reference batches that have them", partial.map(count)),
    ...sentence("Not in the current data, and in some of the reference batches only", gone.map(count)),
    ...sentence(
      "Pairs with these columns were not compared, because their values were multiplied",
      rescaled.map(({ column, words }) => `${shorten(column)} (${words})`),
    ),
  ];
}

function sentence(reason: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : "";
  return [`${reason}: ${names.slice(0, SHOWN).join(", ")}${more}.`];
}

function shorten(name: string): string {
  return [...name].slice(0, 60).join("");
}

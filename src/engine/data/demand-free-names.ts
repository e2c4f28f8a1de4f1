import { dataUnreadable } from "./data-unreadable.ts";
import type { FoundData } from "./find-data-files.ts";

/** Throws `DATA_UNREADABLE` where a column stands in the files and in the names of their folders: it would be there twice. */
export function demandFreeNames(columns: readonly string[], { partitions, files }: FoundData): void {
  const has = new Set(columns.map((column) => column.toLowerCase()));
  const twice = partitions.find((key) => has.has(key.toLowerCase()));
  if (twice === undefined) return;
  throw dataUnreadable(
    `${files[0]?.name ?? ""}: the column "${twice.slice(0, 100)}" stands in the file and in the names of its folders`,
    "Leave it out of the files, or rename the folders.",
  );
}

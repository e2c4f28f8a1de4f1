import type { Profile } from "../../core/dataset/profile.ts";
import type { DataSource, KeptRows } from "../data/data-source.ts";

/** Chooses where SQL over the views of a source's columns is asked. */
export type ChooseReading = (sqls: readonly string[]) => DataSource;

/**
 * Rows that were written down to be counted, in place of the files that they were parsed from: where nothing is asked for
 * that they do not have. They are in no order, hold what a value means and not how it was written, and whole numbers beyond
 * 2^53 as doubles.
 */
export function chooseReading(
  source: DataSource,
  { profile, kept }: { readonly profile?: Profile | undefined; readonly kept?: KeptRows | undefined },
): ChooseReading {
  if (kept === undefined || profile === undefined) return () => source;
  const columns = source.columns.map((column, index) => ({ ...column, ...kept.columns[index] }));
  const keptSource: DataSource = { ...source, relation: kept.relation, columns, parsed: false };
  const isKept = (view: string) => {
    const index = Number(view.slice(1));
    const [column, counted] = [columns[index], profile.columns[index]];
    if (column === undefined || counted === undefined) return false;
    const exact = !("min" in counted) || (typeof counted.min !== "string" && typeof counted.max !== "string");
    return exact && (view.startsWith("v") || column.raw === column.value);
  };
  return (sqls) => (sqls.every((sql) => viewsIn(sql).every(isKept)) ? keptSource : source);
}

/** Names of views, `v0` and `r12`; a constant that looks like one costs a look at the files. */
function viewsIn(sql: string): readonly string[] {
  return sql.match(/\b[vr]\d+\b/g) ?? [];
}

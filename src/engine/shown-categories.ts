import type { DatasetPlan } from "../core/config/project-config.ts";
import type { ContractSchema } from "../core/dataset/contract.ts";

/** By column: the names that may leave the machine, or all of them. */
export type ShownCategories = ReadonlyMap<string, ReadonlySet<string> | "all">;

/** Names of categories that may stand in evidence: those of columns that the configuration shows, and values that the contract allows. */
export function shownCategories(
  { showCategories }: Pick<DatasetPlan, "showCategories">,
  contract: ContractSchema | undefined,
): ShownCategories {
  const shown = new Map<string, ReadonlySet<string> | "all">();
  for (const { name, allowed } of contract?.columns ?? []) {
    if (allowed !== undefined) shown.set(name, new Set(allowed));
  }
  for (const column of showCategories) shown.set(column, "all");
  return shown;
}

/** Columns whose category names stay in a profile; `all` of them for a terminal. */
export type ShownNames = readonly string[] | "all";

export function showColumns(columns: readonly { readonly name: string }[], shown: ShownNames): ShownCategories {
  const names = shown === "all" ? columns.map(({ name }) => name) : shown;
  return new Map(names.map((name) => [name, "all"]));
}

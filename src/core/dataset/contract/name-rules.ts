import type { Locate } from "../../config/locate-node.ts";
import { toSafeText } from "../../evidence/limits.ts";
import type { ContractRule } from "../contract.ts";
import type { RuleDraft } from "./rule-draft.ts";

/** Gives the rules of one schema object their ids and lines. Rules that would have the same id are numbered in file order. */
export function nameRules(schema: string, drafts: readonly RuleDraft[], locate: Locate): ContractRule[] {
  const used = new Set<string>();
  return drafts.map(({ rule, column, title, demand, severity, dimension, path }) => {
    const parts = [oneLine(schema, 80), ...(column === undefined ? [] : [oneLine(column, 140)]), oneLine(rule, 60)];
    const id = firstFree(parts.join("."), used);
    used.add(id);
    return {
      id,
      title: oneLine(title, 500),
      demand,
      severity: severity ?? "error",
      dimension: dimension === undefined || dimension.trim() === "" ? undefined : oneLine(dimension, 60),
      line: locate.key(path).line,
    };
  });
}

function firstFree(id: string, used: ReadonlySet<string>): string {
  if (!used.has(id)) return id;
  let number = 2;
  while (used.has(`${id}-${String(number)}`)) number += 1;
  return `${id}-${String(number)}`;
}

/** Text of a contract as evidence allows it: one line without control characters. */
function oneLine(value: string, max: number): string {
  return toSafeText(value.trim().replace(/\s+/g, " "), max);
}

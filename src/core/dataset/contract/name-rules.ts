import type { Locate } from "../../config/locate-node.ts";
import { toSafeText } from "../../evidence/limits.ts";
import type { ContractRule } from "../contract.ts";
import type { RuleDraft } from "./rule-draft.ts";

/** Gives the rules of one schema object their ids and lines. Rules that would have the same id are numbered in file order. */
export function nameRules(schema: string, drafts: readonly RuleDraft[], locate: Locate): ContractRule[] {
  const used = new Set<string>();
  const counts = new Map<string, number>();
  return drafts.map(({ rule, column, title, demand, severity, dimension, path }) => {
    const parts = [oneLine(schema, 80), ...(column === undefined ? [] : [oneLine(column, 140)]), oneLine(rule, 60)];
    const wanted = parts.join(".");
    let number = counts.get(wanted) ?? 1;
    while (used.has(numbered(wanted, number))) number += 1;
    counts.set(wanted, number + 1);
    const id = numbered(wanted, number);
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

function numbered(id: string, number: number): string {
  return number === 1 ? id : `${id}-${String(number)}`;
}

/** Text of a contract as evidence allows it: one line without control characters. */
function oneLine(value: string, max: number): string {
  return toSafeText(value.trim().replace(/\s+/g, " "), max);
}

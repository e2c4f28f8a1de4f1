import type { Demand } from "../../../core/dataset/contract.ts";
import type { Engine } from "../../engine.ts";
import type { PlannedRule } from "../check-contract.ts";
import { notEvaluated } from "../outcome.ts";
import { patternSql } from "./plan-text.ts";

/**
 * The same rules, where those whose pattern the engine does not know are settled as not evaluated. RE2 has no look-around
 * and no back-references; in return no pattern can take longer than its text is long.
 */
export async function rejectPatterns(engine: Engine, planned: readonly PlannedRule[]): Promise<PlannedRule[]> {
  const checked: PlannedRule[] = [];
  for (const { rule, plan } of planned) {
    const pattern = patternOf(rule.demand);
    const told = pattern === undefined || plan.kind !== "measured" ? undefined : await objection(engine, pattern);
    if (told === undefined) checked.push({ rule, plan });
    else {
      const reason = `RE2, which searches in linear time, does not know the pattern (no look-around, no back-references): ${told}`;
      checked.push({ rule, plan: { kind: "settled", outcome: notEvaluated("matching the pattern", reason) } });
    }
  }
  return checked;
}

function patternOf(demand: Demand): string | undefined {
  return demand.kind === "pattern" || demand.kind === "invalid-count" ? demand.pattern : undefined;
}

async function objection(engine: Engine, pattern: string): Promise<string | undefined> {
  try {
    await engine.query(`SELECT ${patternSql(pattern, "''")} AS known`);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/^Invalid Input Error: /, "").slice(0, 200);
  }
}

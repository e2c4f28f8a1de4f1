import type { ContractRule, ContractSchema } from "../../../core/dataset/contract.ts";
import { formatPlain } from "../../../core/report/format-number.ts";
import type { DataSource } from "../../data/data-source.ts";
import type { Engine, Sandbox } from "../../engine.ts";
import type { PlannedRule } from "../check-contract.ts";
import { meetsBound } from "../meets-bound.ts";
import { notEvaluated, type Outcome } from "../outcome.ts";
import type { SqlPlan } from "../rule-plan.ts";
import { explainSqlError } from "./explain-sql-error.ts";
import { openRuleTable } from "./rule-table.ts";
import { type VettedStatement, vetStatement } from "./vet-statement.ts";

const TIME_LIMIT_SECONDS = 60;

interface VettedRule {
  readonly rule: ContractRule;
  readonly plan: SqlPlan;
  readonly vetted: VettedStatement;
}

/**
 * Outcomes of the rules that are SQL of the contract's author. Such a statement is never run in the engine itself: it is
 * vetted part by part, and then run in a sandbox that can read the data and nothing else, for a minute at most.
 */
export async function runSqlRules(
  engine: Engine,
  source: DataSource,
  schema: ContractSchema,
  planned: readonly PlannedRule[],
  seconds = TIME_LIMIT_SECONDS,
): Promise<ReadonlyMap<ContractRule, Outcome>> {
  const tables = new Set([schema.name, schema.physicalName ?? schema.name].map((name) => name.toLowerCase()));
  const rules: VettedRule[] = [];
  for (const { rule, plan } of planned) {
    if (plan.kind === "sql") rules.push({ rule, plan, vetted: await vetStatement(engine, plan.demand.query, tables) });
  }
  const outcomes = new Map<ContractRule, Outcome>();
  for (const { rule, plan, vetted } of rules) {
    if ("refusal" in vetted) outcomes.set(rule, failed(rule, plan, `The statement is refused: ${vetted.refusal}.`));
  }
  const allowed = rules.flatMap(({ rule, plan, vetted }) => ("sql" in vetted ? [{ rule, plan, ...vetted }] : []));
  if (allowed.length === 0) return outcomes;
  const table = await openRuleTable(engine, source, new Set(allowed.flatMap(({ columns }) => [...columns])));
  try {
    for (const { rule, plan, sql } of allowed) {
      outcomes.set(rule, await runRule(table.sandbox, rule, plan, { sql, seconds }));
    }
  } finally {
    table.close();
  }
  return outcomes;
}

async function runRule(
  sandbox: Sandbox,
  rule: ContractRule,
  plan: SqlPlan,
  { sql, seconds }: { readonly sql: string; readonly seconds: number },
): Promise<Outcome> {
  try {
    const { types, rows, more } = await sandbox.query(sql, { rows: 1, seconds });
    if (types.length !== 1)
      return failed(rule, plan, `It gives ${String(types.length)} columns, and one number is needed.`);
    if (more) return failed(rule, plan, "It gives more than one row, and one number is needed.");
    const found = rows[0]?.[0];
    if (rows.length === 0) return failed(rule, plan, "It gives no row, and one number is needed.");
    if (found === null) return failed(rule, plan, "It gives NULL, and one number is needed.");
    const value = typeof found === "boolean" || types[0] === "VARCHAR" ? Number.NaN : Number(found);
    if (Number.isNaN(value)) return failed(rule, plan, `It gives a ${types[0] ?? "value"}, and one number is needed.`);
    const verdict = meetsBound(value, plan.demand.bound) ? "pass" : "fail";
    return { verdict, expected: plan.expected, actual: formatPlain(value) };
  } catch (error) {
    return failed(rule, plan, explainSqlError(error, seconds));
  }
}

/** Not evaluated: where the rule stands, how it begins, and what is wrong with it. */
function failed({ line }: ContractRule, { demand, expected }: SqlPlan, told: string): Outcome {
  const statement = demand.query.replace(/\s+/g, " ").trim();
  const excerpt = statement.length <= 80 ? statement : `${statement.slice(0, 79)}…`;
  return notEvaluated(expected, `${told} Line ${String(line)}: ${excerpt}`);
}

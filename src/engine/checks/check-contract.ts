import type { BadRow } from "../../core/dataset/bad-row.ts";
import type { Check } from "../../core/dataset/check.ts";
import type { ContractRule, ContractSchema } from "../../core/dataset/contract.ts";
import { formatQuantity } from "../../core/report/format-number.ts";
import type { DataSource } from "../data/data-source.ts";
import { readingSources } from "../data/reading-sources.ts";
import type { Engine } from "../engine.ts";
import { findBadRows } from "./find-bad-rows.ts";
import { type CountedRows, measureRules } from "./measure-rules.ts";
import type { Outcome } from "./outcome.ts";
import type { RulePlan } from "./rule-plan.ts";
import { planRule } from "./rules/plan-rule.ts";
import { rejectPatterns } from "./rules/reject-patterns.ts";
import { runSqlRules } from "./sql/run-sql-rules.ts";
import { toCheck } from "./to-check.ts";

export interface ContractCheckOptions extends CountedRows {
  /** ISO 8601: freshness is judged against it. */
  readonly now: string;
  /** How many rows that break a rule are looked up; 20 if not given, none for 0. */
  readonly badRows?: number;
}

export interface CheckedData {
  readonly checks: readonly Check[];
  /** In the order of the file; every broken rule has its share of them. */
  readonly badRows: readonly BadRow[];
}

/** A rule with what has to be asked of the data for it. */
export interface PlannedRule {
  readonly rule: ContractRule;
  readonly plan: RulePlan;
}

const BAD_ROWS = 20;

/**
 * Every rule of a contract's schema, applied to the data. The data is read once for all rules about rows, again only for
 * values that repeat, for the author's own SQL and for the rows to show. Throws `DATA_UNREADABLE` where it cannot be read.
 */
export async function checkContract(
  engine: Engine,
  source: DataSource,
  schema: ContractSchema,
  options: ContractCheckOptions,
): Promise<CheckedData> {
  return readingSources([source], () => applyRules(engine, source, schema, options));
}

async function applyRules(
  engine: Engine,
  source: DataSource,
  schema: ContractSchema,
  { now, badRows = BAD_ROWS, ...counted }: ContractCheckOptions,
): Promise<CheckedData> {
  const seconds = Date.parse(now) / 1000;
  const drafted = schema.rules.map((rule) => ({ rule, plan: planRule({ source, schema, rule, now: seconds }) }));
  const planned = await rejectPatterns(engine, drafted);
  const measured = await measureRules(engine, source, planned, counted);
  const answered = await runSqlRules(engine, source, schema, planned);
  const outcomes = planned.map(({ rule, plan }, index): { rule: ContractRule; plan: RulePlan; outcome: Outcome } => ({
    rule,
    plan,
    outcome: plan.kind === "settled" ? plan.outcome : (answered.get(rule) ?? measured[index] ?? unanswered()),
  }));
  const broken = outcomes.filter(({ outcome }) => outcome.verdict === "fail");
  return {
    checks: [...outcomes.map(({ rule, outcome }) => describe(rule, outcome)), ...extraColumns(source, schema)],
    badRows: await findBadRows(engine, source, broken, badRows),
  };
}

function describe(rule: ContractRule, outcome: Outcome): Check {
  const { id, title, demand, severity, dimension, line } = rule;
  const column = "column" in demand ? demand.column : "columns" in demand ? only(demand.columns) : undefined;
  return toCheck({ id, title, origin: "contract", column, rule: demand.kind, dimension, severity, line }, outcome);
}

function only(columns: readonly string[]): string | undefined {
  return columns.length === 1 ? columns[0] : undefined;
}

// The standard allows columns that the contract does not name; whoever reads the report should still hear of them.
function extraColumns(source: DataSource, { name, columns, line }: ContractSchema): Check[] {
  const named = new Set(columns.map((column) => column.name.toLowerCase()));
  const extra = source.columns.filter((column) => !named.has(column.name.toLowerCase())).map((column) => column.name);
  if (columns.length === 0 || extra.length === 0) return [];
  const shown = extra.slice(0, 8).map((column) => column.slice(0, 50));
  const more = extra.length > shown.length ? ` and ${String(extra.length - shown.length)} more` : "";
  return [
    toCheck(
      {
        id: `${name}.extra-columns`,
        title: "columns that the contract does not name",
        origin: "contract",
        rule: "extra-columns",
        severity: "info",
        line,
      },
      {
        verdict: "pass",
        expected: "any",
        actual: `${formatQuantity(extra.length, "column")}: ${shown.join(", ")}${more}`,
      },
    ),
  ];
}

function unanswered(): Outcome {
  throw new TypeError("a rule was neither measured nor run");
}

import type { DataSource } from "../data/data-source.ts";
import { type Engine, numberAt } from "../engine.ts";
import type { PlannedRule } from "./check-contract.ts";
import { readingOf } from "./column-view.ts";
import { countRepeats, repeatAggregates } from "./count-repeats.ts";
import type { Outcome } from "./outcome.ts";
import type { Figures } from "./rule-plan.ts";

/**
 * Outcomes of the rules that the engine can measure, by their place; `undefined` for the others. All aggregates go into
 * one statement, so that a text file is parsed once.
 */
export async function measureRules(
  engine: Engine,
  source: DataSource,
  planned: readonly PlannedRule[],
): Promise<readonly (Outcome | undefined)[]> {
  const aggregates = planned.flatMap(({ plan }) => {
    if (plan.kind === "measured") return plan.aggregates;
    return plan.kind === "repeats" ? repeatAggregates(plan.columns) : [];
  });
  const figures = await measure(engine, source, aggregates);
  const repeats = planned.flatMap(({ plan }) => (plan.kind === "repeats" ? [plan] : []));
  const repeated = await countRepeats(engine, source, repeats, figures);
  return planned.map(({ plan }) => {
    if (plan.kind === "measured") return plan.judge(figures);
    const found = plan.kind === "repeats" ? repeated.get(plan) : undefined;
    return plan.kind === "repeats" && found !== undefined ? plan.judge(found) : undefined;
  });
}

/** What each aggregate over the rows of a source gives; the same one is asked once. */
export async function measure(engine: Engine, source: DataSource, aggregates: readonly string[]): Promise<Figures> {
  const asked = [...new Set(aggregates)];
  const figures = new Map<string, number | undefined>();
  if (asked.length === 0) return () => undefined;
  const list = asked.map((aggregate, index) => `${aggregate} AS a${String(index)}`).join(", ");
  const [row = {}] = await engine.query(`SELECT ${list} FROM ${readingOf(source)}`);
  for (const [index, aggregate] of asked.entries()) figures.set(aggregate, numberAt(row, `a${String(index)}`));
  return (aggregate) => figures.get(aggregate);
}

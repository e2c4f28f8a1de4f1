import type { Profile } from "../../core/dataset/profile.ts";
import type { DataSource, KeptRows } from "../data/data-source.ts";
import { type Engine, numberAt } from "../engine.ts";
import type { PlannedRule } from "./check-contract.ts";
import { readingOf } from "./column-view.ts";
import { countRepeats, repeatAggregates } from "./count-repeats.ts";
import { chooseReading } from "./kept-reading.ts";
import { type KnownFigures, knownFigures } from "./known-figures.ts";
import type { Outcome } from "./outcome.ts";
import type { Figures } from "./rule-plan.ts";

/** What is there of the same rows already. */
export interface CountedRows {
  /** What it has counted is not counted again. */
  readonly profile?: Profile | undefined;
  /** Cheaper to read than the files. */
  readonly kept?: KeptRows | undefined;
}

/**
 * Outcomes of the rules that the engine can measure, by their place; `undefined` for the others. All aggregates go into
 * one statement, so that a text file is parsed once; what a profile of the same rows says is not asked again.
 */
export async function measureRules(
  engine: Engine,
  source: DataSource,
  planned: readonly PlannedRule[],
  counted: CountedRows = {},
): Promise<readonly (Outcome | undefined)[]> {
  const { profile } = counted;
  const aggregates = planned.flatMap(({ plan }) => {
    if (plan.kind === "measured") return plan.aggregates;
    return plan.kind === "repeats" ? repeatAggregates(plan.columns) : [];
  });
  const known: KnownFigures = profile === undefined ? new Map() : knownFigures(source, profile, planned);
  const asked = [...new Set(aggregates)].filter((aggregate) => !known.has(aggregate));
  const reading = chooseReading(source, counted);
  const figures = await measure(engine, reading(asked), asked, known);
  const repeats = planned.flatMap(({ plan }) => (plan.kind === "repeats" ? [plan] : []));
  const noRowTwice = profile?.duplicateRows === 0;
  const repeated = await countRepeats(engine, source, repeats, { figures, noRowTwice, reading });
  return planned.map(({ plan }) => {
    if (plan.kind === "measured") return plan.judge(figures);
    const found = plan.kind === "repeats" ? repeated.get(plan) : undefined;
    return plan.kind === "repeats" && found !== undefined ? plan.judge(found) : undefined;
  });
}

/** What each aggregate over the rows of a source gives, besides those that are known. */
export async function measure(
  engine: Engine,
  source: DataSource,
  asked: readonly string[],
  known: KnownFigures = new Map(),
): Promise<Figures> {
  const figures = new Map<string, number | undefined>(known);
  if (asked.length > 0) {
    const list = asked.map((aggregate, index) => `${aggregate} AS a${String(index)}`).join(", ");
    const [row = {}] = await engine.query(`SELECT ${list} FROM ${readingOf(source)}`);
    for (const [index, aggregate] of asked.entries()) figures.set(aggregate, numberAt(row, `a${String(index)}`));
  }
  return (aggregate) => figures.get(aggregate);
}

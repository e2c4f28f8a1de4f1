import type { ContractRule, ContractSchema, Demand } from "../../core/dataset/contract.ts";
import type { DataSource } from "../data/data-source.ts";
import type { ColumnView } from "./column-view.ts";
import type { Outcome } from "./outcome.ts";

/** The number that an aggregate of the plan gave; `undefined` where it was NULL. */
export type Figures = (aggregate: string) => number | undefined;

/** How a rule's bad rows are found: a condition that is never NULL, and what stands in them. */
export interface BadRowSearch {
  readonly condition: string;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  /** A whole number in the row with which its reason says more. */
  readonly counted?: { readonly sql: string; readonly reason: (count: number) => string };
}

/** Aggregates over the reading, all of them asked in one query with those of the other rules, and what they mean. */
export interface MeasuredPlan {
  readonly kind: "measured";
  readonly aggregates: readonly string[];
  readonly judge: (figures: Figures) => Outcome;
  readonly badRows?: BadRowSearch;
  /** What has to be between two limits: where the smallest and the largest value are, all readable ones are `good`. */
  readonly limits?: {
    /** Place of the column. */
    readonly index: number;
    readonly good: string;
    readonly within: (value: number) => boolean;
  };
}

/** Which values occur more than once. */
export interface RepeatsPlan {
  readonly kind: "repeats";
  readonly columns: readonly ColumnView[];
  readonly judge: (found: Repeats) => Outcome;
  readonly reason: string;
}

export interface Repeats {
  /** Rows of the source. */
  readonly all: number;
  /** Rows in which no column of the key is null. */
  readonly complete: number;
  /** Keys that more than one row has, and the rows that have one of them. */
  readonly keys: number;
  readonly rows: number;
}

/** A query of the contract's author. */
export interface SqlPlan {
  readonly kind: "sql";
  readonly demand: Extract<Demand, { kind: "sql" }>;
  readonly expected: string;
}

export type RulePlan = MeasuredPlan | RepeatsPlan | SqlPlan | { readonly kind: "settled"; readonly outcome: Outcome };

/** What a rule's plan can depend on. */
export interface PlanContext {
  readonly source: DataSource;
  readonly schema: ContractSchema;
  readonly rule: ContractRule;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Rows for which a condition holds; the condition must not be NULL where it should count. A third of the cost of FILTER. */
export function countRows(condition: string): string {
  return `count_if(${condition})`;
}

/** All rows. */
export const ALL_ROWS = "count(*)";

/** A plan whose outcome needs no look at the rows. */
export function settled(outcome: Outcome): RulePlan {
  return { kind: "settled", outcome };
}

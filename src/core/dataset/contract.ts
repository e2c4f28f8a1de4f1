import type { ConfigIssue } from "../config/config-issue.ts";
import type { Severity } from "./check.ts";

/** What may be counted, and against what: `mustBeLessThan: 5` with unit `percent`. Bounds of a percentage are 0 to 100. */
export interface CountBound {
  readonly operator:
    | "mustBe"
    | "mustNotBe"
    | "mustBeGreaterThan"
    | "mustBeGreaterOrEqualTo"
    | "mustBeLessThan"
    | "mustBeLessOrEqualTo"
    | "mustBeBetween"
    | "mustNotBeBetween";
  /** One number, or the two of between. */
  readonly values: readonly number[];
  readonly unit: "rows" | "percent";
}

/** Types of the standard's `logicalType`. */
export type LogicalType =
  | "string"
  | "date"
  | "timestamp"
  | "time"
  | "number"
  | "integer"
  | "boolean"
  | "object"
  | "array";

/**
 * A limit of a range, in the column's own terms: a number, or as text an ISO date, timestamp or time, or a whole number
 * that a double cannot hold.
 */
export type RangeLimit = { readonly value: number | string; readonly exclusive: boolean };

/** What a rule demands. Columns are named as the file has them. */
export type Demand =
  | { readonly kind: "column-present"; readonly column: string }
  | {
      readonly kind: "type";
      readonly column: string;
      readonly logicalType: LogicalType | undefined;
      readonly physicalType: string | undefined;
    }
  | { readonly kind: "not-null"; readonly column: string }
  /** One column, or several that together are the primary key; nulls break a primary key and do not break `unique`. */
  | { readonly kind: "unique"; readonly columns: readonly string[]; readonly primaryKey: boolean }
  /** Numbers stand here as text: "1" allows 1 and 1.0 in a column of numbers. Nulls are always allowed. */
  | { readonly kind: "values"; readonly column: string; readonly allowed: readonly string[] }
  | {
      readonly kind: "range";
      readonly column: string;
      readonly min: RangeLimit | undefined;
      readonly max: RangeLimit | undefined;
    }
  | { readonly kind: "multiple-of"; readonly column: string; readonly divisor: number }
  /** Characters of a text, items of a list. */
  | {
      readonly kind: "length";
      readonly column: string;
      readonly min: number | undefined;
      readonly max: number | undefined;
    }
  | { readonly kind: "pattern"; readonly column: string; readonly pattern: string }
  /** `email`, `uuid`, `uri`, `ipv4`, `date`, … or a date format such as `yyyy-MM-dd`. */
  | { readonly kind: "format"; readonly column: string; readonly format: string }
  | { readonly kind: "null-count"; readonly column: string; readonly bound: CountBound }
  /** Values that count as missing; null always does. */
  | {
      readonly kind: "missing-count";
      readonly column: string;
      readonly missing: readonly (string | null)[];
      readonly bound: CountBound;
    }
  /** Invalid: neither null nor allowed, or without a match of the pattern. At least one of the two is there. */
  | {
      readonly kind: "invalid-count";
      readonly column: string;
      readonly allowed: readonly string[] | undefined;
      readonly pattern: string | undefined;
      readonly bound: CountBound;
    }
  | { readonly kind: "duplicate-count"; readonly columns: readonly string[]; readonly bound: CountBound }
  | { readonly kind: "row-count"; readonly bound: CountBound }
  /**
   * The query gives one number. `${object}`, `${table}`, `${property}` and `${column}` are filled in already, as quoted
   * identifiers: the data is to be found under the schema's `name` and under its `physicalName`.
   */
  | { readonly kind: "sql"; readonly column: string | undefined; readonly query: string; readonly bound: CountBound }
  /** The newest value of the column is at most so many seconds old. */
  | { readonly kind: "freshness"; readonly column: string; readonly maxAgeSeconds: number }
  /**
   * Not evaluated, and why. Severity `info` where it is not ours to evaluate (text, another engine, a promise about
   * service), `warning` where it is a rule that we do not know, and the author's where correcting the contract would help.
   */
  | { readonly kind: "not-evaluated"; readonly column: string | undefined; readonly reason: string };

export interface ContractRule {
  /** Stays the same while the rule does; unique in its contract: `flights.delay.range`. */
  readonly id: string;
  /** As a person would say it. */
  readonly title: string;
  readonly demand: Demand;
  readonly severity: Severity;
  readonly dimension: string | undefined;
  /** 1-based, where the rule stands. */
  readonly line: number;
}

export interface ContractColumn {
  /** Name in the file: `physicalName`, else `name`. */
  readonly name: string;
  readonly logicalType: LogicalType | undefined;
  readonly physicalType: string | undefined;
  readonly required: boolean;
  /** Values that the contract itself names, so that they may stand in reports; undefined where it names none. */
  readonly allowed: readonly string[] | undefined;
}

/** One object (table, file) of a contract. */
export interface ContractSchema {
  readonly name: string;
  readonly physicalName: string | undefined;
  readonly columns: readonly ContractColumn[];
  readonly rules: readonly ContractRule[];
  readonly line: number;
}

export interface DataContract {
  readonly id: string | undefined;
  readonly version: string | undefined;
  readonly status: string | undefined;
  readonly schemas: readonly ContractSchema[];
  /**
   * Keys that the standard does not have. One that stands where a rule would, and is probably a misspelled one, is among
   * the rules instead, as not evaluated.
   */
  readonly notes: readonly ConfigIssue[];
}

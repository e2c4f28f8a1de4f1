import { formatLimits } from "../../../core/dataset/contract/format-limits.ts";
import type { Demand, RangeLimit } from "../../../core/dataset/contract.ts";
import { timestampOfText } from "../../data/column-value.ts";
import type { ColumnView } from "../column-view.ts";
import { notEvaluated } from "../outcome.ts";
import { countRows, type PlanContext, type RulePlan, settled } from "../rule-plan.ts";
import { instantSeconds } from "./instant-seconds.ts";
import { planEach } from "./plan-each.ts";

type RangeDemand = Extract<Demand, { kind: "range" }>;

/** Largest whole number that the engine has a type for: 2^127 − 1. */
const HUGE = 2n ** 127n - 1n;

/** Every value is between the limits, as numbers or as points in time. NaN is outside of every range. */
export function planRange(demand: RangeDemand, column: ColumnView, context: PlanContext): RulePlan {
  const expected = formatLimits(demand.min, demand.max);
  const scale = chooseScale(demand, column);
  if (typeof scale === "string") return settled(notEvaluated(expected, scale));
  const inside = [
    ...(demand.min === undefined ? [] : [scale.above(demand.min)]),
    ...(demand.max === undefined ? [] : [scale.below(demand.max)]),
    ...(scale.real ? [`NOT isnan(${scale.value})`] : []),
  ];
  const good = inside.length === 0 ? `${scale.value} IS NOT NULL` : inside.join(" AND ");
  const present = presentSql(scale.value, column, context);
  const plan = planEach(column, { good, expected, broken: "outside", reason: `is not ${expected}`, present });
  const within = withinLimits(demand, column);
  return within === undefined ? plan : { ...plan, limits: { index: column.index, good: countRows(good), within } };
}

/** The same of a number that the column may have; `undefined` where the column is text, or doubles cannot tell. */
function withinLimits({ min, max }: RangeDemand, { holds }: ColumnView): ((value: number) => boolean) | undefined {
  if (holds === "text") return undefined;
  const toNumber = (limit: RangeLimit["value"]) =>
    (holds === "time" ? instantSeconds(String(limit)) : numberOf(limit)) ?? Number.NaN;
  const [low, high] = [toNumber(min?.value ?? 0), toNumber(max?.value ?? 0)];
  if (!(Math.abs(low) < 2 ** 53 && Math.abs(high) < 2 ** 53)) return undefined;
  return (value) =>
    (min === undefined || (min.exclusive ? value > low : value >= low)) &&
    (max === undefined || (max.exclusive ? value < high : value <= high));
}

/** Every value is a multiple of the divisor; decimals as far as a double can tell. */
export function planMultipleOf(
  { divisor }: Extract<Demand, { kind: "multiple-of" }>,
  column: ColumnView,
  context: PlanContext,
): RulePlan {
  const expected = `a multiple of ${String(divisor)}`;
  if (column.holds !== "integer" && column.holds !== "number") {
    return settled(notEvaluated(expected, `The column holds ${column.source.type}, not numbers.`));
  }
  const { value } = column;
  const quotient = `(${value}::DOUBLE / ${doubleSql(divisor)})`;
  const inside =
    column.holds === "integer" && Number.isSafeInteger(divisor)
      ? `${value} % ${String(divisor)} = 0`
      : `isfinite(${quotient}) AND abs(${quotient} - round(${quotient})) <= 1e-9 * greatest(1, abs(${quotient}))`;
  const present = presentSql(value, column, context);
  return planEach(column, { good: inside, expected, broken: "no multiple", reason: `is not ${expected}`, present });
}

// What cannot be read as a number is the type rule's business where the column has one, and breaks this rule where not.
function presentSql(value: string, column: ColumnView, { schema }: PlanContext): string {
  const typed = schema.rules.some(({ demand }) => demand.kind === "type" && demand.column === column.source.name);
  return typed ? value : column.raw;
}

interface Scale {
  readonly value: string;
  /** May be NaN. */
  readonly real: boolean;
  readonly above: (limit: RangeLimit) => string;
  readonly below: (limit: RangeLimit) => string;
}

function chooseScale({ min, max }: RangeDemand, column: ColumnView): Scale | string {
  const limits = [min, max].filter((limit) => limit !== undefined);
  const { holds, value } = column;
  if (limits.every(({ value: limit }) => numberOf(limit) !== undefined)) {
    if (holds === "integer") return wholeScale(value);
    if (holds === "number") return realScale(value, true, (limit) => doubleSql(numberOf(limit) ?? Number.NaN));
    if (holds === "text")
      return realScale(`TRY_CAST(${value} AS DOUBLE)`, true, (limit) => doubleSql(numberOf(limit) ?? Number.NaN));
    return `The limits are numbers, and the column holds ${column.source.type}.`;
  }
  const seconds = (limit: RangeLimit["value"]) => instantSeconds(String(limit));
  const odd = limits.find(({ value: limit }) => seconds(limit) === undefined);
  if (odd !== undefined) return `The limit "${String(odd.value).slice(0, 60)}" is neither a number nor an ISO date.`;
  const limitSql = (limit: RangeLimit["value"]) => doubleSql(seconds(limit) ?? Number.NaN);
  if (holds === "time") return realScale(value, false, limitSql);
  if (holds === "text") return realScale(timestampOfText(value), false, limitSql);
  return `The limits are dates, and the column holds ${column.source.type}.`;
}

function realScale(value: string, real: boolean, sql: (limit: RangeLimit["value"]) => string): Scale {
  return {
    value,
    real,
    above: (limit) => `${value} ${limit.exclusive ? ">" : ">="} ${sql(limit.value)}`,
    below: (limit) => `${value} ${limit.exclusive ? "<" : "<="} ${sql(limit.value)}`,
  };
}

// Whole numbers are compared as whole numbers: beyond 2^53 a double cannot tell neighbours apart.
function wholeScale(value: string): Scale {
  const bounded = (smallest: bigint, operator: string, always: boolean): string => {
    if (smallest > HUGE || smallest < -HUGE) return String(always);
    return `${value} ${operator} ${smallest.toString()}`;
  };
  return {
    value,
    real: false,
    above: (limit) => {
      const { floor, whole } = wholePart(limit.value);
      const smallest = whole && !limit.exclusive ? floor : floor + 1n;
      return bounded(smallest, ">=", smallest < 0n);
    },
    below: (limit) => {
      const { floor, whole } = wholePart(limit.value);
      const largest = whole && limit.exclusive ? floor - 1n : floor;
      return bounded(largest, "<=", largest > 0n);
    },
  };
}

function wholePart(limit: number | string): { readonly floor: bigint; readonly whole: boolean } {
  const exact = /^([+-]?\d+)(?:\.0*)?$/.exec(String(limit).trim())?.[1];
  if (typeof limit === "string" && exact !== undefined) return { floor: BigInt(exact.replace("+", "")), whole: true };
  const number = Number(limit);
  return { floor: BigInt(Math.floor(number)), whole: Number.isInteger(number) };
}

function numberOf(limit: number | string): number | undefined {
  const number = typeof limit === "number" ? limit : limit.trim() === "" ? Number.NaN : Number(limit);
  return Number.isFinite(number) ? number : undefined;
}

function doubleSql(value: number): string {
  return `'${String(value)}'::DOUBLE`;
}

import { formatCount, formatPlain } from "../../report/format-number.ts";
import type { CountBound } from "../contract.ts";

const WORDS: Readonly<Record<CountBound["operator"], (low: string, high: string) => string>> = {
  mustBe: (value) => `exactly ${value}`,
  mustNotBe: (value) => `not ${value}`,
  mustBeGreaterThan: (value) => `more than ${value}`,
  mustBeGreaterOrEqualTo: (value) => `at least ${value}`,
  mustBeLessThan: (value) => `less than ${value}`,
  mustBeLessOrEqualTo: (value) => `at most ${value}`,
  mustBeBetween: (low, high) => `between ${low} and ${high}`,
  mustNotBeBetween: (low, high) => `not between ${low} and ${high}`,
};

/** `at most 5 %`, `more than 1,000,000 rows`, `none`; of a plain number without its unit: `between 1 and 2`. */
export function describeBound({ operator, values, unit }: CountBound, of: "rows" | "number" = "rows"): string {
  const [low = 0, high = 0] = values;
  if (of === "rows" && operator === "mustBe" && low === 0) return "none";
  const written = (value: number) => (Number.isInteger(value) ? formatInteger(value) : formatPlain(value));
  const suffix = of === "number" ? "" : unit === "percent" ? " %" : " rows";
  const singular = suffix === " rows" && values.length === 1 && low === 1 ? " row" : suffix;
  return `${WORDS[operator](written(low), written(high))}${singular}`;
}

function formatInteger(value: number): string {
  return value < 0 ? `\u2212${formatInteger(-value)}` : formatCount(value);
}

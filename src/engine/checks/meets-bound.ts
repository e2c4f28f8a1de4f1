import type { CountBound } from "../../core/dataset/contract.ts";

/** Whether a number is within a contract's bound; both ends of between belong to it. */
export function meetsBound(value: number, { operator, values }: CountBound): boolean {
  const [first = Number.NaN, second = Number.NaN] = values;
  switch (operator) {
    case "mustBe":
      return value === first;
    case "mustNotBe":
      return value !== first;
    case "mustBeGreaterThan":
      return value > first;
    case "mustBeGreaterOrEqualTo":
      return value >= first;
    case "mustBeLessThan":
      return value < first;
    case "mustBeLessOrEqualTo":
      return value <= first;
    case "mustBeBetween":
      return value >= first && value <= second;
    case "mustNotBeBetween":
      return value < first || value > second;
  }
}

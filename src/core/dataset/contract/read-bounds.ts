import type { CountBound } from "../contract.ts";
import type { QualityDocument } from "./contract-document.ts";

const NUMBERS = [
  "mustBeGreaterThan",
  "mustBeGreaterOrEqualTo",
  "mustBeLessThan",
  "mustBeLessOrEqualTo",
] as const satisfies readonly CountBound["operator"][];
const BETWEENS = ["mustBeBetween", "mustNotBeBetween"] as const satisfies readonly CountBound["operator"][];

/** What was found, or why it cannot be used. */
export type ReadBounds = { readonly bounds: readonly CountBound[] } | { readonly reason: string };

/** The operators of a quality rule. The standard allows one; where there are more, each has to hold. */
export function readBounds(quality: QualityDocument, defaultBound?: CountBound): ReadBounds {
  const unit = readUnit(quality.unit);
  if (unit === undefined) return { reason: `The unit ${quote(quality.unit)} is not known: rows and percent are.` };
  const bounds: CountBound[] = [];
  for (const operator of ["mustBe", "mustNotBe"] as const) {
    const given = quality[operator];
    if (given === undefined || given === null) continue;
    const value = toNumber(given);
    if (value === undefined) return { reason: `${operator} has to be a number, but is ${quote(given)}.` };
    bounds.push({ operator, values: [value], unit });
  }
  for (const operator of NUMBERS) {
    const value = quality[operator];
    if (value !== undefined) bounds.push({ operator, values: [value], unit });
  }
  for (const operator of BETWEENS) {
    const values = quality[operator];
    if (values !== undefined) bounds.push({ operator, values, unit });
  }
  if (bounds.length === 0 && defaultBound !== undefined) bounds.push({ ...defaultBound, unit });
  if (bounds.length > 0) return { bounds };
  return { reason: "It has no operator that says what is allowed, such as mustBe: 0 or mustBeLessThan: 5." };
}

function readUnit(unit: string | undefined): CountBound["unit"] | undefined {
  const plain = unit?.trim().toLowerCase() ?? "";
  if (["", "row", "rows", "count", "records"].includes(plain)) return "rows";
  return ["percent", "percentage", "%"].includes(plain) ? "percent" : undefined;
}

/** `mustBe: "0"` is meant as a number: the standard gives mustBe no type. */
function toNumber(given: unknown): number | undefined {
  if (typeof given === "number" && Number.isFinite(given)) return given;
  if (typeof given === "string" && /^-?\d+(\.\d+)?$/.test(given.trim())) return Number(given);
  return undefined;
}

function quote(value: unknown): string {
  return typeof value === "string" ? `"${value.slice(0, 60)}"` : String(value).slice(0, 60);
}

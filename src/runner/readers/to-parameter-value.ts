import type { ParameterValue } from "../../core/evidence/run-evidence.ts";

/** A value as a document can hold it: numbers that are not finite and lists become text. Length and characters are bounded later. */
export function toParameterValue(value: unknown): ParameterValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
}

/** Trackers keep parameters as text; a text that is exactly how a number or boolean prints is taken for one. */
export function fromParameterText(text: string): ParameterValue {
  if (text === "True" || text === "true") return true;
  if (text === "False" || text === "false") return false;
  if (text === "None") return null;
  const number = Number(text);
  const isNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number.isFinite(number);
  return isNumber && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}

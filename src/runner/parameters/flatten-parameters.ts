import { toSafeText } from "../../core/evidence/limits.ts";
import type { ParameterValue } from "../../core/evidence/run-evidence.ts";

export const MAX_PARAMETERS = 1000;
const MAX_NAME = 200;
const MAX_DEPTH = 20;

export interface FlatParameters {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly notes: readonly string[];
}

/**
 * A tree of parameters as one flat list: `{ model: { depth: 3 }, layers: [8, 4] }` becomes `model.depth`, `layers.0`,
 * `layers.1`. Numbers that are not finite, dates and long texts become short texts; an empty list or mapping keeps its
 * place as `[]` or `{}`. What does not fit is left out, and a note says so.
 */
export function flattenParameters(tree: unknown, source: string): FlatParameters {
  const found = new Map<string, ParameterValue>();
  const faults = { tooMany: 0, badNames: 0, tooDeep: 0 };
  const visit = (value: unknown, path: readonly string[]): void => {
    const children = childrenOf(value);
    if (children !== undefined && children.length > 0) {
      if (path.length >= MAX_DEPTH) faults.tooDeep += 1;
      else for (const [key, child] of children) visit(child, [...path, key]);
      return;
    }
    if (path.length === 0) return; // An empty file has no parameters.
    const name = path.join(".");
    if (!isName(name) || path.includes("__proto__")) faults.badNames += 1;
    else if (found.size >= MAX_PARAMETERS) faults.tooMany += 1;
    else found.set(name, toValue(value));
  };
  if (tree !== null && tree !== undefined) visit(tree, []);
  return { parameters: Object.fromEntries(found), notes: describe(faults, source) };
}

function childrenOf(value: unknown): (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const);
  if (value instanceof Date || typeof value !== "object" || value === null) return undefined;
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item] as const);
  return Object.entries(value);
}

function isName(name: string): boolean {
  return name.trim() !== "" && name.length <= MAX_NAME && toSafeText(name, MAX_NAME) === name && !/[\n\r\t]/.test(name);
}

function toValue(value: unknown): ParameterValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "boolean" || value === null || value === undefined) return value ?? null;
  if (typeof value === "string") return toSafeText(value, 1000);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (Array.isArray(value)) return "[]";
  return typeof value === "object" ? "{}" : toSafeText(String(value), 1000);
}

function describe(faults: { tooMany: number; badNames: number; tooDeep: number }, source: string): string[] {
  const notes: string[] = [];
  if (faults.tooMany > 0)
    notes.push(
      `${source}: ${String(faults.tooMany)} parameters beyond the first ${String(MAX_PARAMETERS)} are left out.`,
    );
  if (faults.badNames > 0) {
    notes.push(
      `${source}: ${String(faults.badNames)} parameters are left out, because their names are not one line of at most ${String(MAX_NAME)} characters.`,
    );
  }
  if (faults.tooDeep > 0)
    notes.push(
      `${source}: ${String(faults.tooDeep)} parameters nested more than ${String(MAX_DEPTH)} levels deep are left out.`,
    );
  return notes;
}

import { PawlError } from "../errors.ts";

const MAX_DEPTH = 32;
// `JSON.parse` makes `__proto__` an own key, which a later spread or assignment would turn into a prototype.
const FORBIDDEN_KEY = "__proto__";

/**
 * JSON from an untrusted source: valid UTF-8, at most 32 levels deep, no key that could reach a prototype, no number
 * that overflows to Infinity. (NaN and Infinity are not JSON, so the parser refuses them.) Throws `EVIDENCE_INVALID`.
 */
export function parseStrictJson(bytes: Uint8Array, source: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refusal(
      source,
      `is not JSON in UTF-8 (${cause instanceof Error ? cause.message.slice(0, 200) : "unknown"})`,
      cause,
    );
  }
  assertHarmless(value, source, 0);
  return value;
}

function assertHarmless(value: unknown, source: string, depth: number): void {
  if (depth > MAX_DEPTH) throw refusal(source, `is nested more than ${String(MAX_DEPTH)} levels deep`);
  if (typeof value === "number" && !Number.isFinite(value)) throw refusal(source, "holds a number that is not finite");
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) assertHarmless(item, source, depth + 1);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (key === FORBIDDEN_KEY) throw refusal(source, `has the forbidden key "${key}"`);
    assertHarmless(item, source, depth + 1);
  }
}

function refusal(source: string, what: string, cause?: unknown): PawlError {
  return new PawlError({ code: "EVIDENCE_INVALID", message: `${source} ${what}`, cause });
}

/** Allowed values as text, each once: plain values, or mappings with a `value` (v3.2). Null is no value: nulls are `required`'s affair. */
export function readValues(values: readonly unknown[]): string[] {
  const texts = values.flatMap((entry) => {
    const value = isMapping(entry) ? entry["value"] : entry;
    if (typeof value === "string") return [value];
    return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? [String(value)] : [];
  });
  return [...new Set(texts)];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

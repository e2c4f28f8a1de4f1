/** The configuration needs a dozen levels. */
const MAX_DEPTH = 50;

/** Whether a value is nested more than 50 levels deep, or contains itself. Takes time linear in what is written, not in what aliases make of it. */
export function isTooDeep(value: unknown): boolean {
  const deepest = new Map<object, number>();
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: found, depth } = next;
    if (typeof found !== "object" || found === null) continue;
    if (depth > MAX_DEPTH) return true;
    // Seen from a place as deep as this one before: nothing below it can be deeper now.
    if ((deepest.get(found) ?? 0) >= depth) continue;
    deepest.set(found, depth);
    for (const inner of Object.values(found)) pending.push({ value: inner, depth: depth + 1 });
  }
  return false;
}

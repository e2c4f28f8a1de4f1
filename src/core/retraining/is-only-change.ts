/**
 * Whether two parsed files are the same but for the value at `path`, which `isWished` accepts. An edit that could have done
 * anything else, whatever its text was, is caught here.
 */
export function isOnlyChange(
  before: unknown,
  after: unknown,
  path: readonly string[] | undefined,
  isWished: (value: unknown) => boolean,
): boolean {
  if (path?.length === 0) return isWished(after);
  if (before instanceof Date && after instanceof Date) return before.toJSON() === after.toJSON();
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) {
    return path === undefined && Object.is(before, after);
  }
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const [old, now] = [Object.entries(before), Object.entries(after)];
  if (old.length !== now.length || (path !== undefined && !old.some(([key]) => key === path[0]))) return false;
  return old.every(([key, value], index) => {
    const [name, other] = now[index] ?? [];
    return name === key && isOnlyChange(value, other, path?.[0] === key ? path.slice(1) : undefined, isWished);
  });
}

/**
 * Whether two parsed files are the same but for what is at `path`, which is `wished` now. An edit that could have done
 * anything else, whatever its text was, is caught here.
 */
export function isOnlyChange(before: unknown, after: unknown, path: readonly string[], wished: unknown): boolean {
  return hasChanged(before, after, path, wished);
}

/** Without a path, both have to be the same throughout. */
function hasChanged(before: unknown, after: unknown, path: readonly string[] | undefined, wished: unknown): boolean {
  if (path?.length === 0) return hasChanged(wished, after, undefined, undefined);
  // The dates of TOML say in their JSON form whether they have a time and a zone.
  if (before instanceof Date && after instanceof Date) return before.toJSON() === after.toJSON();
  if (!isCollection(before) || !isCollection(after)) return path === undefined && Object.is(before, after);
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const [old, now] = [Object.entries(before), Object.entries(after)];
  if (old.length !== now.length || (path !== undefined && !old.some(([key]) => key === path[0]))) return false;
  return old.every(([key, value], index) => {
    const [name, other] = now[index] ?? [];
    return name === key && hasChanged(value, other, path?.[0] === key ? path.slice(1) : undefined, wished);
  });
}

function isCollection(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

import type { DescribedIssue } from "./describe-schema-issue.ts";

/** Names that stand in a list a second time; `identity` tells which are the same. */
export function findDoubled(
  names: readonly [DescribedIssue["path"], string][],
  identity: (name: string) => string,
  what: string,
): DescribedIssue[] {
  const seen = new Map<string, string>();
  return names.flatMap(([path, name]): DescribedIssue[] => {
    const earlier = seen.get(identity(name));
    seen.set(identity(name), earlier ?? name);
    if (earlier === undefined) return [];
    const same = earlier === name ? "" : ` (as ${JSON.stringify(earlier)})`;
    return [
      {
        path,
        about: "value",
        message: `names the ${what} ${JSON.stringify(name)} a second time${same}.`,
        hint: "Name it once.",
      },
    ];
  });
}

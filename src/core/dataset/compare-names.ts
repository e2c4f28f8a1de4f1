/** Order of names in which numbers are numbers: `part 2` before `part 10`. The same on every machine. */
export function compareNames(one: string, other: string): number {
  const [a, b] = [toParts(one), toParts(other)];
  for (const [index, part] of a.entries()) {
    const against = b[index];
    if (against === undefined) return 1;
    const difference = compareParts(part, against);
    if (difference !== 0) return difference;
  }
  return a.length - b.length || compareTexts(one, other);
}

function toParts(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? [];
}

function compareParts(one: string, other: string): number {
  const [a, b] = [one, other].map((part) => (/^\d/.test(part) ? BigInt(part) : undefined));
  if (a === undefined || b === undefined) return compareTexts(one, other);
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareTexts(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

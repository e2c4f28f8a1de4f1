const MAX_DEPTH = 20;
const MAX_LEAVES = 20_000;

export interface FlatValue {
  readonly name: string;
  /** A number, string, boolean, null or an array. */
  readonly value: unknown;
}

/** The leaves of nested objects with joined names: `{ test: { auc: 0.9 } }` is `test.auc` with the separator `.`. Arrays are leaves. */
export function flattenValues(value: object, separator: string): readonly FlatValue[] {
  const leaves: FlatValue[] = [];
  collect(value, "", { separator, depth: 0, leaves });
  return leaves;
}

interface Walk {
  readonly separator: string;
  readonly depth: number;
  readonly leaves: FlatValue[];
}

function collect(value: object, prefix: string, walk: Walk): void {
  for (const [key, item] of Object.entries(value)) {
    if (walk.leaves.length >= MAX_LEAVES) return;
    const name = prefix === "" ? key : `${prefix}${walk.separator}${key}`;
    if (isPlainObject(item) && walk.depth < MAX_DEPTH) collect(item, name, { ...walk, depth: walk.depth + 1 });
    else walk.leaves.push({ name, value: item });
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

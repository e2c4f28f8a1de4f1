import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Locate {
  /** Where the value at `path` begins. */
  readonly value: (path: readonly PropertyKey[]) => Place;
  /** Where the key at the end of `path` begins; of a list's item, the item. */
  readonly key: (path: readonly PropertyKey[]) => Place;
}

/** Finds lines and columns (from 1) of a parsed document. A path that does not exist is found at its nearest parent. */
export function createLocate(document: Document, lines: LineCounter): Locate {
  const place = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    value: (path) => place(descend(document, path).value),
    key: (path) => place(descend(document, path).key),
  };
}

function descend(document: Document, path: readonly PropertyKey[]): { readonly key?: number; readonly value?: number } {
  let node: unknown = document.contents;
  let found: { readonly key?: number; readonly value?: number } = at(startOf(node), startOf(node));
  for (const step of path) {
    const container = isAlias(node) ? node.resolve(document) : node;
    if (isMap(container)) {
      const pair: Pair | undefined = container.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      );
      if (pair === undefined) return found;
      const key = startOf(pair.key);
      // The position of an alias is where a person wrote it in this place.
      found = at(key, startOf(pair.value) ?? key);
      node = pair.value;
    } else if (isSeq(container)) {
      const item: unknown = container.items[Number(step)];
      if (item === undefined) return found;
      found = at(startOf(item), startOf(item));
      node = item;
    } else {
      return found;
    }
  }
  return found;
}

function at(key: number | undefined, value: number | undefined) {
  return { ...(key === undefined ? {} : { key }), ...(value === undefined ? {} : { value }) };
}

function startOf(node: unknown): number | undefined {
  const known: Node | undefined = isNode(node) ? node : undefined;
  return known?.range?.[0];
}

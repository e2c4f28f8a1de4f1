import { suggestName } from "../config/suggest-name.ts";

const SHOWN = 5;

/** End of a sentence about a path of which the step at `depth` does not exist, while its parent holds `there`. */
export function describeMissing(path: readonly string[], depth: number, there: readonly string[]): string {
  const near = suggestName(path[depth] ?? "", there);
  if (near !== undefined) return `does not exist; did you mean ${toPointer([...path.slice(0, depth), near])}?`;
  const parent = depth === 0 ? "the file" : toPointer(path.slice(0, depth));
  const names = there.slice(0, SHOWN).map((name) => name.slice(0, 60));
  const has = names.length === 0 ? "has nothing in it" : `has ${names.join(", ")}${there.length > SHOWN ? ", …" : ""}`;
  return `does not exist: ${parent} ${has}; correct the pointer, or write a value there once by hand`;
}

/** `/data/end`, with `~` and `/` of a key escaped (RFC 6901). */
export function toPointer(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The steps of a JSON pointer (RFC 6901); `undefined` where it is none, or points to everything. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (!/^(?:\/(?:[^/~]|~[01])+)+$/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

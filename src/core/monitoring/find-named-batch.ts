import { windowName } from "./batch-name.ts";
import type { Window } from "./monitoring.ts";

/** A batch that people can name: a window on record, or a part of the reference that the newest check used. */
export interface NamedBatch {
  readonly name: string;
  /** Undefined: a part of accepted data, most often of what the champion was trained on. */
  readonly window: Window | undefined;
}

/** All of them, windows first, newest first. */
export function listNamedBatches(windows: readonly Window[], reference: readonly string[]): readonly NamedBatch[] {
  const ofWindows = windows.map((window) => ({ name: windowName(window.slot), window }));
  const known = new Set(ofWindows.map(({ name }) => name));
  return [...ofWindows, ...reference.filter((name) => !known.has(name)).map((name) => ({ name, window: undefined }))];
}

/** Those that a word means: the one of that name, else all that begin with it, as `2026-11-26` of a day with one check. */
export function findNamedBatches(batches: readonly NamedBatch[], word: string): readonly NamedBatch[] {
  const exact = batches.filter(({ name }) => name === word);
  return exact.length > 0 || word.length < SHORTEST ? exact : batches.filter(({ name }) => name.startsWith(word));
}

/** Beginnings that mean something: `2026-11-26`, `v3/2026-10`, `data-1a2b`. */
const SHORTEST = 6;

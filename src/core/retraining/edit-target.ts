/** A value that a file of parameters can hold at one place. */
export type EditValue = string | number | boolean;

/** Where a value stands in a text, and how another one is written there. */
export interface EditTarget {
  /** `[start, end)` in UTF-16 units of the text: exactly what is replaced. */
  readonly start: number;
  readonly end: number;
  /** What is there now; a date that the format itself knows is its text. */
  readonly value: EditValue | null;
  /** Where it stands in what `parse` returns. */
  readonly path: readonly string[];
  /** What stands there instead; a problem is the end of a sentence. */
  readonly write: (value: EditValue) => string | { readonly problem: string };
}

/** One kind of file. */
export interface EditFormat {
  /** Finds the value at a path. A problem is the end of a sentence that begins with file and pointer. */
  readonly locate: (text: string, path: readonly string[]) => EditTarget | { readonly problem: string };
  /** The whole file as values, to see that nothing else has changed. Throws where it cannot be read. */
  readonly parse: (text: string) => unknown;
}

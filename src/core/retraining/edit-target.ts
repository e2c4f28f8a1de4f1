/** A value that a file of parameters can hold at one place. */
export type EditValue = string | number | boolean;

/** A value as letters, and what `parse` has to make of them. */
export interface WrittenValue {
  readonly text: string;
  readonly value: unknown;
}

/** Where a value stands in a text, and how another one is written there. */
export interface EditTarget {
  /** `[start, end)` in UTF-16 units of the text: exactly what is replaced. */
  readonly start: number;
  readonly end: number;
  /** What is there now; null where it is something else, such as nothing, or a date of TOML. */
  readonly value: EditValue | null;
  /** Where it stands in what `parse` returns. */
  readonly path: readonly string[];
  readonly write: (value: EditValue) => WrittenValue;
}

/** One kind of file. */
export interface EditFormat {
  /** Finds the value at a path. A problem is the end of a sentence that begins with file and pointer. */
  readonly locate: (text: string, path: readonly string[]) => EditTarget | { readonly problem: string };
  /** The whole file as values, to see that nothing else has changed. Throws where it cannot be read. */
  readonly parse: (text: string) => unknown;
}

import type { DataFile } from "./data-source.ts";
import { explainReadError } from "./explain-read-error.ts";

/** What the engine says when it reads a source's relation, as a `DATA_UNREADABLE` that names file, line and way out. */
export function explainDataError(
  error: unknown,
  { name, files }: { readonly name: string; readonly files: readonly DataFile[] },
): Error {
  return explainReadError(error, { code: "DATA_UNREADABLE", name, files });
}

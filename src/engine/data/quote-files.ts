import { isRemote } from "../../core/dataset/remote-address.ts";
import { quoteLiteral } from "../quote-sql.ts";

/** Paths as a list in SQL that names these files and no other. */
export function quoteFiles(files: readonly { readonly path: string }[]): string {
  return `[${files.map(({ path }) => quoteLiteral(isRemote(path) ? path : withoutPatterns(path))).join(", ")}]`;
}

/** DuckDB takes `*`, `?` and `[` in a path for a pattern, but not inside of brackets. */
export function withoutPatterns(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

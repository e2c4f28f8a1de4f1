import { suggestName } from "../core/config/suggest-name.ts";
import type { Profile } from "../core/dataset/profile.ts";
import { PawlError } from "../core/errors.ts";

/** Throws `INPUT_INVALID` where a column that was named is in none of the profiles. */
export function demandColumns(named: readonly string[], profiles: readonly Profile[]): void {
  const known = new Set(profiles.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const unknown = named.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const near = suggestName(unknown, [...known]);
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `there is no column "${unknown.slice(0, 100)}", neither in the past nor now`,
    hint: near === undefined ? undefined : `Did you mean "${near}"?`,
  });
}

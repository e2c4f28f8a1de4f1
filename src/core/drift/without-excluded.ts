import { suggestName } from "../config/suggest-name.ts";
import { PawlError } from "../errors.ts";

/**
 * The reference batches that were not taken out, by their names.
 *
 * @throws PawlError `INPUT_INVALID` where a name is none of theirs, or no batch is left.
 */
export function withoutExcluded<Batch extends { readonly name: string }>(
  batches: readonly Batch[],
  excluded: readonly string[],
): readonly Batch[] {
  const names = batches.map(({ name }) => name);
  const unknown = excluded.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = suggestName(unknown, names);
    const some = names.slice(0, 10).join(", ");
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `there is no reference batch "${unknown.slice(0, 100)}" to exclude`,
      hint: near === undefined ? `There are ${some}${names.length > 10 ? " …" : ""}.` : `Did you mean "${near}"?`,
    });
  }
  const kept = batches.filter(({ name }) => !excluded.includes(name));
  if (kept.length > 0 || batches.length === 0) return kept;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: "every reference batch is excluded",
    hint: "Leave at least one; with fewer than eight a verdict says little.",
  });
}

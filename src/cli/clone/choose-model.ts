import { PawlError } from "../../core/errors.ts";
import type { Clone } from "./open-clone.ts";
import { listModels } from "./read-registries.ts";

/**
 * The one model that was named; without a name the only one there is.
 *
 * @throws `INPUT_INVALID` where that is not clear, `NOT_FOUND` where there is none.
 */
export async function chooseModel(clone: Clone, named: readonly string[]): Promise<string> {
  const [name, ...others] = named;
  if (name !== undefined && others.length === 0) return name;
  const known = await listModels(clone);
  const [only, ...more] = known;
  if (name === undefined && only !== undefined && more.length === 0) return only;
  if (known.length === 0) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: "no model has an alias or a version here yet",
      hint: "A version comes to exist when main packages a model. Is the ledger there: `git fetch origin pawl`?",
    });
  }
  throw new PawlError({
    code: "INPUT_INVALID",
    message:
      name === undefined
        ? "which model is meant is not clear"
        : `${String(named.length)} models were named, one is needed`,
    hint: `Name one: ${known.join(", ")}.`,
  });
}

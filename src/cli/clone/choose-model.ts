import { PawlError } from "../../core/errors.ts";
import type { Clone } from "./open-clone.ts";
import { listModels } from "./read-registries.ts";

/** The one model that was named; without a name the only one there is. Throws `INPUT_INVALID` where that is not clear. */
export async function chooseModel(clone: Clone, named: readonly string[]): Promise<string> {
  const [name, ...others] = named;
  if (name !== undefined && others.length === 0) return name;
  const known = await listModels(clone);
  const [only, ...more] = known;
  if (name === undefined && only !== undefined && more.length === 0) return only;
  throw new PawlError({
    code: "INPUT_INVALID",
    message:
      name === undefined
        ? "which model is meant is not clear"
        : `${String(named.length)} models were named, one is needed`,
    hint: `Name one: ${known.join(", ") || "there is none in this repository yet"}.`,
  });
}

import { readEditNumber } from "./edit-number.ts";
import type { EditValue } from "./edit-target.ts";

/**
 * The wished value in the type of the one that is there, where it can be read so: `"{count}"` in the place of a number is a
 * number, 3 in the place of a text a text. Otherwise as it was wished.
 */
export function keepEditType(wish: EditValue, before: EditValue | null): EditValue {
  if (typeof before === "string") return String(wish);
  // Adding nothing makes −0 a 0, which is how it is written.
  if (typeof wish === "number") return wish + 0;
  if (typeof wish === "boolean") return wish;
  if (typeof before === "number") return readEditNumber(wish) ?? wish;
  if (typeof before === "boolean" && (wish === "true" || wish === "false")) return wish === "true";
  return wish;
}

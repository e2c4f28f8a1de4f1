import type { CategoricalFrame, CategoricalProfile, TextProfile } from "../../core/dataset/profile.ts";
import { profileCategories } from "./profile-categories.ts";
import { type ProfiledColumn, type ProfileTask, withTable } from "./profile-task.ts";
import { profileText } from "./profile-text.ts";

export type StringFrame =
  | { readonly kind: "categorical"; readonly frame: CategoricalFrame }
  | { readonly kind: "text"; readonly frame: TextProfile["frame"] };

export interface StringRequest {
  readonly column: ProfiledColumn;
  /** What it is, where no frame says it. */
  readonly kind: "categorical" | "text";
  readonly frame: StringFrame | undefined;
  /** There are probably few different texts. */
  readonly few: boolean;
  readonly show: ReadonlySet<string> | "all";
}

/** A column of categories, or of text: as its frame is, else as the source says. */
export async function profileStrings(
  task: ProfileTask,
  { column, kind, frame, few, show }: StringRequest,
): Promise<CategoricalProfile | TextProfile> {
  const categorical = (frame?.kind ?? kind) === "categorical";
  const pinned = frame?.kind === "text" ? frame.frame : undefined;
  if (!categorical && !few) return profileText(task, column, { frame: pinned, values: undefined });
  const select = `SELECT x AS value, count(*) AS n FROM (SELECT ${column.value} AS x FROM ${task.relation})
    WHERE x IS NOT NULL GROUP BY x`;
  return withTable<CategoricalProfile | TextProfile>(task, "values", select, (values) => {
    if (!categorical) return profileText(task, column, { frame: pinned, values });
    return profileCategories(task, column, {
      values,
      frame: frame?.kind === "categorical" ? frame.frame : undefined,
      show,
    });
  });
}

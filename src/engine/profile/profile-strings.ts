import type { CategoricalFrame, CategoricalProfile, TextProfile } from "../../core/dataset/profile.ts";
import { countAt } from "../engine.ts";
import { profileCategories } from "./profile-categories.ts";
import { type ProfiledColumn, type ProfileTask, withTable } from "./profile-task.ts";
import { profileText } from "./profile-text.ts";

/** More different texts than this are no categories. */
const MAX_CATEGORIES = 2000;
/** So few are categories in however short a table. */
const ALWAYS_CATEGORIES = 20;

export type StringFrame =
  | { readonly kind: "categorical"; readonly frame: CategoricalFrame }
  | { readonly kind: "text"; readonly frame: TextProfile["frame"] };

export interface StringRequest {
  readonly column: ProfiledColumn;
  readonly frame: StringFrame | undefined;
  readonly few: boolean;
  readonly show: ReadonlySet<string> | "all";
}

/** A column of categories, or of text: as its frame is, else as its values are. */
export async function profileStrings(
  task: ProfileTask,
  request: StringRequest,
): Promise<CategoricalProfile | TextProfile> {
  const { column, frame, few, show } = request;
  if (frame?.kind === "text" || (frame === undefined && !few)) {
    return profileText(task, column, { frame: frame?.frame, values: undefined });
  }
  const select = `SELECT x AS value, count(*) AS n FROM (SELECT ${column.value} AS x FROM ${task.relation})
    WHERE x IS NOT NULL GROUP BY x`;
  return withTable(task, "values", select, async (values) => {
    if (frame !== undefined) return profileCategories(task, column, { values, frame: frame.frame, show });
    const categorical = await areCategories(task, values);
    if (categorical) return profileCategories(task, column, { values, frame: undefined, show });
    return profileText(task, column, { frame: undefined, values });
  });
}

/** Few different texts, of which most repeat. */
async function areCategories({ engine }: ProfileTask, values: string): Promise<boolean> {
  const [row] = await engine.query(`SELECT count(*) AS different, coalesce(sum(n), 0) AS n FROM ${values}`);
  if (row === undefined) return false;
  const different = countAt(row, "different");
  if (different === 0) return false;
  return different <= ALWAYS_CATEGORIES || (different <= MAX_CATEGORIES && different * 2 <= countAt(row, "n"));
}

import type { Check } from "../../../core/dataset/check.ts";
import type { CategoricalProfile, Profile } from "../../../core/dataset/profile.ts";
import { formatQuantity } from "../../../core/report/format-number.ts";
import { formatShare, shareOfRows } from "../outcome.ts";
import {
  type DatasetCheckContext,
  type DatasetCheckResult,
  datasetCheck,
  type Options,
  unchecked,
} from "./dataset-check.ts";

const RULE = "new-categories";

/** Categories that the reference does not have, exactly, from the profile on the reference's frame. */
export function checkNewCategories(
  { profile, reference }: DatasetCheckContext,
  { "max-share": most, except, severity }: Options<"new-categories">,
): DatasetCheckResult {
  const title = "no new categories";
  const expected = most === 0 ? "none" : `in at most ${formatShare(most)} of the rows`;
  const described = { rule: RULE, title, severity } as const;
  if (reference === undefined) return unchecked(described, expected, "There is no reference yet to compare with.");
  const columns = comparableColumns(profile, reference).filter(({ name }) => !except.includes(name));
  const failed = columns.flatMap((column): Check[] => {
    const { categories, rows, folded } = countUnseen(column);
    const of = column.counts.reduce((sum, count) => sum + count, rows);
    if (of === 0 || rows / of <= most) return [];
    const alike = folded === 0 ? "" : `; ${String(folded)} known in other case or with blanks`;
    return [
      datasetCheck(
        { rule: RULE, title: `no new categories in ${column.name}`, severity, column: column.name },
        {
          verdict: "fail",
          expected,
          actual: `${formatQuantity(categories, "new category", "new categories")} in ${shareOfRows(rows, of)}${alike}`,
          failing: { rows, of },
        },
      ),
    ];
  });
  if (failed.length > 0) return { checks: failed };
  const actual = `${formatQuantity(columns.length, "column")} of categories compared`;
  return { checks: [datasetCheck(described, { verdict: "pass", expected, actual })] };
}

/** Columns whose frame has all categories of the reference: one with more than a profile keeps would seem to have new ones. */
function comparableColumns(profile: Profile, reference: Profile): CategoricalProfile[] {
  return profile.columns.flatMap((column) => {
    const before = reference.columns.find(({ name }) => name === column.name);
    if (column.kind !== "categorical" || before?.kind !== "categorical") return [];
    const known = (of: CategoricalProfile) => of.frame.categories.map(({ hash }) => hash).join();
    return before.unseenRest.categories === 0 && known(before) === known(column) ? [withoutKnown(column, before)] : [];
  });
}

// The reference may itself have been profiled on an older frame: what was new in it is known now.
function withoutKnown(column: CategoricalProfile, before: CategoricalProfile): CategoricalProfile {
  const known = new Set(before.unseen.map(({ hash }) => hash));
  const counts = [...column.counts, ...column.unseen.filter(({ hash }) => known.has(hash)).map(({ rows }) => rows)];
  return { ...column, counts, unseen: column.unseen.filter(({ hash }) => !known.has(hash)) };
}

function countUnseen({ unseen, unseenRest }: CategoricalProfile) {
  return {
    categories: unseen.length + unseenRest.categories,
    rows: unseen.reduce((sum, { rows }) => sum + rows, unseenRest.rows),
    folded: unseen.filter(({ foldsTo }) => foldsTo !== undefined).length,
  };
}

import type { CategoricalFrame, CategoricalProfile } from "../../core/dataset/profile.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import { countAt, type Row, textAt } from "../engine.ts";
import { countIf } from "./count-if.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

const MAX_CATEGORIES = 2000;
const MAX_NAME_LENGTH = 200;

export interface CategoryRequest {
  /** Table of the different texts `value` with their rows `n`. */
  readonly values: string;
  readonly frame: CategoricalFrame | undefined;
  /** Categories whose names may be shown. */
  readonly show: ReadonlySet<string> | "all";
}

type Category = CategoricalFrame["categories"][number];

/** A category of the data: what stands in the profile of it, and what does not. */
interface FoundCategory {
  readonly category: Category;
  readonly value: string;
  readonly folded: string;
  readonly rows: number;
}

/** Rows of each category of the frame, and the categories that the frame does not have. */
export async function profileCategories(
  task: ProfileTask,
  column: ProfiledColumn,
  request: CategoryRequest,
): Promise<CategoricalProfile> {
  const { engine, relation } = task;
  const [totals] = await engine.query(
    `SELECT count(*) AS different, coalesce(sum(n), 0) AS n, ${countIf("n = 1")} AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM ${request.values}`,
  );
  const [nulls] = await engine.query(`SELECT count(${column.raw}) AS raws FROM ${relation}`);
  if (totals === undefined || nulls === undefined) throw new TypeError("an aggregate has one row");
  const known = await findKnown(task, request);
  const frame = request.frame ?? { categories: known.map(({ category }) => category) };
  const byHash = new Map(known.map((found) => [found.category.hash, found]));
  const counts = frame.categories.map(({ hash }) => byHash.get(hash)?.rows ?? 0);
  const unseen = await findUnseen(task, request, frame, known);
  const [different, values] = [countAt(totals, "different"), countAt(totals, "n")];
  const listed = unseen.reduce((sum, { rows }) => sum + rows, 0);
  return {
    ...heading(task, column, countAt(nulls, "raws"), values),
    kind: "categorical",
    frame,
    counts,
    unseen,
    unseenRest: {
      categories: different - known.length - unseen.length,
      rows: values - counts.reduce((sum, rows) => sum + rows, 0) - listed,
    },
    distinct: different,
    singletons: countAt(totals, "singles"),
    empty: countAt(totals, "empty"),
  };
}

/** Categories of the data that are in the frame; without a frame the most frequent ones, which become it. */
async function findKnown(task: ProfileTask, request: CategoryRequest): Promise<FoundCategory[]> {
  return find(task, request, request.frame === undefined ? "" : `WHERE hash IN (${hashes(task, request.frame)})`);
}

async function findUnseen(
  task: ProfileTask,
  request: CategoryRequest,
  frame: CategoricalFrame,
  known: readonly FoundCategory[],
): Promise<CategoricalProfile["unseen"]> {
  const found = await find(task, request, `WHERE hash NOT IN (${hashes(task, frame)})`);
  const indexes = new Map(frame.categories.map(({ hash }, index) => [hash, index]));
  const folds = new Map<string, number>();
  for (const { folded, category } of known) folds.set(folded, indexes.get(category.hash) ?? 0);
  for (const [index, { hash, folded }] of frame.categories.entries()) folds.set(folded ?? hash, index);
  return found.map(({ category: { hash, name }, rows, folded }) => {
    const foldsTo = folds.get(folded);
    const shown = name === undefined ? { hash, rows } : { hash, name, rows };
    return foldsTo === undefined ? shown : { ...shown, foldsTo };
  });
}

function hashes({ dialect }: ProfileTask, { categories }: CategoricalFrame): string {
  return categories.length === 0 ? "''" : categories.map(({ hash }) => dialect.literal(hash)).join(", ");
}

async function find(
  { engine, dialect }: ProfileTask,
  request: CategoryRequest,
  where: string,
): Promise<FoundCategory[]> {
  const rows = await engine.query(
    `SELECT * FROM (SELECT value, n, ${dialect.categoryHash("value")} AS hash,
       ${dialect.categoryHash(dialect.fold("value"))} AS folded FROM ${request.values}) ${where}
     ORDER BY n DESC, hash LIMIT ${String(MAX_CATEGORIES)}`,
  );
  return rows.map((row) => toCategory(row, request.show));
}

function toCategory(row: Row, show: ReadonlySet<string> | "all"): FoundCategory {
  const text = (name: string) => textAt(row, name) ?? "";
  const [value, hash, folded] = [text("value"), text("hash"), text("folded")];
  const name = show === "all" || show.has(value) ? { name: toSafeText(value, MAX_NAME_LENGTH) } : {};
  const category = { hash, ...(folded === hash ? {} : { folded }), ...name };
  return { category, value, folded, rows: countAt(row, "n") };
}

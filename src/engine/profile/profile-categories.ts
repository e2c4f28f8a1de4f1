import type { CategoricalFrame, CategoricalProfile } from "../../core/dataset/profile.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import { countAt, type Row, textAt } from "../engine.ts";
import { byBatch, countOf, eachBatch, splitByBatch } from "./by-batch.ts";
import { countIf } from "./count-if.ts";
import { countRaws } from "./profile-simple.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

const MAX_CATEGORIES = 2000;
const MAX_NAME_LENGTH = 200;

export interface CategoryRequest {
  /** Table of the different texts `value` with their rows `n`, of each `batch` where there are several. */
  readonly values: string;
  readonly frame: CategoricalFrame | undefined;
  /** Categories whose names may be shown. */
  readonly show: ReadonlySet<string> | "all";
}

type Category = CategoricalFrame["categories"][number];

/** A category of the data: what stands in the profile of it, and what does not. */
interface FoundCategory {
  readonly category: Category;
  readonly folded: string;
  readonly rows: number;
}

/** Of each batch rows of each category of the frame, and the categories that the frame does not have. */
export async function profileCategories(
  task: ProfileTask,
  column: ProfiledColumn,
  request: CategoryRequest,
): Promise<CategoricalProfile[]> {
  const raws = await countRaws(task, column);
  const { say, group } = byBatch(task);
  const totals = await task.engine.query(
    `SELECT ${say}count(*) AS different, coalesce(sum(n), 0) AS n, ${countIf("n = 1")} AS singles,
       coalesce(sum(CASE WHEN value = '' THEN n END), 0) AS empty FROM ${request.values} ${group}`,
  );
  const frame = request.frame ?? (await chooseCategories(task, request));
  const known = await countKnown(task, request, frame);
  const unseen = await findUnseen(task, request, frame);
  return eachBatch(task, totals, (row, rows, batch) => {
    const [different, values] = [countOf(row, "different"), countOf(row, "n")];
    const [counts, others] = [known[batch] ?? [], unseen[batch] ?? []];
    const listed = sum([...counts, ...others.map((category) => category.rows)]);
    return {
      ...heading(column, { rows, raws: raws[batch] ?? 0, values }),
      kind: "categorical",
      frame,
      counts,
      unseen: others,
      unseenRest: {
        categories: different - counts.filter((count) => count > 0).length - others.length,
        rows: values - listed,
      },
      distinct: different,
      singletons: countOf(row, "singles"),
      empty: countOf(row, "empty"),
    };
  });
}

/** The most frequent ones of all batches together. */
async function chooseCategories(task: ProfileTask, request: CategoryRequest): Promise<CategoricalFrame> {
  const { engine, dialect, batches } = task;
  const all =
    batches === undefined ? request.values : `(SELECT value, sum(n) AS n FROM ${request.values} GROUP BY value)`;
  const rows = await engine.query(
    `SELECT * FROM (SELECT value, n, ${hashes(dialect)} FROM ${all}) ORDER BY n DESC, h LIMIT ${String(MAX_CATEGORIES)}`,
  );
  const found = rows.map((row) => toCategory(row, request.show));
  // Some programs do not keep the order of rows.
  const sorted = found.toSorted((a, b) => b.rows - a.rows || (a.category.hash < b.category.hash ? -1 : 1));
  return { categories: sorted.map(({ category }) => category) };
}

function hashes(dialect: ProfileTask["dialect"]): string {
  return `${dialect.categoryHash("value")} AS h, ${dialect.categoryHash(dialect.fold("value"))} AS folded`;
}

/** Of each batch the rows of each category of the frame. */
async function countKnown(
  task: ProfileTask,
  request: CategoryRequest,
  { categories }: CategoricalFrame,
): Promise<number[][]> {
  const { engine, dialect } = task;
  const { name } = byBatch(task);
  const batch = name === "" ? "0 AS batch, " : name;
  const found = await engine.query(
    `SELECT * FROM (SELECT ${batch}n, ${dialect.categoryHash("value")} AS h FROM ${request.values})
     WHERE h IN (${listHashes(task, categories)})`,
  );
  const places = new Map(categories.map(({ hash }, place) => [hash, place]));
  return splitByBatch(task, found).map((rows) => {
    const counts = new Array<number>(categories.length).fill(0);
    for (const row of rows) counts[places.get(textAt(row, "h") ?? "") ?? 0] = countAt(row, "n");
    return counts;
  });
}

async function findUnseen(
  task: ProfileTask,
  request: CategoryRequest,
  { categories }: CategoricalFrame,
): Promise<CategoricalProfile["unseen"][]> {
  const { engine, dialect } = task;
  const { name } = byBatch(task);
  const [batch, partition] = name === "" ? ["0 AS batch, ", ""] : [name, "PARTITION BY batch "];
  const found = await engine.query(
    `SELECT * FROM (
       SELECT *, row_number() OVER (${partition}ORDER BY n DESC, h) AS place
       FROM (SELECT ${batch}value, n, ${hashes(dialect)} FROM ${request.values})
       WHERE h NOT IN (${listHashes(task, categories)})
     ) WHERE place <= ${String(MAX_CATEGORIES)}`,
  );
  const folds = new Map<string, number>();
  for (const [index, { hash, folded }] of categories.entries()) folds.set(folded ?? hash, index);
  return splitByBatch(task, found).map((rows) =>
    rows
      .toSorted((a, b) => countAt(a, "place") - countAt(b, "place"))
      .map((row) => {
        const { category, folded, rows: count } = toCategory(row, request.show);
        const { hash, name: text } = category;
        const foldsTo = folds.get(folded);
        const shown = text === undefined ? { hash, rows: count } : { hash, name: text, rows: count };
        return foldsTo === undefined ? shown : { ...shown, foldsTo };
      }),
  );
}

function listHashes({ dialect }: ProfileTask, categories: readonly Category[]): string {
  return categories.length === 0 ? "''" : categories.map(({ hash }) => dialect.literal(hash)).join(", ");
}

function toCategory(row: Row, show: ReadonlySet<string> | "all"): FoundCategory {
  const text = (name: string) => textAt(row, name) ?? "";
  const [value, hash, folded] = [text("value"), text("h"), text("folded")];
  const name = show === "all" || show.has(value) ? { name: toSafeText(value, MAX_NAME_LENGTH) } : {};
  const category = { hash, ...(folded === hash ? {} : { folded }), ...name };
  return { category, folded, rows: countAt(row, "n") };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

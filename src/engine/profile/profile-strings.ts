import type { CategoricalFrame, CategoricalProfile, TextProfile } from "../../core/dataset/profile.ts";
import { countAt } from "../engine.ts";
import { byBatch } from "./by-batch.ts";
import { profileCategories } from "./profile-categories.ts";
import { type ProfiledColumn, type ProfileTask, withTable } from "./profile-task.ts";
import { MAX_COUNTED_TEXTS, profileText } from "./profile-text.ts";

export type StringFrame =
  | { readonly kind: "categorical"; readonly frame: CategoricalFrame }
  | { readonly kind: "text"; readonly profile: TextProfile };

/** Fewer rows are hashed whatever is in them. */
const MANY_ROWS = 100_000;
/** More different texts are not held beside each other. */
const MAX_HELD_TEXTS = 500_000;
/** One text in so many is looked at to see how many different ones there are. */
const SLICES = 64;

export interface StringRequest {
  readonly column: ProfiledColumn;
  /** What it is, where no frame says it. */
  readonly kind: "categorical" | "text";
  readonly frame: StringFrame | undefined;
  readonly show: ReadonlySet<string> | "all";
}

/** A column of categories, or of text: as its frame is, else as the source says. */
export async function profileStrings(
  task: ProfileTask,
  { column, kind, frame, show }: StringRequest,
): Promise<CategoricalProfile[] | TextProfile[]> {
  const categorical = (frame?.kind ?? kind) === "categorical";
  const framed = frame?.kind === "text" ? frame.profile : undefined;
  const plan: TextPlan = categorical ? COUNT_EACH : await planText(task, column, framed);
  const pinned = framed?.frame;
  if (!plan.few) return profileText(task, column, { frame: pinned, values: undefined, registers: plan.registers });
  const { read, name } = byBatch(task);
  const select = `SELECT ${name}x AS value, count(*) AS n FROM (SELECT ${read}${column.value} AS x FROM ${task.relation})
    WHERE x IS NOT NULL GROUP BY ${name}x`;
  return withTable<CategoricalProfile[] | TextProfile[]>(task, "values", select, (values) => {
    if (!categorical) return profileText(task, column, { frame: pinned, values, registers: plan.registers });
    return profileCategories(task, column, {
      values,
      frame: frame?.kind === "categorical" ? frame.frame : undefined,
      show,
    });
  });
}

interface TextPlan {
  /** There are probably few enough different texts to hold them all beside each other. */
  readonly few: boolean;
  readonly registers: boolean;
}

const COUNT_EACH: TextPlan = { few: true, registers: true };

async function planText(task: ProfileTask, column: ProfiledColumn, framed: TextProfile | undefined): Promise<TextPlan> {
  if (framed !== undefined) return { few: framed.distinct !== null, registers: framed.registers !== undefined };
  const different = column.different ?? (await estimateDifferent(task, column));
  const few = different <= Math.max(1.2 * MAX_COUNTED_TEXTS, Math.min(MAX_HELD_TEXTS, task.rows / 4));
  // Where about every row has a text of its own, hashing them all says nothing.
  return { few, registers: few || task.rows <= MANY_ROWS || different * 2 < task.rows };
}

/** By a part of the texts, the same part in any order of the rows. */
async function estimateDifferent({ engine, dialect, relation }: ProfileTask, column: ProfiledColumn): Promise<number> {
  const part = `${dialect.slice(dialect.rowHash(["x"]), SLICES)} = 0`;
  const [row] = await engine.query(
    `SELECT count(DISTINCT CASE WHEN ${part} THEN x END) AS n FROM (SELECT ${column.value} AS x FROM ${relation})`,
  );
  return row === undefined ? 0 : countAt(row, "n") * SLICES;
}

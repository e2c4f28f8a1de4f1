import { familyOf } from "../../core/dataset/kind-family.ts";
import type { ColumnProfile, Profile } from "../../core/dataset/profile.ts";
import type { DataSource } from "../data/data-source.ts";
import type { ProfileSubject } from "./profile-rows.ts";
import { countRaws } from "./profile-simple.ts";
import { forColumn, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

export interface SubjectOptions {
  readonly frame?: Profile | undefined;
  /** By column: the categories whose names may stand in the profile. */
  readonly showCategories?: ReadonlyMap<string, ReadonlySet<string> | "all"> | undefined;
}

/**
 * The columns as they are to be counted; one for each of the source's columns. One that is of another kind than in the frame
 * only because there is nothing but nulls in it is of the frame's.
 */
export async function toSubjects(
  task: ProfileTask,
  { columns: known }: Pick<DataSource, "columns">,
  columns: readonly ProfiledColumn[],
  { frame, showCategories }: SubjectOptions,
): Promise<ProfileSubject[]> {
  const frames = new Map(frame?.columns.map((column) => [column.name, column]));
  const subjects: ProfileSubject[] = [];
  for (const [index, column] of columns.entries()) {
    const { kind = "other", name = "" } = known[index] ?? {};
    const framed = frames.get(column.label);
    const show = showCategories?.get(name) ?? new Set<string>();
    const subject = { column, kind, framed: undefined, show };
    if (framed === undefined) subjects.push(subject);
    else if (familyOf(framed.kind) === familyOf(kind)) subjects.push({ ...subject, framed });
    else subjects.push((await asFramed(task, subject, framed)) ?? subject);
  }
  return subjects;
}

async function asFramed(
  task: ProfileTask,
  { column, show }: ProfileSubject,
  framed: ColumnProfile,
): Promise<ProfileSubject | undefined> {
  const { kind } = framed;
  const value = nothingOf(task, kind);
  if (value === undefined || kind === "embedding") return undefined;
  const raws = await countRaws(forColumn(task, column), column);
  if (raws.some((rows) => rows > 0)) return undefined;
  return { column: { ...column, value }, kind, framed, show };
}

/** NULL in the type of a kind. */
function nothingOf({ dialect }: ProfileTask, kind: ColumnProfile["kind"]): string | undefined {
  switch (kind) {
    case "integer":
      return dialect.toWhole("NULL");
    case "numeric":
    case "timestamp":
      return dialect.toDouble("NULL");
    case "boolean":
      return "CAST(NULL AS BOOLEAN)";
    case "categorical":
    case "text":
      return dialect.toText("NULL");
    default:
      return undefined;
  }
}

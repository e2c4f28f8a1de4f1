import { familyOf } from "../../core/dataset/kind-family.ts";
import type { ColumnProfile, Profile } from "../../core/dataset/profile.ts";
import type { DataSource } from "../data/data-source.ts";
import type { ProfileSubject } from "./profile-rows.ts";
import { countRaws } from "./profile-simple.ts";
import { forColumn, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

export interface SubjectOptions {
  /** May have a column several times, once for each kind that it has been of; the first is what it most likely is. */
  readonly frame?: Profile | undefined;
  /** By column: the categories whose names may stand in the profile. */
  readonly showCategories?: ReadonlyMap<string, ReadonlySet<string> | "all"> | undefined;
}

/**
 * The columns as they are to be counted; one for each of the source's columns, on the frame of its kind. One that is of
 * another kind than in the frame only because there is nothing but nulls in it is of the frame's.
 */
export async function toSubjects(
  task: ProfileTask,
  { columns: sources }: Pick<DataSource, "columns">,
  columns: readonly ProfiledColumn[],
  { frame, showCategories }: SubjectOptions,
): Promise<ProfileSubject[]> {
  const frames = new Map<string, ColumnProfile[]>();
  for (const column of frame?.columns ?? []) frames.set(column.name, [...(frames.get(column.name) ?? []), column]);
  const subjects: ProfileSubject[] = [];
  for (const [index, column] of columns.entries()) {
    const { kind = "other", name = "" } = sources[index] ?? {};
    const known = frames.get(column.label) ?? [];
    const framed = known.find((one) => familyOf(one.kind) === familyOf(kind));
    const show = showCategories?.get(name) ?? new Set<string>();
    const subject = { column, kind, framed: undefined, show };
    const [likely] = known;
    if (framed !== undefined) subjects.push({ ...subject, framed });
    else if (likely === undefined) subjects.push(subject);
    else subjects.push((await asFramed(task, subject, likely)) ?? subject);
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

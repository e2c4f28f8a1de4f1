import { familyOf } from "../../core/dataset/kind-family.ts";
import type { ColumnProfile, NumericProfile, Profile } from "../../core/dataset/profile.ts";
import type { SourceKind } from "../data/data-source.ts";
import { batchRows } from "./by-batch.ts";
import { countDuplicates } from "./count-duplicates.ts";
import { countPairs, findPairs, type PairAxisPair } from "./count-pairs.ts";
import { MAX_READ_VALUES } from "./count-values.ts";
import { type Probe, probeColumns } from "./probe-columns.ts";
import { isListOfNumbers, profileEmbeddings } from "./profile-embeddings.ts";
import { profileNumeric } from "./profile-numeric.ts";
import { profileBoolean, profileOther } from "./profile-simple.ts";
import { profileStrings, type StringFrame } from "./profile-strings.ts";
import { forColumn, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";
import { type RowSample, sampleRows } from "./sample-rows.ts";

export interface ProfileProgress {
  readonly done: number;
  readonly total: number;
  /** What was just finished: a column's name. */
  readonly what: string;
}

/** A column with everything that is known of it before it is counted. */
export interface ProfileSubject {
  readonly column: ProfiledColumn;
  readonly kind: SourceKind;
  /** The same column in the frame, if it is of a kind that can be counted on it. */
  readonly framed: ColumnProfile | undefined;
  readonly show: ReadonlySet<string> | "all";
  /** Whether each batch has the column; all do unless given. */
  readonly has?: readonly boolean[] | undefined;
}

export interface RowsOptions {
  /** Pairs to count; those that are associated in the rows unless given. */
  readonly pairs?: readonly PairAxisPair[] | undefined;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

/** More values than this are read one by one only where few of them are different. */
const MAX_READ_CELLS = 8_000_000;

/** One profile for each batch of the rows, all on the same frames. */
export async function profileRows(
  task: ProfileTask,
  subjects: readonly ProfileSubject[],
  { pairs: given, onProgress }: RowsOptions,
): Promise<Profile[]> {
  const sampled = subjects.filter(isSampled);
  const needed = given === undefined || subjects.some(isNew);
  const sample = needed && sampled.length > 0 ? await sampleSubjects(task, sampled) : undefined;
  const probes = await probeColumns(
    task,
    subjects.filter(isProbed).map(({ column }) => column),
  );
  try {
    const total = subjects.length + 2;
    const exact = task.rows <= MAX_READ_VALUES && task.rows * subjects.length <= MAX_READ_CELLS;
    const counted: (readonly ColumnProfile[])[] = [];
    for (const subject of subjects) {
      const place = sampled.indexOf(subject);
      counted.push(await profileColumn(forColumn(task, subject.column), subject, { sample, place, probes, exact }));
      onProgress?.({ done: counted.length, total, what: subject.column.label });
    }
    const paired = subjects.map(({ column }, index) => ({ column, profiles: counted[index] ?? [] }));
    const ofSample = paired.filter((_, index) => sampled.some((subject) => subject === subjects[index]));
    const chosen = given ?? (sample === undefined ? [] : await findPairs(task, sample, ofSample));
    const pairs = await countPairs(task, paired, chosen);
    onProgress?.({ done: total - 1, total, what: "pairs of columns" });
    const duplicates = await countDuplicates(
      task,
      subjects.map(({ column }) => column),
      subjects.find(({ column }) => probes.get(column)?.unique === true)?.column,
    );
    onProgress?.({ done: total, total, what: "repeated rows" });
    return batchRows(task).map((rows, batch) => {
      const columns = subjects.flatMap(({ has }, index) =>
        has === undefined || has[batch] === true ? (counted[index]?.[batch] ?? []) : [],
      );
      const names = new Set(columns.map(({ name }) => name));
      return {
        rows,
        duplicateRows: duplicates[batch] ?? null,
        columns,
        pairs: (pairs[batch] ?? []).filter(({ x, y }) => names.has(x.column) && names.has(y.column)),
      };
    });
  } finally {
    await sample?.close();
  }
}

function isNew({ kind, framed }: ProfileSubject): boolean {
  return framed === undefined && kind !== "other" && kind !== "boolean";
}

function sampleSubjects(task: ProfileTask, subjects: readonly ProfileSubject[]): Promise<RowSample> {
  return sampleRows(
    task,
    subjects.map(({ column, kind }) => ({ column, isText: familyOf(kind) === "string" })),
  );
}

/** Of texts the sample would tell nothing, and long ones make it large. */
function isSampled({ kind, framed }: ProfileSubject): boolean {
  return familyOf(kind) === "string" ? (framed?.kind ?? kind) === "categorical" : kind !== "other";
}

function isProbed({ kind, framed }: ProfileSubject): boolean {
  const isNumber = kind === "numeric" || kind === "integer" || kind === "timestamp";
  return isNumber && (!isNumeric(framed) || framed.distinct === null);
}

interface Known {
  readonly sample: RowSample | undefined;
  /** Place of the column in it. */
  readonly place: number;
  readonly probes: ReadonlyMap<ProfiledColumn, Probe>;
  /** There are few enough rows for a frame to be chosen from all of them. */
  readonly exact: boolean;
}

async function profileColumn(
  task: ProfileTask,
  { column, kind, framed, show }: ProfileSubject,
  { sample, place, probes, exact }: Known,
): Promise<readonly ColumnProfile[]> {
  switch (kind) {
    case "boolean":
      return profileBoolean(task, column);
    case "other": {
      if (framed?.kind === "other" || !isListOfNumbers(column.type)) return profileOther(task, column);
      return profileEmbeddings(task, column, framed?.kind === "embedding" ? framed.frame : undefined);
    }
    case "categorical":
    case "text":
      return profileStrings(task, { column, kind, frame: stringFrame(framed), show });
    default: {
      const frame = isNumeric(framed) ? framed.frame : undefined;
      return profileNumeric(task, {
        column,
        kind,
        frame,
        sample: async () => (await sample?.groups(place)) ?? [],
        few: isNumeric(framed) ? framed.distinct !== null : exact || (sample?.few[place] ?? true),
        // What is too much for all batches together need not be for one of them.
        many: task.batches === undefined && (probes.get(column)?.many ?? false),
      });
    }
  }
}

function isNumeric(profile: ColumnProfile | undefined): profile is NumericProfile {
  return profile?.kind === "numeric" || profile?.kind === "integer" || profile?.kind === "timestamp";
}

function stringFrame(profile: ColumnProfile | undefined): StringFrame | undefined {
  if (profile?.kind === "categorical") return { kind: "categorical", frame: profile.frame };
  if (profile?.kind === "text") return { kind: "text", profile };
  return undefined;
}

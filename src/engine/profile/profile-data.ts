import type { ColumnKind, ColumnProfile, NumericProfile, Profile } from "../../core/dataset/profile.ts";
import type { DataSource, SourceKind } from "../data/data-source.ts";
import { readingSources } from "../data/reading-sources.ts";
import { DUCKDB_DIALECT } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { countDuplicates } from "./count-duplicates.ts";
import { countPairs, findPairs } from "./count-pairs.ts";
import { prepareRows } from "./prepare-rows.ts";
import { type Probe, probeColumns } from "./probe-columns.ts";
import { profileNumeric } from "./profile-numeric.ts";
import { profileBoolean, profileOther } from "./profile-simple.ts";
import { profileStrings, type StringFrame } from "./profile-strings.ts";
import type { ProfiledColumn, ProfileTask } from "./profile-task.ts";
import { type RowSample, sampleRows } from "./sample-rows.ts";

export interface ProfileProgress {
  readonly done: number;
  readonly total: number;
  /** What was just finished: a column's name. */
  readonly what: string;
}

export interface ProfileOptions {
  /** A profile made earlier, on whose frames this one is to stand. Columns that it lacks get new ones. */
  readonly frame?: Profile | undefined;
  /** By column: the categories whose names may stand in the profile. */
  readonly showCategories?: ReadonlyMap<string, ReadonlySet<string> | "all"> | undefined;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

/** A column with everything that is known of it before it is counted. */
interface Subject {
  readonly column: ProfiledColumn;
  readonly kind: SourceKind;
  /** The same column in the frame, if it is of a kind that can be counted on it. */
  readonly framed: ColumnProfile | undefined;
  readonly show: ReadonlySet<string> | "all";
  readonly index: number;
}

/**
 * Counts every column of the data on edges that are pinned: those of the frame, or new ones. The result depends on the
 * rows alone, not on their order, the files that they are spread over, or the number of threads. Throws
 * `DATA_UNREADABLE` where the data cannot be read or a file changed meanwhile.
 */
export async function profileData(engine: Engine, source: DataSource, options: ProfileOptions = {}): Promise<Profile> {
  return readingSources([source], () => profileSource(engine, source, options));
}

async function profileSource(engine: Engine, source: DataSource, options: ProfileOptions): Promise<Profile> {
  const { task, columns, close } = await prepareRows(engine, DUCKDB_DIALECT, source);
  try {
    const profile = await profileRows(task, toSubjects(source, columns, options), options);
    await source.verifyUnchanged();
    return profile;
  } finally {
    await close();
  }
}

function toSubjects(source: DataSource, columns: readonly ProfiledColumn[], options: ProfileOptions): Subject[] {
  const frames = new Map(options.frame?.columns.map((column) => [column.name, column]));
  return columns.map((column, index) => {
    const { kind = "other", name = "" } = source.columns[index] ?? {};
    const framed = frames.get(column.label);
    const usable = framed !== undefined && haveOneFrame(framed.kind, kind);
    const show = options.showCategories?.get(name) ?? new Set<string>();
    return { column, kind, framed: usable ? framed : undefined, show, index };
  });
}

const FAMILIES: Readonly<Record<ColumnKind, string>> = {
  numeric: "number",
  integer: "number",
  timestamp: "timestamp",
  boolean: "boolean",
  categorical: "string",
  text: "string",
  // Both are lists: the lengths decide.
  embedding: "other",
  other: "other",
};

function haveOneFrame(one: ColumnKind, other: ColumnKind): boolean {
  return FAMILIES[one] === FAMILIES[other];
}

async function profileRows(task: ProfileTask, subjects: readonly Subject[], options: ProfileOptions): Promise<Profile> {
  const isNew = ({ kind, framed }: Subject) => framed === undefined && kind !== "other" && kind !== "boolean";
  const pairsKnown = options.frame !== undefined;
  const sampled = subjects.filter(isSampled);
  const needed = !pairsKnown || subjects.some(isNew);
  const sample = needed && sampled.length > 0 ? await sampleSubjects(task, sampled) : undefined;
  const probes = await probeColumns(
    task,
    subjects.filter(isProbed).map(({ column }) => column),
  );
  try {
    const total = subjects.length + 2;
    const columns: ColumnProfile[] = [];
    for (const subject of subjects) {
      columns.push(await profileColumn(task, subject, { sample, place: sampled.indexOf(subject), probes }));
      options.onProgress?.({ done: columns.length, total, what: subject.column.label });
    }
    const paired = subjects.map(({ column }, index) => ({ column, profile: columns[index] }));
    const complete = paired.flatMap(({ column, profile }) => (profile === undefined ? [] : [{ column, profile }]));
    const names = new Set(sampled.map(({ column }) => column));
    const ofSample = complete.filter(({ column }) => names.has(column));
    const chosen = options.frame?.pairs ?? (sample === undefined ? [] : await findPairs(task, sample, ofSample));
    const pairs = await countPairs(task, complete, chosen);
    options.onProgress?.({ done: total - 1, total, what: "pairs of columns" });
    const duplicateRows = await countDuplicates(
      task,
      subjects.map(({ column }) => column),
      subjects.find(({ column }) => probes.get(column)?.unique === true)?.column,
    );
    options.onProgress?.({ done: total, total, what: "repeated rows" });
    return { rows: task.rows, duplicateRows, columns, pairs };
  } finally {
    await sample?.close();
  }
}

function sampleSubjects(task: ProfileTask, subjects: readonly Subject[]): Promise<RowSample> {
  return sampleRows(
    task,
    subjects.map(({ column, kind }) => ({ column, isText: FAMILIES[kind] === "string" })),
  );
}

/** Of texts the sample would tell nothing, and long ones make it large. */
function isSampled({ kind, framed }: Subject): boolean {
  return FAMILIES[kind] === "string" ? (framed?.kind ?? kind) === "categorical" : kind !== "other";
}

function isProbed({ kind, framed }: Subject): boolean {
  const isNumber = kind === "numeric" || kind === "integer" || kind === "timestamp";
  return isNumber && (!isNumeric(framed) || framed.distinct === null);
}

interface Known {
  readonly sample: RowSample | undefined;
  /** Place of the column in it. */
  readonly place: number;
  readonly probes: ReadonlyMap<ProfiledColumn, Probe>;
}

async function profileColumn(
  all: ProfileTask,
  { column, kind, framed, show }: Subject,
  { sample, place, probes }: Known,
): Promise<ColumnProfile> {
  const few = framed === undefined ? (sample?.few[place] ?? true) : "distinct" in framed && framed.distinct !== null;
  const task = column.relation === undefined ? all : { ...all, relation: column.relation };
  switch (kind) {
    case "boolean":
      return profileBoolean(task, column);
    case "other":
      return profileOther(task, column);
    case "categorical":
    case "text":
      return profileStrings(task, { column, kind, frame: stringFrame(framed), show });
    default: {
      const frame = isNumeric(framed) ? framed.frame : undefined;
      const read = async () => (await sample?.groups(place)) ?? [];
      return profileNumeric(task, { column, kind, frame, sample: read, few, many: probes.get(column)?.many ?? false });
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

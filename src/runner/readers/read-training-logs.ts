import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { RunEvidence } from "../../core/evidence/run-evidence.ts";
import { boundCurves, boundMetrics, boundParameters } from "./bound-results.ts";
import { type CombinedResult, combineReaders, combineRuns, type ReaderResult } from "./combine-runs.ts";
import { type FoundFiles, findLogFiles } from "./find-log-files.ts";
import type { LogFile, LoggedRun, LogReader } from "./log-reader.ts";
import { LOG_READER_IDS, LOG_READERS, type LogReaderChoice, type LogReaderId } from "./log-readers.ts";
import { unreadableRun } from "./logged-run.ts";
import { type FoundImportance, readImportance } from "./read-importance.ts";
import { LOG_READER_INPUT } from "./reader-inputs.ts";
import { settleRun } from "./settle-run.ts";

const MAX_FILES = 50;
const MAX_PROBLEMS = 50;
const MAX_PROBLEM_LENGTH = 500;

export interface TrainingLogsRequest {
  /** Folder in which the command ran. */
  readonly root: string;
  /** When the command started: only what was written since then is read. */
  readonly since: Date;
  readonly reader: LogReaderChoice;
  /** File or folder to read instead of searching `root`; relative to `root` or absolute. */
  readonly path?: string | undefined;
  /** The command's environment: `MLFLOW_*`, `WANDB_DIR`. */
  readonly env: NodeJS.ProcessEnv;
}

/** The part of a `run` document that comes from what the training's tools wrote. */
export type TrainingLogs = Pick<RunEvidence, "metrics" | "curves" | "parameters" | "readers" | "importance">;

/**
 * Reads metrics, curves and parameters from the files that training tools left since the start, within the limits of a
 * document. Nothing that is found there makes it throw: what is broken or ambiguous is a sentence in `readers.problems`,
 * and `readers.conclusive` is false where a final value is concerned.
 */
export async function readTrainingLogs(request: TrainingLogsRequest): Promise<TrainingLogs> {
  try {
    const root = await realpath(request.root);
    return withImportance(await read({ ...request, root }), await readImportance(root, request.since));
  } catch (error) {
    const problem = `the logs could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return emptyLogs([problem], false);
  }
}

function withImportance(logs: TrainingLogs, { importance, problems }: FoundImportance): TrainingLogs {
  const readers = { ...logs.readers, problems: toProblems([...logs.readers.problems, ...problems]) };
  return { ...logs, readers, ...(importance === undefined ? {} : { importance }) };
}

async function read(request: TrainingLogsRequest): Promise<TrainingLogs> {
  const ids = request.reader === "auto" ? LOG_READER_IDS : [request.reader];
  const found = await findFor(request, ids);
  const results: ReaderResult[] = [];
  for (const id of ids) {
    const runs = await runReader(id, request, found);
    if (runs.length > 0) results.push(combineRuns(id, LOG_READERS[id].several, runs.map(settleRun)));
  }
  const combined = combineReaders(results);
  return combined === undefined ? nothingFound(request, found) : toLogs(combined, found.problems);
}

interface Found extends FoundFiles {
  readonly byReader: ReadonlyMap<LogReaderId, readonly LogFile[]>;
}

async function findFor(request: TrainingLogsRequest, ids: readonly LogReaderId[]): Promise<Found> {
  const { root, since, path, env } = request;
  const matches = (file: string): boolean => ids.some((id) => LOG_READERS[id].matches(file));
  const search = { root, since, matches };
  const searched = await findLogFiles(search, [path ?? "."]);
  const byReader = new Map<LogReaderId, readonly LogFile[]>();
  const problems = [...searched.problems];
  for (const id of ids) {
    const files = searched.fresh.filter((file) => belongsTo(id, file, request));
    const places = path === undefined ? placesOf(LOG_READERS[id], root, env) : [];
    const extra = await findLogFiles({ ...search, matches: LOG_READERS[id].matches }, places);
    problems.push(...extra.problems);
    const unique = new Map([...files, ...extra.fresh].map((file) => [file.absolute, file]));
    byReader.set(id, [...unique.values()]);
  }
  return { ...searched, problems, byReader };
}

/** A file found by searching belongs to the readers that know its name; one that was named, to whom can read its kind. */
function belongsTo(id: LogReaderId, file: LogFile, { reader }: TrainingLogsRequest): boolean {
  const { matches, extensions } = LOG_READERS[id];
  if (matches(file.path)) return true;
  return file.named && (reader !== "auto" || extensions.includes(extname(file.path).toLowerCase()));
}

function placesOf(reader: LogReader, root: string, env: NodeJS.ProcessEnv): string[] {
  return (reader.places?.(env) ?? []).filter((place) => existsSync(resolve(root, place)));
}

async function runReader(id: LogReaderId, request: TrainingLogsRequest, found: Found): Promise<readonly LoggedRun[]> {
  const reader: LogReader = LOG_READERS[id];
  const { root, since, env } = request;
  const files = found.byReader.get(id) ?? [];
  const remote = request.path === undefined && reader.isRemote?.(env) === true;
  if (files.length === 0 && !remote) return [];
  try {
    return await reader.read({ root, since, env, files, allFiles: found.fresh });
  } catch (error) {
    return [unreadableRun(id, error instanceof Error ? error.message : "could not be read")];
  }
}

function toLogs(combined: CombinedResult, searchProblems: readonly string[]): TrainingLogs {
  const metrics = boundMetrics(combined.metrics);
  const curves = boundCurves(combined.curves);
  const parameters = boundParameters(combined.parameters);
  const problems = [...combined.problems, ...metrics.problems, ...curves.problems, ...parameters.problems];
  const others = combined.alsoFound;
  return {
    metrics: metrics.values,
    curves: curves.values,
    parameters: parameters.values,
    readers: {
      reader: combined.chosen.id,
      files: combined.files.map((file) => toSafeText(file, MAX_PROBLEM_LENGTH)).slice(0, MAX_FILES),
      alsoFound: [...others],
      problems: toProblems([...problems, ...searchProblems]),
      conclusive: combined.conclusive,
    },
  };
}

// A project keeps these in git; they never were results.
const PARAMETERS = /(^|\/)h?params\.ya?ml$/;

/** A reader that was asked for and found nothing, or results that were there before, are worth a sentence; else there is nothing to say. */
function nothingFound({ reader, path }: TrainingLogsRequest, found: Found): TrainingLogs {
  const problems = [...found.problems];
  const stale = found.stale.find((file) => !PARAMETERS.test(file));
  if (stale !== undefined) {
    problems.unshift(`${stale} was there before the command started and was not written by it, so it is not read`);
  } else if (reader !== "auto" || path !== undefined) {
    const where = path === undefined ? "" : ` in ${path}`;
    const what =
      reader === "auto" ? "nothing that a log reader knows" : `nothing for the input ${LOG_READER_INPUT}: ${reader}`;
    problems.unshift(`the command wrote ${what}${where}`);
  }
  return emptyLogs(problems, problems.length === 0);
}

function emptyLogs(problems: readonly string[], conclusive: boolean): TrainingLogs {
  const readers = { reader: "none", files: [], alsoFound: [], problems: toProblems(problems), conclusive };
  return { metrics: {}, curves: [], parameters: {}, readers };
}

function toProblems(problems: readonly string[]): string[] {
  const unique = [
    ...new Set(problems.map((problem) => toSafeText(problem.replace(/[\n\r\t]+/g, " "), MAX_PROBLEM_LENGTH))),
  ];
  if (unique.length <= MAX_PROBLEMS) return unique;
  return [...unique.slice(0, MAX_PROBLEMS - 1), `and ${String(unique.length - MAX_PROBLEMS + 1)} more problems`];
}

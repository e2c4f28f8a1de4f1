import type { Curve, ParameterValue } from "../../core/evidence/run-evidence.ts";

/** A file that was written since the command started. */
export interface LogFile {
  /** Relative to the root, with `/`; what documents and problems call it. */
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
  /** True where a person or the environment named exactly this file, so that its name need not look like anything. */
  readonly named: boolean;
}

/** Values of one metric in the order in which they were logged. Not yet thinned; values may be NaN or infinite. */
export interface LoggedCurve {
  readonly axis: Curve["axis"];
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What one reader understood of one training: one Lightning version, one MLflow run, one JSON file. */
export interface LoggedRun {
  /** How problems call it: a folder, a file or a run's name. */
  readonly name: string;
  readonly files: readonly string[];
  /** Final values that were written as such. A metric that has only a curve ends with the curve's last value. */
  readonly metrics: ReadonlyMap<string, number>;
  readonly curves: ReadonlyMap<string, LoggedCurve>;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Sentences a person can act on. */
  readonly problems: readonly string[];
  /** False: the last values may be missing or wrong, so they must not decide anything. */
  readonly sound: boolean;
}

export interface ReadRequest {
  readonly root: string;
  /** Start of the command. */
  readonly since: Date;
  /** The command's own environment: where MLflow and W&B were told to write. */
  readonly env: NodeJS.ProcessEnv;
  /** This reader's files, nearest to the root first. */
  readonly files: readonly LogFile[];
  /** Every reader's files: tells a DVCLive `metrics.json` from a plain one. */
  readonly allFiles: readonly LogFile[];
}

/** One format that training tools leave. Adding a reader is one file and one line in `LOG_READERS`. */
export interface LogReader {
  readonly title: string;
  /** For the documentation: where it looks. */
  readonly finds: string;
  /** For the documentation: what it takes from there, and how the metrics are called. */
  readonly reads: string;
  /** Whether a file, by its path relative to the root, may be this reader's. */
  readonly matches: (path: string) => boolean;
  /** Endings of files that it can read when a person names one, whatever the file is called. */
  readonly extensions: readonly string[];
  /** Files and folders outside the usual places that the environment names. */
  readonly places?: (env: NodeJS.ProcessEnv) => readonly string[];
  /** True where there is something to read although there are no files. */
  readonly isRemote?: (env: NodeJS.ProcessEnv) => boolean;
  /**
   * What several results mean. `runs`: several trainings, of which only a person knows which one counts, as soon as they
   * share a metric. `parts`: pieces of one training, which contradict each other only by different values.
   */
  readonly several: "runs" | "parts";
  /** Throws only on what it did not foresee: broken files come back as problems. */
  readonly read: (request: ReadRequest) => Promise<readonly LoggedRun[]>;
}

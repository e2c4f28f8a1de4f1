import type { LabelsPlan } from "../../core/config/monitoring-plan.ts";
import type { DriftBounds } from "../../core/drift/drift-rule.ts";
import type { DriftFinding } from "../../core/evidence/drift-evidence.ts";
import type { EvaluationTask } from "../../core/evidence/evaluation-evidence.ts";
import type { PerformanceEvidence } from "../../core/evidence/performance-evidence.ts";
import type { ColumnChoice } from "../choose-columns.ts";
import type { Engine } from "../engine.ts";

/** A file of predictions, labels or ids: CSV, TSV, JSON lines (both also with gzip) or Parquet. */
export interface NamedFile {
  readonly path: string;
  /** As a person knows the file; for messages. */
  readonly name: string;
}

/** Columns of the predictions; where one is not given, the column of the default name is used if the file has it. */
export interface PerformanceColumns extends Omit<ColumnChoice, "slices"> {
  /** When the prediction was made: a timestamp, or text as in ISO 8601; UTC where it has no offset. Default: `time`. */
  readonly time?: string | undefined;
}

/** Labels that came later, joined by id. */
export interface LabelFiles {
  /** At least one; all have the same columns. */
  readonly files: readonly NamedFile[];
  readonly columns: {
    /** Default: `id`. */
    readonly id?: string | undefined;
    /** Default: `label`. */
    readonly label?: string | undefined;
    /** When the label arrived. Default: `time`, where the file has it. */
    readonly time?: string | undefined;
  };
}

/** Predictions with labels to compare with: those of the champion's evaluation. */
export interface PerformanceReference {
  readonly file: NamedFile;
  /** The same as of the predictions unless given. */
  readonly columns?: Omit<PerformanceColumns, "time"> | undefined;
}

export interface PerformanceWindows {
  /** ISO 8601, UTC: the end of the newest window, which does not belong to it. */
  readonly end: string;
  readonly lengthMs: number;
  /** How many windows are looked at, the newest included: 1 to 24. */
  readonly count: number;
}

/** What `measurePerformance` is asked. */
export interface PerformanceRequest {
  /** Predictions of the serving model, at least one file; all have the same columns. */
  readonly predictions: readonly NamedFile[];
  readonly columns: PerformanceColumns;
  readonly labels?: LabelFiles | undefined;
  /** Ids that either model was trained on: files with a column `id`. Their rows are left out and counted. */
  readonly trainedOn?: readonly NamedFile[] | undefined;
  readonly reference?: PerformanceReference | undefined;
  /** Of the champion's evaluation; found out from the labels unless given. */
  readonly task?: EvaluationTask | undefined;
  readonly positiveLabel?: string | undefined;
  readonly threshold?: number | undefined;
  /** Undefined, or predictions without a time: all rows are one window. */
  readonly windows?: PerformanceWindows | undefined;
  /** `labels` of the model; without it a window is provisional only as long as rows lack their label. */
  readonly plan?: LabelsPlan | undefined;
  /** ISO 8601, UTC: the moment from which a window's age counts. */
  readonly now: string;
  /** Of the simulations that choose the thresholds of the detectors, and of the splits of calibration. */
  readonly seed: number;
  /** From where a change of the predictions counts. */
  readonly bounds?: Partial<DriftBounds> | undefined;
}

export interface PerformanceFound {
  /** Without the identities of the files: whoever hashed them adds them. */
  readonly evidence: PerformanceEvidence;
  /** Drift of the prediction columns; what they were compared with. Absent where there was nothing to compare with. */
  readonly predictionDrift: { readonly against: string; readonly findings: readonly DriftFinding[] } | undefined;
}

/**
 * How the serving model does on the windows of its predictions: measured where labels have arrived, estimated where not.
 * Throws `PREDICTIONS_INVALID`, `INPUT_INVALID`.
 */
export type MeasurePerformance = (engine: Engine, request: PerformanceRequest) => Promise<PerformanceFound>;

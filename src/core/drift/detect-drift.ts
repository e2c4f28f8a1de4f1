import type { Profile } from "../dataset/profile.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import { columnAspects } from "./aspects/column-aspects.ts";
import { datasetAspects } from "./aspects/dataset-aspects.ts";
import { describeDetection } from "./describe-detection.ts";
import { describeOmissions } from "./describe-omissions.ts";
import type { DriftAspect } from "./drift-aspect.ts";
import { DEFAULT_DRIFT_RULE, type DriftBounds } from "./drift-rule.ts";
import { judgeAspects } from "./judge-aspects.ts";
import { orderFindings } from "./order-findings.ts";
import { pairColumns } from "./pair-columns.ts";
import { poolBatches } from "./pool-batches.ts";
import { rescaledColumns } from "./rescaled-columns.ts";
import { type AskedMethod, scoreMethods } from "./score-methods.ts";

/** One reference batch. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

export interface DriftRequest {
  /** Oldest first, the columns that several have on one frame. */
  readonly reference: readonly NamedProfile[];
  /** On the frame of the reference. */
  readonly current: Profile;
  readonly bounds?: Partial<DriftBounds>;
  /** Compared columns; all of them unless given. */
  readonly columns?: readonly string[];
  /** Methods to score besides the rule; they decide nothing. */
  readonly methods?: readonly AskedMethod[];
  /** Rate of false alarms: the run is drift where a surprise as large has at most this probability. */
  readonly level?: number;
}

export type DriftDetection = Pick<
  DriftEvidence,
  "rule" | "verdict" | "reason" | "pRun" | "calibration" | "findings" | "scores" | "notes"
>;

/**
 * Compares current data with the reference, column by column, and says what changed, whether that is more than chance and
 * a trifle, and where there are too few rows to tell.
 *
 * @throws PawlError `INPUT_INVALID` where there is no reference, a named column is in neither, or frames differ.
 */
export function detectDrift(request: DriftRequest): DriftDetection {
  const bounds = { ...DEFAULT_DRIFT_RULE.bounds, ...request.bounds };
  const pool = poolBatches(request.reference.map(({ profile }) => profile));
  const { profile: reference } = pool;
  const { current } = request;
  const { pairs, vanished, added } = pairColumns(pool, current, request.columns);
  // What only some batches have may be on its way in or out: that it is not there is no change.
  const partial = new Set(pool.partial.map(({ column }) => column));
  const gone = vanished.filter((column) => !partial.has(column));
  const names = new Set(pairs.map(({ before }) => before.name));
  const rescaled = rescaledColumns(pairs);
  const whole = datasetAspects(reference, current, bounds).filter(({ columns }) =>
    columns.length === 0 ? request.columns === undefined : columns.every((column) => names.has(column)),
  );
  const isRescaled = (column: string) => rescaled.some((known) => known.column === column);
  const unexplained = whole.filter(({ columns }) => !columns.some(isRescaled));
  const aspects = [
    ...gone.map((column) => vanishedAspect(column, reference, current)),
    ...pairs.flatMap((pair) => columnAspects(pair, bounds)),
    ...unexplained,
  ];
  const findings = judgeAspects(aspects, bounds);
  return {
    rule: { name: DEFAULT_DRIFT_RULE.name, parameters: { ...bounds } },
    ...describeDetection({ findings, aspects, columns: [...names, ...gone], reference, current }),
    pRun: null,
    findings: orderFindings(findings),
    scores: [...scoreMethods(pairs, request.methods ?? [])],
    notes: describeOmissions({
      pool,
      added,
      gone: vanished.filter((column) => partial.has(column)),
      rescaled: rescaled.filter(({ column }) =>
        whole.some(({ columns }) => columns.length > 1 && columns.includes(column)),
      ),
    }),
  };
}

function vanishedAspect(column: string, reference: Profile, current: Profile): DriftAspect {
  return {
    columns: [column],
    aspect: "column",
    main: true,
    effect: 1,
    bound: 1,
    floor: 0,
    noise: 0,
    rows: [reference.rows, current.rows],
    p1: 0,
    material: true,
    words: `column ${column} is gone`,
  };
}

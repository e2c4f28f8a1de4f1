import type { Profile } from "../dataset/profile.ts";
import type { DriftCalibration, DriftEvidence, DriftFinding } from "../evidence/drift-evidence.ts";
import { toSafeText } from "../evidence/limits.ts";
import { formatCount, formatQuantity } from "../report/format-number.ts";
import { type AlignedColumns, alignColumns } from "./align-columns.ts";
import type { AspectSeries } from "./aspect-series.ts";
import { levelForBatches } from "./calibrate/level-for-batches.ts";
import type { ColumnImportance } from "./column-importance.ts";
import { type ColumnRoles, roleOf } from "./column-roles.ts";
import { describeDetection } from "./describe-detection.ts";
import { describeOmissions } from "./describe-omissions.ts";
import { DEFAULT_DRIFT_RULE, type DriftBounds } from "./drift-rule.ts";
import { emptiedColumns } from "./emptied-columns.ts";
import { explainFindings } from "./explain/explain-findings.ts";
import type { ClearedThreshold, JudgingRule } from "./judge-surprises.ts";
import { certainFinding, type JudgedFinding, toDriftFinding, toJudgedFinding } from "./judged-finding.ts";
import { measureAspects } from "./measure-aspects.ts";
import type { NamedProfile } from "./named-profile.ts";
import { orderFindings } from "./order-findings.ts";
import { type RescaledColumn, rescaledColumns } from "./rescaled-columns.ts";
import { columnLevels } from "./run/column-levels.ts";
import { type JudgedTests, judgeRun } from "./run/judge-run.ts";
import { tellTogether } from "./run/tell-together.ts";
import { type AskedMethod, scoreMethods } from "./score-methods.ts";
import type { DriftSlice } from "./slices/drift-slice.ts";
import { measureSlices } from "./slices/measure-slices.ts";
import { sliceFindings } from "./slices/slice-findings.ts";

export type { NamedProfile } from "./named-profile.ts";

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
  /**
   * Rate of false alarms: drift is a surprise that has at most this probability. Three quarters of it with fewer than 15 reference batches,
   * unless it comes from a function of the largest surprise of each reference batch.
   */
  readonly level?: number | ((surprises: readonly number[]) => number);
  /** Predictions and labels count from half the margins. */
  readonly roles?: ColumnRoles | undefined;
  /** How much the model looks at the columns: puts the findings in order, and decides nothing. */
  readonly importance?: ColumnImportance | undefined;
  /**
   * Thresholds that windows exceeded without an alarm, `calibration` of their evidence: each counts among the surprises of the
   * reference as one that just reached it. Left out altogether, they would make the reference look calmer with every false alarm.
   */
  readonly cleared?: readonly ClearedThreshold[];
  /** Whether the reference is in the order of time, and the current data follow it: unless false, a steady movement is drift. */
  readonly ordered?: boolean;
  /** Judged together with all rows, so that they raise no false alarms of their own. */
  readonly slices?: readonly DriftSlice[] | undefined;
}

export interface DriftDetection
  extends Pick<DriftEvidence, "rule" | "verdict" | "reason" | "pRun" | "findings" | "scores" | "notes"> {
  readonly calibration: DriftCalibration;
}

/**
 * Compares current data with the reference batches, column by column, and says what changed, whether that is more than chance,
 * a trifle, and what the batches do by themselves, and where there are too few rows or batches to tell.
 *
 * @throws PawlError `INPUT_INVALID` where there is no reference, a named column is in neither, or frames differ.
 */
export function detectDrift(request: DriftRequest): DriftDetection {
  const { reference, current } = request;
  const bounds = { ...DEFAULT_DRIFT_RULE.bounds, ...request.bounds };
  const aligned = alignColumns(reference, current, request.columns);
  const rescaled = rescaledColumns(aligned.columns, current.pairs);
  const profiles = reference.map(({ profile }) => profile);
  const wholeRows = request.columns === undefined;
  const { roles = {}, importance = new Map() } = request;
  const measured = measureAspects({ aligned, reference: profiles, current, bounds, roles, wholeRows });
  const sliced = measureSlices(request.slices ?? [], { bounds, roles, columns: request.columns });
  const run = judgeRun([...withoutRescaled(measured, rescaled), ...sliced], reference.length, {
    bounds,
    levelOf: levelFor(request),
    cleared: request.cleared ?? [],
    levels: request.ordered === false ? undefined : () => aligned.columns.map(columnLevels),
  });
  const judging = { aspects: run.aspects.length, suspicious: bounds.falseDiscoveryRate, rows: current.rows };
  const findings = [
    ...certainFindings(aligned, { batches: reference.length, rows: current.rows }),
    ...run.aspects.filter(({ series }) => series.slice === undefined).map((judged) => toJudgedFinding(judged, judging)),
  ];
  const ordered = orderFindings(findings, importance).map(toDriftFinding);
  const names = reference.map(({ name }) => name);
  const explained = explainFindings(tellTogether(ordered, run.together, names), aligned.columns);
  const told = [...explained, ...sliceFindings(run.aspects, explained, bounds.falseDiscoveryRate)].map((finding) =>
    withModel(finding, roles, importance),
  );
  return {
    rule: { name: DEFAULT_DRIFT_RULE.name, parameters: { ...bounds, level: run.level } },
    ...describeDetection({ judged: findings, told, aligned, reference: profiles, current }),
    pRun: run.pRun,
    calibration: toCalibration(request.reference, run),
    findings: told,
    scores: [...scoreMethods(aligned.columns, request.methods ?? [])],
    notes: describeOmissions({ aligned, batches: reference.length, rescaled }),
  };
}

function levelFor({ level = DEFAULT_DRIFT_RULE.level, reference }: DriftRequest): JudgingRule["levelOf"] {
  if (typeof level === "function") return level;
  return () => levelForBatches(level, reference.length);
}

/** What the finding's column is to the model, and how much it looks at it. */
function withModel(finding: DriftFinding, roles: ColumnRoles, importance: ColumnImportance): DriftFinding {
  const [column, other] = finding.columns;
  if (column === undefined || other !== undefined) return finding;
  const [role, share] = [roleOf(roles, column), importance.get(column)];
  return {
    ...finding,
    ...(role === undefined ? {} : { role }),
    ...(share === undefined ? {} : { importance: share }),
  };
}

/** The groups of a pair say nothing any more of values that were all multiplied. */
function withoutRescaled(measured: readonly AspectSeries[], rescaled: readonly RescaledColumn[]) {
  const names = new Set(rescaled.map(({ column }) => column));
  return measured.filter(({ columns, given }) => {
    const paired = given === undefined ? columns : [...columns, given];
    return paired.length < 2 || !paired.some((column) => names.has(column));
  });
}

function certainFindings(
  aligned: AlignedColumns,
  { batches, rows }: { readonly batches: number; readonly rows: number },
): readonly JudgedFinding[] {
  const most = (some: number, all: number) =>
    some === all ? "" : `${formatCount(some)} of ${formatQuantity(all, "reference batch", "reference batches")}`;
  return [
    ...aligned.vanished.map((column) => {
      const had = most(column.batches, batches);
      return certainFinding(column.column, "column", `column ${column.column} is gone${had && `, which ${had} have`}`);
    }),
    ...aligned.changed.map(({ column, before, after, batches: some, of }) => {
      const had = most(some, of);
      return certainFinding(column, "kind", `${column} was ${before}${had && ` in ${had}`} and is ${after}`);
    }),
    ...emptiedColumns(aligned.columns, rows).map((column) =>
      certainFinding(column, "column", `column ${column} has no values any more`),
    ),
  ];
}

function toCalibration(reference: readonly NamedProfile[], run: JudgedTests): DriftCalibration {
  return {
    batches: reference.map(({ name }, batch) => {
      const { surprise = 0, series } = run.largest[batch] ?? {};
      return {
        name: toSafeText(name, 500),
        surprise,
        columns: [...(series?.columns ?? [])],
        ...(series === undefined ? {} : { aspect: series.aspect }),
      };
    }),
    lane: run.lane,
    ...(run.tests === undefined ? {} : { tests: { ...run.tests, largest: run.tests.largest ?? 1 }, test: run.test }),
    surprise: run.largest.at(-1)?.surprise ?? 0,
    level: run.level,
    threshold: run.threshold,
  };
}

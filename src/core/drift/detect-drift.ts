import { mergeProfiles } from "../dataset/merge-profiles.ts";
import type { Profile } from "../dataset/profile.ts";
import { PawlError } from "../errors.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import { columnAspects } from "./aspects/column-aspects.ts";
import { datasetAspects } from "./aspects/dataset-aspects.ts";
import { describeDetection } from "./describe-detection.ts";
import type { DriftAspect } from "./drift-aspect.ts";
import { DEFAULT_DRIFT_RULE, type DriftBounds } from "./drift-rule.ts";
import { judgeAspects } from "./judge-aspects.ts";
import { orderFindings } from "./order-findings.ts";
import { pairColumns } from "./pair-columns.ts";
import { type AskedMethod, scoreMethods } from "./score-methods.ts";

export interface DriftRequest {
  /** One profile for each reference batch, all on one frame. */
  readonly reference: readonly Profile[];
  /** On the frame of the reference. */
  readonly current: Profile;
  readonly bounds?: Partial<DriftBounds>;
  /** Compared columns; all of them unless given. */
  readonly columns?: readonly string[];
  /** Methods to score besides the rule; they decide nothing. */
  readonly methods?: readonly AskedMethod[];
}

export type DriftDetection = Pick<
  DriftEvidence,
  "rule" | "verdict" | "reason" | "pRun" | "findings" | "scores" | "notes"
>;

/**
 * Compares current data with the reference, column by column, and says what changed, whether that is more than chance and
 * a trifle, and where there are too few rows to tell.
 *
 * @throws PawlError `INPUT_INVALID` where there is no reference, a named column is in neither, or frames differ.
 */
export function detectDrift(request: DriftRequest): DriftDetection {
  const bounds = { ...DEFAULT_DRIFT_RULE.bounds, ...request.bounds };
  const reference = poolReference(request.reference);
  const { current } = request;
  const { pairs, vanished, added } = pairColumns(reference, current, request.columns);
  const names = new Set(pairs.map(({ before }) => before.name));
  const whole = datasetAspects(reference, current, bounds).filter(({ columns }) =>
    columns.length === 0 ? request.columns === undefined : columns.every((column) => names.has(column)),
  );
  const aspects = [
    ...vanished.map((column) => vanishedAspect(column, reference, current)),
    ...pairs.flatMap((pair) => columnAspects(pair, bounds)),
    ...whole,
  ];
  const findings = judgeAspects(aspects, bounds);
  return {
    rule: { name: DEFAULT_DRIFT_RULE.name, parameters: { ...bounds } },
    ...describeDetection({ findings, aspects, columns: [...names, ...vanished], reference, current }),
    pRun: null,
    findings: orderFindings(findings),
    scores: [...scoreMethods(pairs, request.methods ?? [])],
    notes: notesOn(added),
  };
}

function poolReference(reference: readonly Profile[]): Profile {
  const [first] = reference;
  if (first === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "drift needs at least one reference dataset",
      hint: "Name the data that the model was accepted on as the reference.",
    });
  }
  return reference.length === 1 ? first : mergeProfiles(reference);
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

const SHOWN_NAMES = 5;

function notesOn(added: readonly string[]): string[] {
  if (added.length === 0) return [];
  const more = added.length > SHOWN_NAMES ? ` and ${String(added.length - SHOWN_NAMES)} more` : "";
  const names = added.slice(0, SHOWN_NAMES).map((name) => [...name].slice(0, 60).join(""));
  return [`Not compared, because the reference does not have them: ${names.join(", ")}${more}.`];
}

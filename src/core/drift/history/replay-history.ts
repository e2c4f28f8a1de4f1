import type { ProfiledBatch } from "../../evidence/data-batches.ts";
import type { DriftCalibration, DriftFinding, DriftVerdict, WeeklyReference } from "../../evidence/drift-evidence.ts";
import { type AlarmSlot, isAlarm } from "../../monitoring/alarm-slots.ts";
import { type ArrangementWish, arrangeReference } from "../../monitoring/arrange-reference.ts";
import { holdBack } from "../../monitoring/judge-window.ts";
import { MAX_WINDOWS } from "../../monitoring/monitoring.ts";
import { scoreWindow } from "../../monitoring/window-scores.ts";
import type { AlarmRule } from "../budget/alarm-rule.ts";
import { hasGrossChange } from "../budget/has-gross-change.ts";
import { FEW_BATCHES } from "../calibrate/few-batches.ts";
import { type DriftRequest, detectDrift } from "../detect-drift.ts";
import type { ClearedThreshold } from "../judge-surprises.ts";
import type { NamedProfile } from "../named-profile.ts";
import { traceFindings } from "./trace-findings.ts";

export interface ReplayRequest {
  /** Oldest first, all on one frame. */
  readonly batches: readonly ProfiledBatch[];
  /** A batch is held against so many before it at most. */
  readonly most: number;
  readonly alarm: AlarmRule;
  /** Whether days are compared with the same weekday alone. */
  readonly weekly: ArrangementWish["weekly"];
  readonly options: Pick<DriftRequest, "bounds" | "columns" | "level" | "roles">;
  /** Whether people let what an alarm is about into the reference when it begins. */
  readonly accepts: boolean;
  /** Of another replay of the same batches with the same options: what was judged already is looked up. */
  readonly memory?: ReplayMemory;
}

/** What was judged, by what it was judged against. */
export type ReplayMemory = Map<string, JudgedBatch>;

/** What the check of one batch would have said. */
export interface ReplayedBatch {
  readonly name: string;
  readonly rows: number;
  readonly verdict: DriftVerdict;
  readonly reason: string;
  /** Those that drift, the most important first, with since when. */
  readonly findings: readonly DriftFinding[];
  readonly calibration: DriftCalibration;
  /** Where it was compared with the same weekday alone. */
  readonly weekly?: WeeklyReference;
  /** Everything that drifted speaks of a broken feed: an incident, no alarm. */
  readonly broken: boolean;
  /** An alarm, with those before it. */
  readonly alarm: boolean;
  readonly gross: boolean;
}

/** Batches that nothing is known of before: they are the reference to begin with. */
export const FIRST_BATCHES = FEW_BATCHES;

/** So many of the newest windows say what was cleared, as in production. */
const RECENT = 12;

/** A batch that has been judged, with what has become of it since. */
interface Past {
  readonly slot: AlarmSlot;
  readonly batch: ProfiledBatch;
  readonly calibration: DriftCalibration;
  readonly broken: boolean;
  joined: boolean;
  alarmed: boolean;
}

/**
 * What the checks of the past would have said, one after the other: each batch but the first 8 against those before it that
 * joined the reference. One that does not drift joins by itself.
 */
export function replayHistory(request: ReplayRequest): readonly ReplayedBatch[] {
  const reference: ProfiledBatch[] = request.batches.slice(0, FIRST_BATCHES);
  const past: Past[] = [];
  return request.batches.slice(FIRST_BATCHES).map((current, index) => {
    const windows = request.batches.slice(0, FIRST_BATCHES + index);
    const judged = judge(current, { request, reference, windows, past });
    const { verdict, findings, broken, gross, calibration } = judged;
    const drifted = verdict === "drift" && !broken;
    const joined = verdict !== "drift" && holdBack({ verdict, calibration, findings: judged.all }).held === undefined;
    if (joined) reference.push(current);
    const slot = { slot: current.name, drifted, gross: drifted && gross };
    past.unshift({ slot, batch: current, calibration, broken, joined, alarmed: false });
    return { ...told(judged, current), findings, alarm: raiseAlarm(past, reference, request) };
  });
}

interface Scene {
  readonly request: ReplayRequest;
  /** Everything that may be compared with, oldest first. */
  readonly reference: readonly ProfiledBatch[];
  readonly windows: readonly NamedProfile[];
  /** Newest first. */
  readonly past: readonly Past[];
}

type JudgedBatch = ReturnType<typeof detect>;

function judge(current: ProfiledBatch, { request, reference, windows, past }: Scene): JudgedBatch {
  const { alarm, memory, most, weekly: mode } = request;
  const { start, end } = current;
  // A check has the parts of the training data, and the windows that the ledger keeps.
  const { parts, weekly } = arrangeReference(reference.slice(-(most + MAX_WINDOWS)), {
    most,
    weekly: mode,
    current: start === undefined || end === undefined ? undefined : { start, end },
    timeZone: "UTC",
  });
  const cleared = past
    .slice(alarm.of - 1, RECENT)
    .flatMap(({ slot, alarmed, joined, calibration: { threshold, lane = "movement" } }) =>
      slot.drifted && !alarmed && !joined && threshold !== null ? [{ lane, threshold }] : [],
    );
  const key = JSON.stringify([current.name, parts.map(({ name }) => name), cleared]);
  const known = memory?.get(key);
  if (known !== undefined) return known;
  const judged = detect(current, { reference: parts, weekly, windows, cleared, options: request.options });
  memory?.set(key, judged);
  return judged;
}

interface Judging extends Pick<Scene, "reference" | "windows"> {
  readonly weekly: WeeklyReference | undefined;
  readonly cleared: readonly ClearedThreshold[];
  readonly options: ReplayRequest["options"];
}

function detect(current: NamedProfile, { reference, weekly, windows, cleared, options }: Judging) {
  // Those of one weekday are no steps of equal length.
  const ordered = weekly === undefined;
  const detection = detectDrift({ reference, current: current.profile, ...options, cleared, ordered });
  const { bounds } = options;
  const traced = traceFindings(detection.findings, { reference, windows, current, bounds });
  const findings = traced.filter(({ verdict }) => verdict === "drift");
  const broken = detection.verdict === "drift" && scoreWindow(detection).structural;
  const gross = hasGrossChange(detection.findings);
  return { ...detection, all: detection.findings, findings, broken, gross, ...(weekly && { weekly }) };
}

function told(
  { verdict, reason, calibration, broken, gross, weekly }: JudgedBatch,
  { name, profile }: NamedProfile,
): Omit<ReplayedBatch, "findings" | "alarm"> {
  return { name, rows: profile.rows, verdict, reason, calibration, broken, gross, ...(weekly && { weekly }) };
}

/** Whether the newest batch is an alarm; those that led to it have not been cleared, and may be let into the reference. */
function raiseAlarm(past: readonly Past[], reference: ProfiledBatch[], { alarm, accepts }: ReplayRequest): boolean {
  // Windows of a broken feed do not count, and those that were accepted are no drift any more.
  const counted = past.filter(({ broken }) => !broken);
  const slots = counted.map(({ slot, joined }) => (joined ? { ...slot, drifted: false, gross: false } : slot));
  if (!isAlarm(slots, alarm)) return false;
  const led = counted.slice(0, alarm.of).filter(({ slot }) => slot.drifted);
  for (const one of led) one.alarmed = true;
  if (accepts) {
    for (const one of led.toReversed()) {
      if (!one.joined) reference.push(one.batch);
      one.joined = true;
    }
  }
  return true;
}

import type { DriftPlan } from "../../config/monitoring-plan.ts";
import type { ProfiledBatch } from "../../evidence/data-batches.ts";
import type { DriftBudget } from "../../evidence/drift-evidence.ts";
import { falseAlarmCurve } from "../budget/false-alarm-curve.ts";
import { planLevel } from "../budget/plan-level.ts";
import { serialCorrelation } from "../budget/serial-correlation.ts";
import type { ColumnRoles } from "../column-roles.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { type Episode, listEpisodes } from "./list-episodes.ts";
import { FIRST_BATCHES, type ReplayedBatch, replayHistory } from "./replay-history.ts";

export interface HistoryRequest {
  /** Oldest first, all on one frame. */
  readonly batches: readonly ProfiledBatch[];
  /** Reference batches of a check at most. */
  readonly most: number;
  readonly plan: Pick<DriftPlan, "schedule" | "falseAlarms" | "alarm" | "weekly">;
  readonly bounds?: Partial<DriftBounds> | undefined;
  readonly roles?: ColumnRoles | undefined;
  /** ISO 8601. */
  readonly now: string;
}

/** What the checks of the past would have said. */
export interface History {
  /** Names of the batches that were the reference to begin with. */
  readonly first: readonly string[];
  readonly replayed: readonly ReplayedBatch[];
  readonly episodes: readonly Episode[];
  /** The same where people let what an alarm is about into the reference when it begins; undefined without an alarm. */
  readonly accepted: readonly Episode[] | undefined;
  /** Of the newest check. */
  readonly level: number;
  /** Where the plan has one: what the level comes from. */
  readonly budget: DriftBudget | undefined;
  /** False alarms for each check at that level, by simulation. */
  readonly falseAlarms: number;
}

/** Replays the past, as it would have been and with every alarm accepted. Empty where there is nothing to judge. */
export function makeHistory({ batches, most, plan, bounds, roles, now }: HistoryRequest): History | undefined {
  const levelOf = planLevel(plan, now);
  let budget: DriftBudget | undefined;
  const level =
    levelOf === undefined
      ? {}
      : {
          level: (surprises: readonly number[]) => {
            const planned = levelOf(surprises);
            budget = planned.budget;
            return planned.level;
          },
        };
  const { alarm, weekly } = plan;
  const options = { ...(bounds === undefined ? {} : { bounds }), ...level, roles };
  const request = { batches, most, alarm, weekly, options, memory: new Map() };
  const replayed = replayHistory({ ...request, accepts: false });
  const newest = replayed.at(-1)?.calibration;
  if (newest === undefined) return undefined;
  // The second replay asks for levels of its own.
  const told = budget;
  const episodes = listEpisodes(replayed);
  const hasAlarm = episodes.some(({ kind }) => kind === "alarm");
  const curve = falseAlarmCurve({
    batches: newest.batches.length,
    alarm,
    correlation: serialCorrelation(newest.batches.map(({ surprise }) => surprise)),
  });
  return {
    first: batches.slice(0, FIRST_BATCHES).map(({ name }) => name),
    replayed,
    episodes,
    accepted: hasAlarm ? listEpisodes(replayHistory({ ...request, accepts: true })) : undefined,
    level: newest.level,
    budget: told,
    falseAlarms: curve(newest.level),
  };
}

import { formatCount, formatNumber, formatPlain, formatQuantity, roundRoughly } from "../../report/format-number.ts";
import { describeBudget } from "../budget/describe-budget.ts";
import { driftedColumns } from "../drifted-columns.ts";
import type { History } from "./history.ts";
import type { Episode } from "./list-episodes.ts";
import { wordsSince } from "./words-since.ts";

/** Sentences about a replay, without markup; they hold names that come from outside. */
export interface HistoryWords {
  /** `Last 52 batches: one alarm, 2026-03-12, because …`. */
  readonly headline: string;
  /** A line for each episode. */
  readonly episodes: readonly string[];
  /** What accepting would have done, which batch surprises most, how often false alarms are expected. */
  readonly notes: readonly string[];
}

export function describeHistory(history: History): HistoryWords {
  const { replayed, episodes } = history;
  const alarms = episodes.filter(({ kind }) => kind === "alarm");
  const incidents = episodes.length - alarms.length;
  const [only] = alarms;
  const count =
    only === undefined
      ? "no alarm"
      : alarms.length === 1
        ? `one alarm, ${only.batches[0].name}, because ${becauseOf(only)}`
        : formatQuantity(alarms.length, "alarm");
  const feed = incidents === 0 ? "" : `; ${formatQuantity(incidents, "incident")} of the feed`;
  return {
    headline: `Last ${formatQuantity(replayed.length, "batch", "batches")}: ${count}${feed}.`,
    episodes: episodes.map(describeEpisode),
    notes: [
      ...describeLone(history),
      ...describeWeekly(history),
      ...describeAccepted(history),
      ...describeBar(history),
      describeLevel(history),
    ],
  };
}

function describeEpisode({ kind, batches, goesOn }: Episode): string {
  const [first] = batches;
  const last = batches.at(-1);
  const until =
    last === undefined || batches.length === 1
      ? ""
      : ` to ${last.name} (${formatQuantity(batches.length, "batch", "batches")})`;
  const end = goesOn ? " It goes on." : "";
  const what = kind === "alarm" ? "Alarm" : "Broken feed";
  return `${what} ${first.name}${until}: ${becauseOf({ batches })}.${end}`;
}

/** The most important finding of the first batch that has one, and how many columns there are besides. */
function becauseOf({ batches }: Pick<Episode, "batches">): string {
  const batch = batches.find(({ findings }) => findings.length > 0) ?? batches[0];
  const [finding] = batch.findings;
  if (finding === undefined) return batch.reason;
  const others = driftedColumns(batch.findings).filter((column) => !finding.columns.includes(column)).length;
  const more = others === 0 ? "" : `, and ${formatQuantity(others, "more column")}`;
  return `${wordsSince(finding, batch.name)}${more}`;
}

/** Batches that drifted by themselves. */
function describeLone({ replayed }: History): string[] {
  const lone = replayed.filter(({ verdict, alarm, broken }) => verdict === "drift" && !alarm && !broken);
  if (lone.length === 0) return [];
  const names = lone.slice(0, 5).map(({ name }) => name);
  const more = lone.length > names.length ? ` and ${formatCount(lone.length - names.length)} more` : "";
  return [`Drifted without an alarm: ${names.join(", ")}${more}.`];
}

/** Days that were compared with the same weekday alone, as they are once there are eight of it. */
function describeWeekly({ replayed }: History): string[] {
  const weekly = replayed.filter((batch) => batch.weekly !== undefined);
  const [first] = weekly;
  if (first === undefined) return [];
  const why = first.weekly?.pValue === null ? "as asked for" : "because days differ by weekday";
  return [
    `${formatCount(weekly.length)} of ${formatQuantity(replayed.length, "check")}, the first ${first.name}, compared a day with the same weekday alone, ${why}.`,
  ];
}

function describeAccepted({ episodes, accepted }: History): string[] {
  if (accepted === undefined) return [];
  const count = (all: readonly Episode[]) =>
    all.filter(({ kind }) => kind === "alarm").reduce((sum, { batches }) => sum + batches.length, 0);
  const [kept, left] = [count(episodes), count(accepted)];
  if (left >= kept) return [];
  return [
    `${formatQuantity(kept, "check")} would have said alarm; accepting what each alarm is about when it begins leaves ${formatCount(left)}.`,
  ];
}

function describeBar({ replayed }: History): string[] {
  const calibration = replayed.at(-1)?.calibration;
  const top = calibration?.batches.toSorted((a, b) => b.surprise - a.surprise)[0];
  if (calibration === undefined || top === undefined || top.surprise === 0) return [];
  const what = top.columns.length === 0 ? "all rows" : top.columns.join(" and ");
  const bar = calibration.threshold === null ? "" : ` It takes ${formatNumber(calibration.threshold, 1)} to drift now.`;
  return [
    `The reference batch that surprises most is ${top.name} (${formatNumber(top.surprise, 1)}: ${what}).${bar} Where it is broken itself, leave it out: it raises the bar.`,
  ];
}

function describeLevel({ level, budget, falseAlarms }: History): string {
  if (budget !== undefined) return describeBudget(level, budget);
  const checks = formatCount(roundRoughly(1 / falseAlarms));
  return `Level ${formatPlain(level)}: about one false alarm in ${checks} checks, by simulation.`;
}

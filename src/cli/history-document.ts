import { describeHistory } from "../core/drift/history/describe-history.ts";
import type { History } from "../core/drift/history/history.ts";
import type { Episode } from "../core/drift/history/list-episodes.ts";

/** A replay of the past as JSON, for machines. */
export function historyDocument(history: History) {
  const { first, replayed, episodes, accepted, level, budget, falseAlarms } = history;
  const { headline } = describeHistory(history);
  return {
    schema: "pawl.drift-history/v1",
    summary: headline,
    reference: first,
    batches: replayed.map(({ name, rows, verdict, reason, findings, calibration, weekly, broken, alarm, gross }) => ({
      name,
      rows,
      verdict,
      alarm,
      gross,
      broken,
      surprise: calibration.surprise,
      threshold: calibration.threshold,
      ...(weekly === undefined ? {} : { weekly }),
      reason,
      findings: findings.map(({ columns, aspect, effect, words, since }) => ({
        columns,
        aspect,
        effect,
        words,
        since,
      })),
    })),
    episodes: episodes.map(toEpisode),
    ...(accepted === undefined ? {} : { accepted: accepted.map(toEpisode) }),
    calibration: replayed.at(-1)?.calibration,
    level,
    ...(budget === undefined ? {} : { budget }),
    falseAlarmsPerCheck: falseAlarms,
  };
}

function toEpisode({ kind, batches, goesOn }: Episode) {
  return { kind, from: batches[0].name, to: batches.at(-1)?.name, batches: batches.length, goesOn };
}

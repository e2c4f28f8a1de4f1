import type { Outcome } from "../evidence/run-evidence.ts";
import { formatDuration } from "./format-number.ts";
import type { Headline } from "./model-report.ts";
import type { KeyedEvidence } from "./select-evidence.ts";
import type { Sentence } from "./sentence.ts";

/** The headline of a run or evaluation that did not succeed; `undefined` where both did. */
export function describeFailure({ run, evaluation }: Pick<KeyedEvidence, "run" | "evaluation">): Headline | undefined {
  if (run !== undefined && run.document.outcome.kind !== "succeeded") {
    const { wallSeconds } = run.document.resources;
    return describe(run.document.outcome, wallSeconds, "failed to train", "training");
  }
  if (evaluation !== undefined && evaluation.document.outcome.kind !== "succeeded") {
    const { startedAt, finishedAt, outcome } = evaluation.document;
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
    return describe(outcome, seconds, "was trained, but its evaluation failed", "evaluation");
  }
  return undefined;
}

function describe(
  outcome: Exclude<Outcome, { kind: "succeeded" }> | Outcome,
  seconds: number,
  failed: string,
  what: string,
): Headline | undefined {
  switch (outcome.kind) {
    case "succeeded":
      return undefined;
    case "failed": {
      const how: Sentence =
        outcome.signal === undefined
          ? [
              `exit code ${String(outcome.exitCode)}${outcome.exitCode === 137 ? " (killed, most often for want of memory)" : ""}`,
            ]
          : ["killed by ", { code: outcome.signal }];
      return {
        kind: "failed",
        icon: "❌",
        conclusion: "failure",
        sentence: [`${failed}: `, ...how, ` after ${formatDuration(seconds)}`],
      };
    }
    case "timed-out":
      return {
        kind: "failed",
        icon: "❌",
        conclusion: "failure",
        sentence: [`timed out: ${what} was stopped after ${formatDuration(outcome.afterSeconds)}`],
      };
    case "cancelled":
      return {
        kind: "cancelled",
        icon: "⚪",
        conclusion: "neutral",
        sentence: [`was cancelled after ${formatDuration(seconds)} of ${what}`],
      };
  }
}

import { LOG_TAIL_LINES, toSafeLabel, toSafeText } from "./limits.ts";
import type { Outcome } from "./run-evidence.ts";

/** The outcome with texts that a document accepts; of the log's end the last lines. */
export function makeOutcomeSafe(outcome: Outcome): Outcome {
  if (outcome.kind === "succeeded") return outcome;
  const logTail = outcome.logTail.slice(-LOG_TAIL_LINES).map((line) => toSafeText(line, 2000));
  if (outcome.kind === "cancelled") return { ...outcome, signal: toSafeLabel(outcome.signal, 20), logTail };
  return { ...outcome, logTail };
}

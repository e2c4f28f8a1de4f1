import type { RetrainingCause, RetrainingRecord } from "./retraining.ts";

/** 0.3 in units of 0.1 is a little less than 3. */
const ROUNDING = 1 - 1e-9;

/**
 * The record that people closed for this very cause, which therefore does not come back; undefined: it may. A cause is the
 * same where nothing drifts that did not drift then. It comes back when it is `worseBy` times as large, and after a
 * retraining was merged: what people thought of the model before says nothing about the one after.
 *
 * @param records Newest first.
 */
export function findSnooze(
  cause: RetrainingCause,
  records: readonly RetrainingRecord[],
  worseBy: number,
): RetrainingRecord | undefined {
  const merged = records.findIndex(({ state }) => state === "merged");
  const since = merged === -1 ? records : records.slice(0, merged);
  return since.find(
    (record) =>
      record.state === "closed-by-people" &&
      isSameCause(cause, record.cause) &&
      cause.severity < worseBy * record.cause.severity * ROUNDING,
  );
}

function isSameCause(now: RetrainingCause, before: RetrainingCause): boolean {
  if (now.kind !== before.kind || now.kind === "person") return false;
  if (now.fingerprint === before.fingerprint) return true;
  return (
    now.kind === "drift" && now.columns.length > 0 && now.columns.every((column) => before.columns.includes(column))
  );
}

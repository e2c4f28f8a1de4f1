import type { LoggedCurve, LoggedRun } from "./log-reader.ts";

/** A `LoggedRun` with only the fields that matter given: sound, without problems. */
export function loggedRun(given: Partial<LoggedRun> & Pick<LoggedRun, "name" | "files">): LoggedRun {
  return {
    metrics: new Map<string, number>(),
    curves: new Map<string, LoggedCurve>(),
    parameters: new Map(),
    problems: [],
    sound: true,
    ...given,
  };
}

/** A source that was there and could not be read: nothing in it counts, and the sentence says why. */
export function unreadableRun(path: string, why: string): LoggedRun {
  return loggedRun({ name: path, files: [path], problems: [`${path}: ${why}`], sound: false });
}

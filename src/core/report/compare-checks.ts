import type { Check } from "../dataset/check.ts";
import type { CheckChanges } from "./dataset-report.ts";

/** How the rules of two documents differ. A rule that demands something else, or weighs otherwise, has changed. */
export function compareChecks(before: readonly Check[], after: readonly Check[]): CheckChanges {
  const old = new Map(before.map((check) => [check.id, check]));
  const now = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !now.has(id)),
    changed: after.flatMap((check) => {
      const earlier = old.get(check.id);
      if (earlier === undefined) return [];
      const same = earlier.expected === check.expected && earlier.severity === check.severity;
      return same ? [] : [{ before: earlier, after: check }];
    }),
  };
}

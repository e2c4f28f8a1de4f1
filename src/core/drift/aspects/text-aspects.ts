import type { TextProfile } from "../../dataset/profile.ts";
import { describeShift } from "../describe-shift.ts";
import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { total } from "../total.ts";
import { binnedDistributionAspect } from "./binned-distribution-aspect.ts";
import { shareAspect } from "./share-aspect.ts";

const CLASSES = {
  letters: "letters",
  digits: "digits",
  spaces: "spaces",
  punctuation: "punctuation",
  nonAscii: "characters beyond ASCII",
} as const;

/** What can change in a column of free text: how long it is, and what it is written with. */
export function textAspects(
  before: TextProfile,
  after: TextProfile,
  bounds: DriftBounds,
): readonly (DriftAspect | undefined)[] {
  const { name } = before;
  const rows = [total(before.lengths), total(after.lengths)] as const;
  const share = (count: number, countNow: number) => ({
    before: { count, total: rows[0] },
    after: { count: countNow, total: rows[1] },
  });
  const classes = Object.entries(CLASSES).flatMap(([key, words]) => {
    const counted = shareAspect({
      columns: [name],
      aspect: "characters",
      of: `texts with ${words} in ${name}`,
      ...share(classOf(before, key), classOf(after, key)),
      bounds,
      hypotheses: Object.keys(CLASSES).length,
    });
    return counted === undefined ? [] : [counted];
  });
  return [
    binnedDistributionAspect({
      column: name,
      before: before.lengths,
      after: after.lengths,
      bounds,
      words: describeShift({
        name: `the length of ${name}`,
        kind: "integer",
        edges: before.frame.edges,
        before: before.lengths,
        after: after.lengths,
      }),
    }),
    classes.toSorted((a, b) => Number(b.material) - Number(a.material) || (a.p1 ?? 1) - (b.p1 ?? 1))[0],
    shareAspect({
      columns: [name],
      aspect: "empty",
      of: `empty texts in ${name}`,
      ...share(before.empty, after.empty),
      bounds,
    }),
  ];
}

function classOf({ classes }: TextProfile, key: string): number {
  return new Map(Object.entries(classes)).get(key) ?? 0;
}

import type { DriftFinding, DriftVerdict } from "../evidence/drift-evidence.ts";
import { toSafeText } from "../evidence/limits.ts";
import { adjustPValues } from "../statistics/adjust-p-values.ts";
import type { DriftAspect } from "./drift-aspect.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { rowsNeeded } from "./rows-needed.ts";

/**
 * Decides each measured change: drift when it is more than chance among all that were looked at, and more than a trifle;
 * inconclusive when so few rows could not show what matters, or when what they show may be chance.
 */
export function judgeAspects(aspects: readonly DriftAspect[], bounds: DriftBounds): readonly DriftFinding[] {
  const tested = aspects.flatMap(({ p1 }) => (p1 === null ? [] : [p1]));
  const adjusted = adjustPValues(tested, "benjamini-hochberg");
  let next = 0;
  return aspects.map((aspect) => {
    const signal = aspect.p1 !== null && (adjusted[next++] ?? 1) <= bounds.falseDiscoveryRate;
    return toFinding(aspect, signal, bounds);
  });
}

function toFinding(aspect: DriftAspect, signal: boolean, { falseDiscoveryRate }: DriftBounds): DriftFinding {
  const { columns, effect, bound, floor, p1, material, words } = aspect;
  const verdict = judge(aspect, signal, falseDiscoveryRate);
  const histogram = verdict === "stable" ? "" : (aspect.histogram?.() ?? "");
  const needed = verdict === "inconclusive" ? rowsNeeded(aspect) : undefined;
  return {
    columns: [...columns],
    aspect: aspect.aspect,
    effect,
    bound,
    floor,
    ...(aspect.before === undefined ? {} : { before: aspect.before }),
    ...(aspect.after === undefined ? {} : { after: aspect.after }),
    p1,
    p2: null,
    signal,
    material,
    verdict,
    ...(needed === undefined ? {} : { rowsNeeded: needed }),
    words: toSafeText(words, 500),
    ...(aspect.rescaled === undefined ? {} : { rescaled: aspect.rescaled }),
    ...(histogram === "" ? {} : { histogram }),
  };
}

function judge({ p1, main, material, floor, bound }: DriftAspect, signal: boolean, suspicious: number): DriftVerdict {
  if (signal && material) return "drift";
  if (p1 === null) return "inconclusive";
  const suspect = material && p1 <= suspicious;
  return floor > bound && (main || suspect) ? "inconclusive" : "stable";
}

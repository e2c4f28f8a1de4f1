import type { Window, WindowScore } from "./monitoring.ts";

/** The largest change of a window. */
export interface WindowSize {
  readonly score: WindowScore;
  /** Effect in units of its bound: from 1 on it counts. */
  readonly size: number;
}

/** What changed most in a window: among what drifted, where something did. Undefined where nothing was measured. */
export function windowSize({ scores }: Pick<Window, "scores">): WindowSize | undefined {
  const drifted = scores.filter(({ verdict }) => verdict === "drift");
  return (drifted.length > 0 ? drifted : scores)
    .map((score) => ({ score, size: Math.abs(score.effect) / (score.bound > 0 ? score.bound : 1) }))
    .reduce<WindowSize | undefined>(
      (most, next) => (most === undefined || next.size > most.size ? next : most),
      undefined,
    );
}

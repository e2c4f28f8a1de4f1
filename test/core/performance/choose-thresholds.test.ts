import { describe, expect, it } from "vitest";
import { createAdwin } from "../../../src/core/performance/adwin.ts";
import { chooseThresholds } from "../../../src/core/performance/choose-thresholds.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { createPageHinkley } from "../../../src/core/performance/page-hinkley.ts";

/** Errors that come alone, or in runs of about `run` rows as those of a bad hour do. */
function drawErrors(rows: number, share: number, run: number, uniform: () => number): Float64Array {
  let wrong = false;
  return Float64Array.from({ length: rows }, () => {
    if (run === 1 || uniform() < 1 / run) wrong = uniform() < share;
    return wrong ? 1 : 0;
  });
}

function shareOfAlarms(streams: number, alarms: (errors: Float64Array) => boolean, draw: () => Float64Array) {
  let found = 0;
  for (let stream = 0; stream < streams; stream++) if (alarms(draw())) found++;
  return found / streams;
}

describe("thresholds from the reference's own errors", () => {
  // One false alarm in 20 windows is 5 %; 400 streams tell it to about two points, the choice itself to as much.
  it.each([
    { share: 0.1, run: 1, rows: 1500, least: 0.01, most: 0.1 },
    { share: 0.4, run: 1, rows: 600, least: 0.01, most: 0.1 },
    { share: 0.2, run: 4, rows: 1500, least: 0.005, most: 0.12 },
  ])(
    "give Page-Hinkley one false alarm in 20 windows: $share errors in runs of $run",
    ({ share, run, rows, least, most }) => {
      const reference = drawErrors(20_000, share, run, createRandom(1));
      const { threshold, rowsBetweenAlarms } = chooseThresholds(reference, rows, 2);
      expect(rowsBetweenAlarms).toBe(20 * rows);
      const uniform = createRandom(3);
      const found = shareOfAlarms(
        400,
        (errors) => {
          const detector = createPageHinkley({ threshold });
          return errors.some((error) => detector.update(error));
        },
        () => drawErrors(rows, share, run, uniform),
      );
      expect(found).toBeGreaterThan(least);
      expect(found).toBeLessThan(most);
    },
  );

  it("are larger where errors come in runs, which are no change", () => {
    const alone = chooseThresholds(drawErrors(5000, 0.2, 1, createRandom(1)), 1000, 2);
    const inRuns = chooseThresholds(drawErrors(5000, 0.2, 8, createRandom(1)), 1000, 2);
    expect(inRuns.threshold).toBeGreaterThan(1.5 * alone.threshold);
    expect(inRuns.delta).toBeLessThan(alone.delta);
    const uniform = createRandom(4);
    const alarms = (delta: number) =>
      shareOfAlarms(
        60,
        (errors) => {
          const detector = createAdwin({ delta });
          return errors.some((error) => detector.update(error) && detector.change().after > detector.change().before);
        },
        () => drawErrors(1000, 0.2, 8, uniform),
      );
    expect(alarms(inRuns.delta)).toBeLessThan(alarms(alone.delta));
  });

  it("grow with the rows of a window, also beyond those that are simulated", () => {
    const reference = drawErrors(5000, 0.1, 1, createRandom(1));
    const thresholds = [500, 30_000, 5_000_000].map((rows) => chooseThresholds(reference, rows, 2).threshold);
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b));
    expect(new Set(thresholds).size).toBe(3);
  });

  it("do not alarm at the first errors of a model that made none", () => {
    const { threshold, delta } = chooseThresholds(new Float64Array(2000), 1000, 2);
    expect({ threshold, delta }).toEqual({ threshold: 5, delta: 0.002 });
  });

  it("are the same from the same seed", () => {
    const reference = drawErrors(2000, 0.1, 1, createRandom(1));
    expect(chooseThresholds(reference, 300, 7)).toEqual(chooseThresholds(reference, 300, 7));
    expect(chooseThresholds(reference, 300, 7)).not.toEqual(chooseThresholds(reference, 300, 8));
  });
});

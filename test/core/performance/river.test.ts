import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createAdwin } from "../../../src/core/performance/adwin.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { createPageHinkley } from "../../../src/core/performance/page-hinkley.ts";

// Numbers of river's own detectors on the same streams: fixtures/generate/river_detectors.py.

interface PageHinkleyOptions {
  readonly threshold?: number;
  readonly delta?: number;
  readonly alpha?: number;
  readonly min_instances?: number;
  readonly mode?: "up" | "down";
}

interface AdwinOptions {
  readonly delta?: number;
  readonly clock?: number;
  readonly max_buckets?: number;
  readonly min_window_length?: number;
  readonly grace_period?: number;
}

interface Stream {
  readonly name: string;
  readonly seed: number;
  readonly kind: "error" | "loss";
  readonly parts: readonly (readonly [rows: number, level: number])[];
  readonly pageHinkley: readonly {
    readonly options: PageHinkleyOptions;
    readonly alarms: readonly number[];
    readonly state: { readonly mean: number; readonly increase: number; readonly decrease: number };
  }[];
  readonly adwin: readonly {
    readonly options: AdwinOptions;
    readonly alarms: readonly number[];
    readonly atAlarms: readonly (readonly [width: number, mean: number])[];
    readonly state: { readonly width: number; readonly total: number; readonly variance: number };
  }[];
}

const { versions, streams }: { versions: { river: string }; streams: readonly Stream[] } = JSON.parse(
  readFileSync(new URL("fixtures/river.json", import.meta.url), "utf8"),
);

function draw({ seed, kind, parts }: Stream): number[] {
  const uniform = createRandom(seed);
  return parts.flatMap(([rows, level]) =>
    Array.from({ length: rows }, () => {
      const u = uniform();
      return kind === "loss" ? level * u : u < level ? 1 : 0;
    }),
  );
}

const PAGE_HINKLEY = streams.flatMap((stream) => stream.pageHinkley.map((expected) => ({ stream, expected })));
const ADWIN = streams.flatMap((stream) => stream.adwin.map((expected) => ({ stream, expected })));

describe(`river ${versions.river}`, () => {
  it("alarms somewhere and stays silent somewhere", () => {
    for (const cases of [PAGE_HINKLEY, ADWIN]) {
      expect(cases.some(({ expected }) => expected.alarms.length > 0)).toBe(true);
      expect(cases.some(({ expected }) => expected.alarms.length === 0)).toBe(true);
    }
  });

  it.each(PAGE_HINKLEY)("Page-Hinkley alarms at the same rows: $stream.name, $expected.options", (one) => {
    const { options, alarms, state } = one.expected;
    const detector = createPageHinkley({
      direction: options.mode ?? "both",
      alpha: options.alpha ?? 0.9999,
      ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
      ...(options.delta === undefined ? {} : { delta: options.delta }),
      ...(options.min_instances === undefined ? {} : { minRows: options.min_instances }),
    });
    const found = draw(one.stream).flatMap((value, place) => (detector.update(value) ? [place + 1] : []));
    expect(found).toEqual(alarms);
    const now = detector.state();
    for (const name of ["mean", "increase", "decrease"] as const) expect(now[name]).toBeCloseTo(state[name], 9);
  });

  it.each(ADWIN)("ADWIN alarms at the same rows, with the same window: $stream.name, $expected.options", (one) => {
    const { options, alarms, atAlarms, state } = one.expected;
    const detector = createAdwin({
      ...(options.delta === undefined ? {} : { delta: options.delta }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.max_buckets === undefined ? {} : { maxBuckets: options.max_buckets }),
      ...(options.min_window_length === undefined ? {} : { minPart: options.min_window_length }),
      ...(options.grace_period === undefined ? {} : { minRows: options.grace_period }),
    });
    const found: number[] = [];
    const windows: number[][] = [];
    for (const [place, value] of draw(one.stream).entries()) {
      if (!detector.update(value)) continue;
      found.push(place + 1);
      const { width, total } = detector.state();
      windows.push([width, total / width]);
    }
    expect(found).toEqual(alarms);
    expect(windows).toEqual(atAlarms.map(([width, mean]) => [width, expect.closeTo(mean, 9)]));
    const { width, total, squares } = detector.state();
    expect(width).toBe(state.width);
    expect(total).toBeCloseTo(state.total, 6);
    expect(squares).toBeCloseTo(state.variance, 6);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DEFAULT_DRIFT_RULE } from "../../../../src/core/drift/drift-rule.ts";
import { measureAspects } from "../../../../src/core/drift/measure-aspects.ts";
import { measureBreadth } from "../../../../src/core/drift/run/breadth.ts";
import { columnLevels } from "../../../../src/core/drift/run/column-levels.ts";
import { measureTrend } from "../../../../src/core/drift/run/trend.ts";
import { buildRun } from "./run-cases.ts";

const Recorded = z.strictObject({
  name: z.string(),
  seed: z.int(),
  batches: z.int(),
  slope: z.number(),
  jump: z.number(),
  /** p2 of what is measured of every batch. */
  measured: z.array(
    z.strictObject({
      columns: z.array(z.string()),
      aspect: z.enum(["location", "scale", "null", "shape", "distribution", "value"]),
      p2: z.array(z.number()),
    }),
  ),
  breadth: z.number(),
  scores: z.record(z.string(), z.number()),
  steadiness: z.record(z.string(), z.number()),
  statistic: z.number(),
  /** Of 4,000 orders. */
  trend: z.number(),
});
const fixture = new URL("fixtures/run-tests.json", import.meta.url);
const CASES = z.array(Recorded).parse(JSON.parse(readFileSync(fixture, "utf8")));

describe.each(CASES)("$name", (recorded) => {
  const { reference, current, aligned } = buildRun(recorded);

  it("is as broad as the reference implementation says", () => {
    const breadth = measureBreadth(recorded.measured, recorded.batches);
    expect(breadth?.p).toBeCloseTo(recorded.breadth, 9);
    for (const [column, score] of Object.entries(recorded.scores)) {
      expect(breadth?.scores.get(column), column).toBeCloseTo(score, 9);
    }
  });

  it("nearly so of what is measured here, where a part that no row can be in is no cell of the total variation", () => {
    const measured = measureAspects({
      aligned,
      reference: reference.map(({ profile }) => profile),
      current,
      bounds: DEFAULT_DRIFT_RULE.bounds,
      wholeRows: true,
    });
    const breadth = measureBreadth(measured, recorded.batches);
    expect(Math.abs(Math.log(breadth?.p ?? 0) - Math.log(recorded.breadth))).toBeLessThan(0.02);
    for (const [column, score] of Object.entries(recorded.scores)) {
      expect(Math.abs((breadth?.scores.get(column) ?? 0) - score), column).toBeLessThan(0.02);
    }
  });

  it("is as steady", () => {
    const trend = measureTrend(aligned.columns.map(columnLevels), 4000);
    const steadiness = Object.fromEntries((trend?.columns ?? []).map((one) => [one.column, one.steadiness]));
    expect(Object.keys(steadiness).toSorted()).toEqual(Object.keys(recorded.steadiness).toSorted());
    for (const [column, wanted] of Object.entries(recorded.steadiness)) {
      expect(steadiness[column], column).toBeCloseTo(wanted, 9);
    }
    expect(trend?.statistic).toBeCloseTo(recorded.statistic, 9);
    // Other orders are drawn: three standard errors of both.
    const error = 3 * Math.sqrt((2 * recorded.trend * (1 - recorded.trend)) / 4000);
    expect(Math.abs((trend?.p ?? 1) - recorded.trend)).toBeLessThanOrEqual(error);
  });
});

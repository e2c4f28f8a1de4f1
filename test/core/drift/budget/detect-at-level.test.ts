import { describe, expect, it } from "vitest";
import { detectDrift } from "../../../../src/core/drift/detect-drift.ts";
import { createRandom } from "../../../../src/core/performance/create-random.ts";
import { profileTables, type Table } from "../build-batches.ts";

/** Twelve days of whole numbers, and a thirteenth that is a little off. */
function twelveDays() {
  const random = createRandom(3);
  const day = (by: number): Table => ({
    delay: Array.from({ length: 500 }, () => Math.round(100 * (random() + random() + random())) + by),
  });
  const { reference, current } = profileTables(
    Array.from({ length: 12 }, () => day(0)),
    day(14),
  );
  return { reference: reference.map((profile, index) => ({ name: `day ${String(index)}`, profile })), current };
}

describe("the level of a run", () => {
  const days = twelveDays();

  it("may come from the surprises of the reference, oldest first, and is on record", () => {
    const seen: (readonly number[])[] = [];
    const { calibration, rule } = detectDrift({
      ...days,
      level: (surprises) => {
        seen.push(surprises);
        return 0.013;
      },
    });
    expect(seen).toEqual([calibration.batches.map(({ surprise }) => surprise)]);
    expect([calibration.level, rule.parameters["level"]]).toEqual([0.013, 0.013]);
  });

  it("lower, takes a larger surprise", () => {
    const at = (level: number) => detectDrift({ ...days, level }).calibration.threshold ?? 0;
    expect(at(0.05)).toBeLessThan(at(0.02));
    expect(at(0.02)).toBeLessThan(at(0.002));
  });

  it("is harder to reach after windows that exceeded their bar without an alarm, which change nothing else", () => {
    const plain = detectDrift(days);
    const lane = plain.calibration.lane ?? "movement";
    const of = (which: "event" | "movement") => ({ lane: which, threshold: 9 });
    const cleared = detectDrift({ ...days, cleared: [of(lane), of(lane), of(lane)] });
    const other = detectDrift({ ...days, cleared: [of(lane === "event" ? "movement" : "event")] });
    expect(other.calibration.threshold).toBe(plain.calibration.threshold);
    expect(cleared.calibration.threshold ?? 0).toBeGreaterThan(plain.calibration.threshold ?? 0);
    expect(cleared.pRun ?? 0).toBeGreaterThan(plain.pRun ?? 1);
    expect(cleared.calibration.batches).toEqual(plain.calibration.batches);
    expect(cleared.calibration.surprise).toBe(plain.calibration.surprise);
  });
});

import { describe, expect, it } from "vitest";
import type { AlarmRule } from "../../../../src/core/drift/budget/alarm-rule.ts";
import { drawSurprises } from "../../../../src/core/drift/budget/draw-surprises.ts";
import { simulateAlarms } from "../../../../src/core/drift/budget/simulate-alarms.ts";

const NO_BURSTS = { share: 0, size: 0, gross: 0 };

/**
 * How often an alarm begins per check, where checks drift independently with probability `p`: the stationary chain over the
 * verdicts of the last `of` checks, solved by iteration. By renewal theory its inverse is the mean time between alarms.
 */
function renewalRate(p: number, { drifted, of }: AlarmRule): number {
  const states = 2 ** of;
  const isOn = (state: number) => state.toString(2).replaceAll("0", "").length >= drifted;
  let shares = Float64Array.from({ length: states }, (_, state) => (state === 0 ? 1 : 0));
  const next = (state: number, drifts: 0 | 1) => ((state << 1) | drifts) % states;
  for (let step = 0; step < 200; step++) {
    const after = new Float64Array(states);
    const add = (state: number, share: number) => after.set([(after[state] ?? 0) + share], state);
    shares.forEach((share, state) => {
      add(next(state, 0), share * (1 - p));
      add(next(state, 1), share * p);
    });
    shares = after;
  }
  return shares.reduce((sum, share, state) => sum + (!isOn(state) && isOn(next(state, 1)) ? share * p : 0), 0);
}

describe("alarms of batches that have not drifted", () => {
  it("of 2 of 3 begin with probability 2p²(1 − p)², as the chain says", () => {
    expect(renewalRate(0.02, { drifted: 2, of: 3 })).toBeCloseTo(2 * 0.02 ** 2 * 0.98 ** 2, 12);
  });

  // With so many batches, all of which stay in the reference, checks are as good as independent.
  it.each<[number, AlarmRule]>([
    [0.02, { drifted: 1, of: 1 }],
    [0.05, { drifted: 1, of: 1 }],
    [0.05, { drifted: 2, of: 3 }],
    [0.1, { drifted: 2, of: 3 }],
    [0.1, { drifted: 3, of: 5 }],
  ])("at level %f with %o come as often as renewal theory says", (level, alarm) => {
    const drawn = drawSurprises(300_400, { correlation: 0, bursts: NO_BURSTS }, 7);
    const { checks, drifts, alarms } = simulateAlarms(drawn, { batches: 400, level, alarm, joins: "all" });
    expect(drifts / checks / level).toBeCloseTo(1, 1);
    const wanted = renewalRate(level, alarm) * checks;
    expect(Math.abs(alarms - wanted)).toBeLessThan(4 * Math.sqrt(wanted) + 0.05 * wanted);
  });

  it("that share 20 batches come more often than independent ones that drift as often", () => {
    const drawn = drawSurprises(100_020, { correlation: 0, bursts: NO_BURSTS }, 7);
    const alarm = { drifted: 2, of: 3 };
    const { checks, drifts, alarms } = simulateAlarms(drawn, { batches: 20, level: 0.02, alarm });
    expect(alarms / checks).toBeGreaterThan(1.2 * renewalRate(drifts / checks, alarm));
  });

  it("make the reference look calmer than it is where what drifts is left out", () => {
    const drawn = drawSurprises(100_020, { correlation: 0, bursts: NO_BURSTS }, 7);
    const setting = { batches: 20, level: 0.02, alarm: { drifted: 2, of: 3 } };
    const all = simulateAlarms(drawn, { ...setting, joins: "all" });
    const stable = simulateAlarms(drawn, setting);
    expect(stable.drifts).toBeGreaterThan(1.1 * all.drifts);
    expect(stable.drifts).toBeLessThan(1.6 * all.drifts);
  });

  it("of gross bursts begin at once", () => {
    const surprises = new Float64Array(30).map((_, index) => (index === 25 ? 50 : (index * 7) % 5));
    const at25 = (gross: number) => new Uint8Array(30).map((_, index) => (index === 25 ? gross : 0));
    const setting = { batches: 20, level: 0.02, alarm: { drifted: 2, of: 3 } };
    expect(simulateAlarms({ surprises, gross: at25(0) }, setting)).toEqual({ checks: 10, drifts: 1, alarms: 0 });
    expect(simulateAlarms({ surprises, gross: at25(1) }, setting)).toEqual({ checks: 10, drifts: 1, alarms: 1 });
  });
});

import { describe, expect, it, vi } from "vitest";
import { judgeSimulation } from "../../../bench/soak/judge-simulation.ts";
import { simulate } from "../../../bench/soak/simulate.ts";

// Five seconds on a machine that does nothing else.
vi.setConfig({ testTimeout: 120_000 });

const WISH = {
  repositories: 5,
  models: 12,
  start: "2026-03-01T00:00:00Z",
  days: 10,
  sweepHours: 6,
  kills: 0,
  failing: 0,
  seed: 7,
};

describe("ten days, over a change of the clocks", () => {
  it("start every slot once and open no pull request twice, and with kills and failures they end alike", async () => {
    const quiet = judgeSimulation(await simulate(WISH), WISH);
    expect(quiet.problems).toEqual([]);
    expect(quiet.slots).toBeGreaterThan(70);
    expect(quiet.pulls).toBeGreaterThan(3);
    const simulation = await simulate({ ...WISH, kills: 20, failing: 0.05 });
    expect(simulation.kills).toBe(20);
    expect(simulation.failed).toBeGreaterThan(50);
    const troubled = judgeSimulation(simulation, WISH);
    expect(troubled.problems).toEqual([]);
    expect(troubled.state).toEqual(quiet.state);
  });
});

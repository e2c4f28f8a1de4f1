import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createNarrator } from "../../../sandbox/demo/narrator.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listen() {
  const lines: string[] = [];
  return { lines, narrator: createNarrator((text) => lines.push(text.trimEnd()), Date.now) };
}

describe("createNarrator", () => {
  it("puts the seconds since the start before each sentence", async () => {
    const { lines, narrator } = listen();
    narrator.say("One.");
    await vi.advanceTimersByTimeAsync(61_400);
    narrator.say("Two.");
    expect(lines).toEqual(["[   0 s] One.", "[  61 s] Two."]);
  });

  it("speaks up again after ten silent seconds, and not while there is other news", async () => {
    const { lines, narrator } = listen();
    const work = narrator.during("Training.", () => new Promise((resolve) => setTimeout(resolve, 27_000)));
    await vi.advanceTimersByTimeAsync(8000);
    narrator.say("Step.");
    await vi.advanceTimersByTimeAsync(60_000);
    await work;
    expect(lines).toEqual(["[   0 s] Training.", "[   8 s] Step.", "[  18 s]   … Training."]);
  });

  it("falls silent also when the work fails", async () => {
    const { lines, narrator } = listen();
    await expect(narrator.during("Training.", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(1);
  });
});

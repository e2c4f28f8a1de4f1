import { describe, expect, it } from "vitest";
import { createWorkQueue } from "../../src/reconcile/work-queue.ts";

function createTestQueue({
  fail = () => false,
  pause = Promise.resolve(),
}: {
  fail?: (job: string) => boolean;
  pause?: Promise<void>;
} = {}) {
  const log: string[] = [];
  const gates: (() => void)[] = [];
  const queue = createWorkQueue<string>({
    concurrency: 2,
    merge: (a, b) => `${a}+${b}`,
    pause: () => pause,
    retryAfter: (_job, _error, failures) => (failures < 3 ? 1 : undefined),
    run: async (job) => {
      log.push(`start ${job}`);
      await new Promise<void>((resolve) => gates.push(resolve));
      if (fail(job)) throw new Error(job);
      log.push(`end ${job}`);
    },
  });
  const release = async () => {
    for (let rounds = 0; rounds < 20 && queue.length() + gates.length > 0; rounds++) {
      for (const open of gates.splice(0)) open();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { queue, log, release };
}

describe("work queue", () => {
  it("never does two jobs of one key at once, and merges what waits", async () => {
    const { queue, log, release } = createTestQueue();
    for (const job of ["a1", "a2", "a3"]) queue.add("a", job);
    expect(log).toEqual(["start a1"]);
    await release();
    expect(log).toEqual(["start a1", "end a1", "start a2+a3", "end a2+a3"]);
  });

  it("does different keys at once, up to the limit", () => {
    const { queue, log } = createTestQueue();
    for (const key of ["a", "b", "c"]) queue.add(key, key);
    expect(log).toEqual(["start a", "start b"]);
    expect(queue.length()).toBe(3);
  });

  it("tries a failed job again, and gives up in the end", async () => {
    const { queue, log, release } = createTestQueue({ fail: (job) => job === "bad" });
    queue.add("a", "bad");
    queue.add("b", "good");
    await release();
    expect(log.filter((line) => line === "start bad")).toHaveLength(3);
    expect(log).toContain("end good");
    expect(queue.length()).toBe(0);
  });

  it("counts what waits for another attempt apart", async () => {
    let elapse = (): void => undefined;
    const pause = new Promise<void>((resolve) => {
      elapse = resolve;
    });
    const { queue, log, release } = createTestQueue({ fail: (job) => job === "bad", pause });
    queue.add("a", "bad");
    await release();
    expect([queue.length(), queue.retries()]).toEqual([0, 1]);
    elapse();
    await new Promise((resolve) => setImmediate(resolve));
    expect([queue.length(), queue.retries()]).toEqual([1, 0]);
    expect(log).toEqual(["start bad", "start bad"]);
  });

  it("is idle when all is done, and takes nothing after it was closed", async () => {
    const { queue, log, release } = createTestQueue();
    await queue.idle();
    queue.add("a", "a1");
    const idle = queue.idle();
    await release();
    await idle;
    queue.close();
    queue.add("b", "b1");
    expect(log).toEqual(["start a1", "end a1"]);
  });
});

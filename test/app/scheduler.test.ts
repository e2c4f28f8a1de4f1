import { describe, expect, it, vi } from "vitest";
import { keyOf, mergeJobs } from "../../app/jobs.ts";
import { monitoringJob, onOwnIssue, onPullRequestMonitored, onPushMonitored } from "../../app/monitoring-jobs.ts";
import { createScheduler } from "../../app/scheduler.ts";

const SELF = { id: 7, slug: "pawl", login: "pawl[bot]" };
const ORIGIN = {
  installation: { id: 1 },
  repository: { id: 3, name: "flights", full_name: "acme/flights", default_branch: "main" },
};
const PLACE = { installation: 1, repository: { owner: "acme", repo: "flights" }, defaultBranch: "main" };
const OTHER = { ...PLACE, repository: { owner: "acme", repo: "weather" } };

function clockwork(start = "2026-11-26T03:00:00Z") {
  let now = Date.parse(start);
  const woken: string[] = [];
  const scheduler = createScheduler({ now: () => now, wake: ({ repository }) => void woken.push(repository.repo) });
  const at = (instant: string) => {
    now = Date.parse(instant);
    scheduler.tick();
    return woken.splice(0);
  };
  return { scheduler, at };
}

describe("the App's clock", () => {
  it("wakes a repository once, when it is due", () => {
    const { scheduler, at } = clockwork();
    scheduler.wakeAt(PLACE, "2026-11-26T03:17:00Z");
    scheduler.wakeAt(OTHER, "2026-11-26T04:00:00Z");
    expect(at("2026-11-26T03:16:59Z")).toEqual([]);
    expect(at("2026-11-26T03:17:00Z")).toEqual(["flights"]);
    expect(at("2026-11-26T03:18:00Z")).toEqual([]);
    expect(scheduler.length()).toBe(1);
  });

  it("takes what it was told last", () => {
    const { scheduler, at } = clockwork();
    scheduler.wakeAt(PLACE, "2026-11-26T03:17:00Z");
    scheduler.wakeAt({ ...PLACE, repository: { owner: "ACME", repo: "flights" } }, "2026-11-26T05:00:00Z");
    scheduler.wakeAt(OTHER, "2026-11-26T03:17:00Z");
    scheduler.wakeAt(OTHER, undefined);
    expect(at("2026-11-26T04:00:00Z")).toEqual([]);
    expect(at("2026-11-26T05:00:00Z")).toEqual(["flights"]);
  });

  it("notices a machine that slept and a clock that was set forward within half a minute", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let now = Date.parse("2026-11-26T03:00:00Z");
    const woken: string[] = [];
    const scheduler = createScheduler({ now: () => now, wake: ({ repository }) => void woken.push(repository.repo) });
    const stopping = new AbortController();
    scheduler.start(stopping.signal);
    scheduler.wakeAt(PLACE, "2026-11-26T09:00:00Z");
    now = Date.parse("2026-11-26T10:00:00Z");
    vi.advanceTimersByTime(30_000);
    expect(woken).toEqual(["flights"]);
    stopping.abort();
    scheduler.wakeAt(PLACE, "2026-11-26T09:00:00Z");
    vi.advanceTimersByTime(120_000);
    expect(woken).toHaveLength(1);
    vi.useRealTimers();
  });

  it("forgets a repository that is gone", () => {
    const { scheduler, at } = clockwork();
    scheduler.wakeAt(PLACE, "2026-11-26T03:17:00Z");
    scheduler.forget({ owner: "acme", repo: "Flights" });
    expect(at("2026-11-27T00:00:00Z")).toEqual([]);
  });
});

describe("events that checks and retrainings depend on", () => {
  it.each([
    ["a push to the default branch", onPushMonitored({ ...ORIGIN, ref: "refs/heads/main" }), 1],
    ["a push to a retraining branch", onPushMonitored({ ...ORIGIN, ref: "refs/heads/pawl-retrain/late-flights" }), 1],
    ["a push to another branch", onPushMonitored({ ...ORIGIN, ref: "refs/heads/try" }), 0],
    ["a push of a tag called like the default branch", onPushMonitored({ ...ORIGIN, ref: "refs/tags/main" }), 0],
    [
      "a retraining's pull request",
      onPullRequestMonitored({ ...ORIGIN, pull_request: { head: { ref: "pawl-retrain/a" } } }),
      1,
    ],
    ["another pull request", onPullRequestMonitored({ ...ORIGIN, pull_request: { head: { ref: "try" } } }), 0],
  ])("%s", (_, jobs, count) => {
    expect(jobs).toHaveLength(count);
  });

  it.each([
    ["ticked by somebody", "edited", "ana", "pawl[bot]", [{ kind: "monitoring", editor: "ana" }]],
    ["closed by somebody", "closed", "ana", "pawl[bot]", [{ kind: "monitoring" }]],
    ["edited by the App", "edited", "pawl[bot]", "pawl[bot]", []],
    ["of somebody else", "edited", "ana", "ana", []],
  ])("an issue %s", (_, action, sender, author, expected) => {
    const event = { ...ORIGIN, action, sender: { login: sender }, issue: { user: { login: author } } };
    const jobs = onOwnIssue(event, SELF);
    expect(jobs).toHaveLength(expected.length);
    expect(jobs).toMatchObject(expected);
  });

  it("that come while one waits become one, and who edited is not lost", () => {
    const job = mergeJobs(monitoringJob(PLACE, "ana"), monitoringJob(PLACE));
    expect(job).toMatchObject({ kind: "monitoring", editor: "ana" });
    expect(keyOf(job)).toBe("acme/flights@monitoring");
  });
});

import { expect, it } from "vitest";
import { checkStatus, formatCheckStatus } from "../../../src/core/monitoring/check-status.ts";
import { type Monitoring, noMonitoring, type Window } from "../../../src/core/monitoring/monitoring.ts";

const WATCHED = { cron: "17 3 * * 1", timeZone: "UTC", since: "2026-11-20T12:00:00Z" };

function window(more: Partial<Window>): Window {
  return {
    slot: "2026-11-23T03:17:00Z",
    document: { path: "evidence/a.json", digest: "a".repeat(64) },
    workflowRun: { id: 1, url: "https://github.com/acme/flights/actions/runs/1" },
    commit: "b".repeat(40),
    judgedAt: "2026-11-23T03:25:00Z",
    rows: 10,
    verdict: "stable",
    broken: false,
    scores: [],
    ...more,
  };
}

it.each([
  ["nothing", {}, undefined],
  [
    "a schedule and no window yet",
    { watched: WATCHED },
    "No drift check has given a result yet. Next 2026-11-30 03:17 UTC.",
  ],
  [
    "both",
    { watched: WATCHED, windows: [window({})] },
    "Last drift check 2026-11-23 03:17 UTC: stable. Next 2026-11-30 03:17 UTC.",
  ],
  [
    "a broken feed, and no schedule any more",
    { windows: [window({ broken: true })] },
    "Last drift check 2026-11-23 03:17 UTC: broken feed.",
  ],
] satisfies [string, Partial<Monitoring>, string | undefined][])("%s", (_, parts, text) => {
  const status = checkStatus({ ...noMonitoring("late-flights"), ...parts }, "2026-11-26T12:00:00Z");
  expect(status === undefined ? undefined : formatCheckStatus(status)).toBe(text);
});

import type { Window, WindowScore } from "../../../src/core/monitoring/monitoring.ts";

/** A score whose effect is `size` times its bound. */
export function scoreOf(column: string, size: number, change: Partial<WindowScore> = {}): WindowScore {
  const verdict = size >= 1 ? "drift" : "stable";
  return { column, aspect: "distribution", effect: 0.1 * size, bound: 0.1, verdict, structural: false, ...change };
}

/** The window of a week; `week` 0 ends on 26 November 2026, 1 a week before. */
export function weekOf(week: number, size: number, change: Partial<Window> = {}): Window {
  const end = new Date(Date.UTC(2026, 10, 26, 3, 17) - week * 7 * 86_400_000);
  const start = new Date(end.getTime() - 7 * 86_400_000);
  const id = 9000 - week;
  return {
    slot: end.toISOString(),
    start: start.toISOString(),
    end: end.toISOString(),
    document: { path: `evidence/late-flights/2026-11/drift-${String(id)}.json`, digest: "d".repeat(64) },
    workflowRun: { id, url: `https://github.com/acme/flights/actions/runs/${String(id)}` },
    commit: "1".repeat(40),
    judgedAt: end.toISOString(),
    rows: 61_204,
    verdict: size >= 1 ? "drift" : "stable",
    broken: false,
    scores: [scoreOf("carrier", size / 3), scoreOf("dep_delay", size)],
    ...change,
  };
}

/** The same, of a feed that is broken. */
export function brokenWeek(week: number): Window {
  return weekOf(week, 12, {
    verdict: "drift",
    contract: "fail",
    broken: true,
    dataset: "flights",
    scores: [scoreOf("arr_delay", 60, { structural: true, aspect: "column" })],
  });
}

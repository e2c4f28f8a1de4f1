import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import type { NamedFile, PerformanceRequest } from "../../../src/engine/performance/performance-request.ts";
import { type TestEngine, toCsv } from "../open-test-engine.ts";

export const DAY = 86_400_000;
export const END = "2026-11-23T00:00:00.000Z";

export interface ServedRow {
  readonly id: string;
  readonly time: string;
  readonly score: number;
  /** What the label is, whether it has arrived or not. */
  readonly truth: number;
}

/** Rows spread evenly over the days before `END`; `share` gives the share of positives at a score, `days` ago. */
export function drawServed(
  { seed, rows, days }: { seed: number; rows: number; days: number },
  share: (score: number, daysAgo: number) => number = (score) => score,
): ServedRow[] {
  const uniform = createRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const daysAgo = (days * (rows - row - 0.5)) / rows;
    const score = Math.floor(uniform() * 1e6) / 1e6;
    const truth = uniform() < share(score, daysAgo) ? 1 : 0;
    return { id: `r${String(row)}`, time: new Date(Date.parse(END) - daysAgo * DAY).toISOString(), score, truth };
  });
}

/** Writes columns to a file of the engine's folder. */
export function writeFile(
  { folder }: TestEngine,
  name: string,
  columns: Readonly<Record<string, readonly unknown[]>>,
): NamedFile {
  const path = join(folder, name);
  writeFileSync(path, toCsv(columns));
  return { path, name };
}

export function writeServed(opened: TestEngine, rows: readonly ServedRow[], name = "served.csv"): NamedFile {
  return writeFile(opened, name, {
    id: rows.map(({ id }) => id),
    time: rows.map(({ time }) => time),
    score: rows.map(({ score }) => score),
  });
}

export function writeLabels(opened: TestEngine, rows: readonly ServedRow[], name = "labels.csv"): NamedFile {
  return writeFile(opened, name, { id: rows.map(({ id }) => id), label: rows.map(({ truth }) => truth) });
}

export function writeReference(opened: TestEngine, rows: readonly ServedRow[], name = "reference.csv"): NamedFile {
  return writeFile(opened, name, {
    id: rows.map(({ id }) => `e${id}`),
    score: rows.map(({ score }) => score),
    label: rows.map(({ truth }) => truth),
  });
}

/** Three windows of a week, labels within three days. */
export const WEEKLY: Omit<PerformanceRequest, "predictions"> = {
  columns: {},
  windows: { end: END, lengthMs: 7 * DAY, count: 3 },
  plan: { delayMs: 3 * DAY, share: 0.9 },
  now: "2026-11-24T00:00:00.000Z",
  seed: 1,
};

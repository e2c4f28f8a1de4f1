import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EvaluationTask } from "../../src/core/evidence/evaluation-evidence.ts";
import type { ClassScore } from "../../src/engine/choose-columns.ts";
import { evaluatePredictions } from "../../src/engine/evaluate-predictions.ts";
import { quoteLiteral } from "../../src/engine/quote-sql.ts";
import { openTestEngine, type TestEngine, toCsv } from "./open-test-engine.ts";

interface Case {
  readonly name: string;
  readonly task: EvaluationTask;
  readonly inputs: { task?: EvaluationTask; positiveLabel?: string; classScores?: ClassScore[] };
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
  readonly expected: Readonly<Record<string, number | null>>;
}

const { versions, cases }: { versions: Record<string, string>; cases: Case[] } = JSON.parse(
  readFileSync(new URL("fixtures/scikit-learn.json", import.meta.url), "utf8"),
);

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

async function evaluate({ inputs, rows }: Case, format: "csv" | "jsonl" | "parquet") {
  const { classScores, ...rest } = inputs;
  const csv = join(opened.folder, "predictions.csv");
  const path = join(opened.folder, `predictions.${format}`);
  const names = Object.keys(rows);
  const length = Object.values(rows)[0]?.length ?? 0;
  if (format === "jsonl") {
    const record = (row: number) => Object.fromEntries(names.map((name) => [name, rows[name]?.[row]]));
    writeFileSync(path, Array.from({ length }, (_, row) => `${JSON.stringify(record(row))}\n`).join(""));
  } else {
    writeFileSync(csv, toCsv(rows));
    if (format === "parquet") {
      await opened.engine.execute(
        `COPY (SELECT * FROM read_csv(${quoteLiteral(csv)}, header=true, quote='"', escape='"', delim=',')) TO ${quoteLiteral(path)}`,
      );
    }
  }
  return evaluatePredictions(opened.engine, {
    path,
    name: `predictions.${format}`,
    columns: { slices: [], classScores },
    ...rest,
  });
}

describe.each(["csv", "jsonl", "parquet"] as const)(
  `equal to scikit-learn ${versions["scikit-learn"] ?? ""} from %s`,
  (format) => {
    it.each(cases)("$name", async (one) => {
      const { plan, metrics } = await evaluate(one, format);
      expect(plan.task).toBe(one.task);
      expect(new Set(metrics.map(({ name }) => name))).toEqual(new Set(Object.keys(one.expected)));
      for (const { name, value, interval, reason } of metrics) {
        const expected = one.expected[name];
        if (expected === null || expected === undefined) {
          expect({ name, value, said: reason !== undefined }).toEqual({ name, value: null, said: true });
          continue;
        }
        const error = Math.abs((value ?? Number.NaN) - expected);
        expect(error, `${name}: ${String(value)} instead of ${String(expected)}`).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(expected)),
        );
        if (interval === null) continue;
        expect(interval[0], `${name} has its interval around it`).toBeLessThanOrEqual((value ?? Number.NaN) + 1e-12);
        expect(interval[1], `${name} has its interval around it`).toBeGreaterThanOrEqual((value ?? Number.NaN) - 1e-12);
      }
    });
  },
);

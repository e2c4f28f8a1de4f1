import { expect, it } from "vitest";
import { DEFECTS, type DefectKind } from "../../../bench/drift/defects.ts";
import type { Base, DriftCase } from "../../../bench/drift/drift-case.ts";
import { listCases } from "../../../bench/drift/list-cases.ts";
import { describeCase, drawCurrent, openBase } from "../../../bench/drift/open-base.ts";
import { numbersOf, rowsOf, type Table } from "../../../bench/drift/table.ts";
import { readCases } from "../../../bench/drift/verdict-file.ts";

const noFlights = () => {
  throw new Error("a simulation needs no flights");
};

const BASE: Base = {
  name: "test",
  source: "simulation",
  variation: "fresh",
  rows: 500,
  batches: 20,
  runs: 2,
};

function draw(one: Omit<DriftCase, "id">) {
  const opened = openBase(one.base, noFlights);
  const drawn = drawCurrent({ id: "test", ...one }, opened);
  return drawn === undefined ? undefined : { ...drawn, untouched: opened.batch(one.base.batches + one.run) };
}

const changed = (before: Table, after: Table) =>
  before.flatMap(({ name, values }, index) =>
    JSON.stringify(values) === JSON.stringify(after[index]?.values) ? [] : [name],
  );

it("no two cases have one name, and about a tenth of them is quick", () => {
  const cases = listCases();
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  const quick = listCases({ quick: true }).length;
  expect(quick).toBeGreaterThan(cases.length / 12);
  expect(quick).toBeLessThan(cases.length / 8);
});

it("draws the cases whose verdicts are in the repository", () => {
  const digests = new Map(readCases().map((one) => [one.id, one.digest]));
  const some = listCases().filter(({ base }) => base.source === "simulation" && base.rows === 200);
  expect(some.length).toBeGreaterThan(100);
  for (const one of some.filter((_, index) => index % 20 === 0)) {
    const opened = openBase(one.base, noFlights);
    const drawn = drawCurrent(one, opened);
    if (drawn === undefined) expect(digests.has(one.id)).toBe(false);
    else expect(describeCase(one, drawn.truth, opened.batch(0), drawn.table).digest).toBe(digests.get(one.id));
  }
});

it.each(
  (Object.keys(DEFECTS) as DefectKind[]).flatMap((kind) => DEFECTS[kind].sizes.map((size) => [kind, size] as const)),
)("%s %s changes what it says, and nothing else", (kind, size) => {
  const found = Array.from({ length: 12 }, (_, index) => ({ ...BASE, name: `test ${String(index)}` })).flatMap(
    (base) => draw({ base, run: 0, defect: { kind, size } }) ?? [],
  );
  // Not every table can have every defect.
  expect(found.length).toBeGreaterThan(3);
  for (const { table, truth, untouched } of found) {
    if (truth.is !== "defect") throw new Error("a defect is one");
    if (kind === "duplicate-rows") {
      expect(rowsOf(table)).toBe(rowsOf(untouched));
      expect(truth.columns).toEqual([]);
    } else if (kind === "time-gap") {
      const hours = (of: Table) =>
        new Set(numbersOf(of.find(({ name }) => name === "hour") ?? { name: "", type: "INTEGER", values: [] }));
      expect(hours(table).size).toBeLessThan(hours(untouched).size);
      expect(truth.columns).toEqual(["hour"]);
    } else if (kind === "broken-correlation") {
      const moved = changed(untouched, table);
      expect(moved).toHaveLength(1);
      expect(truth.columns).toContain(moved[0]);
    } else expect(changed(untouched, table)).toEqual(truth.columns);
  }
});

it("a lasting defect is in the same column, and in other rows", () => {
  const runs = [0, 1].map((run) => draw({ base: BASE, run, defect: { kind: "sentinel", size: 0.1 } }));
  const [first, second] = runs.map((run) => run?.truth);
  expect(first).toEqual(second);
  expect(runs[0]?.table).not.toEqual(runs[1]?.table);
});

it.each(["additive", "scale", "log-odds", "ar1", "weekday", "mixed"] as const)(
  "batches that differ by %s differ by more than chance",
  (variation) => {
    const spread = (base: Base) => {
      const { batch } = openBase(base, noFlights);
      const means = Array.from({ length: 12 }, (_, index) => {
        // The logarithm of the spread, and the share of the first category, move in one of these ways each.
        const table = batch(index);
        return table.flatMap((column) => {
          if (column.type === "VARCHAR") return [column.values.filter((value) => value === "v0").length / base.rows];
          const numbers = numbersOf(column).toSorted((a, b) => a - b);
          const at = (share: number) => numbers[Math.floor(share * (numbers.length - 1))] ?? 0;
          return [at(0.5), at(0.9) - at(0.1)];
        });
      });
      return (means[0] ?? []).map((_, index) => {
        const values = means.map((row) => row[index] ?? 0);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      });
    };
    const base = { ...BASE, rows: 2000, name: "moving" };
    const [moving, still] = [spread({ ...base, variation }), spread({ ...base, variation: "fresh" })];
    const largest = Math.max(...moving.map((value, index) => value / Math.max(still[index] ?? 0, 1e-9)));
    expect(largest).toBeGreaterThan(2);
  },
);

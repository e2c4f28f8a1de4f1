import { expect, it } from "vitest";
import type { DefectKind } from "../../../bench/drift/defects.ts";
import type { Base, DriftCase, Variation } from "../../../bench/drift/drift-case.ts";
import { drawCurrent, openBase } from "../../../bench/drift/open-base.ts";
import type { Table } from "../../../bench/drift/table.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { driftedColumns } from "../../../src/core/drift/drifted-columns.ts";
import { nameBatch, profileTables, type Table as Values } from "../../core/drift/build-batches.ts";

// A small part of `npm run bench:drift`, so that a change of the rule that costs false alarms or power is noticed at once.
// The bounds leave a case or two of room; docs/drift.md has the rates of all cases.

const base = (variation: "fresh" | Variation, index: number): Base => ({
  name: `committed ${variation} ${String(index)}`,
  source: "simulation",
  variation,
  rows: 400,
  batches: 20,
  runs: 1,
});
const VARIATIONS = ["additive", "scale", "log-odds", "weekday", "mixed"] as const;
const DEFECTS: readonly (readonly [DefectKind, number])[] = [
  ["shift", 0.5],
  ["scale", 1.3],
  ["unit", 1],
  ["unit-part", 0.05],
  ["nulls", 0.2],
  ["sentinel", 0.1],
  ["new-category", 0.02],
  ["category-swap", 1],
  ["category-case", 1],
  ["clip", 0.95],
  ["stuck", 1],
  ["duplicate-rows", 0.2],
];

const toValues = (table: Table): Values =>
  // A column holds numbers or texts, never both.
  Object.fromEntries(table.map(({ name, values }) => [name, values])) as Values;

interface Found {
  readonly drift: boolean;
  /** Names one of the columns that have the defect, or has none to name. */
  readonly right: boolean;
  readonly innocent: number;
}

function judge(one: Omit<DriftCase, "id" | "run">): Found[] {
  const opened = openBase(one.base, () => {
    throw new Error("a simulation needs no flights");
  });
  const drawn = drawCurrent({ id: "committed", run: 0, ...one }, opened);
  if (drawn === undefined) return [];
  const tables = Array.from({ length: one.base.batches }, (_, index) => toValues(opened.batch(index)));
  const { reference, current } = profileTables(tables, toValues(drawn.table), [["n0", "n1"]]);
  const named = reference.map((profile, index) => ({ name: nameBatch(index), profile }));
  const { verdict, findings } = detectDrift({ reference: named, current });
  const columns = driftedColumns(findings);
  const drift = verdict === "drift";
  const truth = drawn.truth.is === "defect" ? drawn.truth.columns : [];
  return [
    {
      drift,
      right: drift && (truth.length === 0 || truth.some((name) => columns.includes(name))),
      innocent: columns.filter((name) => !truth.includes(name)).length,
    },
  ];
}

const count = (found: readonly Found[], what: "drift" | "right") => found.filter((one) => one[what]).length;

it("untouched batches hardly ever alarm, whether they are of one population or vary by themselves", () => {
  const bases = [
    ...Array.from({ length: 8 }, (_, index) => base("fresh", index)),
    ...VARIATIONS.flatMap((variation) => [base(variation, 0), base(variation, 1)]),
  ];
  const found = bases.flatMap((one) => judge({ base: one }));
  expect(found).toHaveLength(18);
  expect(count(found, "drift")).toBeLessThanOrEqual(1);
});

it.each`
  of         | least
  ${"fresh"} | ${10}
  ${"mixed"} | ${7}
`(
  "defects are found in $of batches, and the right column named",
  ({ of, least }: { of: "fresh" | "mixed"; least: number }) => {
    const found = DEFECTS.flatMap(([kind, size], index) => {
      // The first table that can have the defect.
      for (let turn = 0; turn < 5; turn += 1) {
        const judged = judge({ base: base(of, 100 * turn + index), defect: { kind, size } });
        if (judged.length > 0) return judged;
      }
      return [];
    });
    expect(found).toHaveLength(DEFECTS.length);
    expect(count(found, "right")).toBeGreaterThanOrEqual(least);
    const innocent = found.filter(({ drift }) => drift).reduce((sum, one) => sum + one.innocent, 0);
    expect(innocent).toBeLessThanOrEqual(count(found, "drift") / 3);
  },
);

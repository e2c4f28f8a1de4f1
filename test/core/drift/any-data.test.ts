import fc from "fast-check";
import { expect, it } from "vitest";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { driftedColumns } from "../../../src/core/drift/drifted-columns.ts";
import { DriftEvidence } from "../../../src/core/evidence/drift-evidence.ts";
import { nameBatch, profileTables, type Table } from "./build-batches.ts";

const Detection = DriftEvidence.pick({
  rule: true,
  verdict: true,
  reason: true,
  pRun: true,
  calibration: true,
  findings: true,
  scores: true,
  notes: true,
});

const number = fc.oneof(
  fc.constantFrom(null, 0, 1, -1, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 1e-300, 999),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 5 }),
);
const word = fc.oneof(fc.constantFrom(null, "", " a", "A", "a", "ß"), fc.string({ maxLength: 3 }));

/** From no row to thirty, perhaps all the same. */
const table = (rows: number): fc.Arbitrary<Table> =>
  fc.record({
    number: fc.oneof(
      fc.array(number, { minLength: rows, maxLength: rows }),
      number.map((one) => Array(rows).fill(one)),
    ),
    word: fc.oneof(
      fc.array(word, { minLength: rows, maxLength: rows }),
      word.map((one) => Array(rows).fill(one ?? "")),
    ),
  });
const anyTable = fc.integer({ min: 0, max: 30 }).chain(table);

it("any data, however few or extreme, has a verdict and numbers that a document can hold, and the same each time", () => {
  fc.assert(
    fc.property(fc.array(anyTable, { minLength: 1, maxLength: 12 }), anyTable, (tables, now) => {
      const { reference, current } = profileTables(tables, now, [["number", "word"]]);
      const request = {
        reference: reference.map((profile, batch) => ({ name: nameBatch(batch), profile })),
        current,
      };
      const detection = detectDrift(request);
      expect(Detection.safeParse(detection).error).toBeUndefined();
      expect(detectDrift(request)).toEqual(detection);
      for (const { p1, p2 } of detection.findings) expect([p1, p2].some((p) => Number.isNaN(p))).toBe(false);
      const columns = current.columns.map(({ name }) => name);
      expect(driftedColumns(detection.findings).every((column) => columns.includes(column))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

import { describe, expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/dataset/merge-profiles.ts";
import type { ColumnProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { type DataBatch, halveBatches, packBatch, unpackBatches } from "../../../src/core/evidence/data-batches.ts";
import { DataEvidence } from "../../../src/core/evidence/data-evidence.ts";
import { fitDataEvidence } from "../../../src/core/evidence/fit-data-evidence.ts";
import { MAX_EVIDENCE_BYTES } from "../../../src/core/evidence/limits.ts";
import { parseStatement } from "../../../src/core/evidence/statement.ts";
import { buildData, buildProfile } from "./build-evidence.ts";

/** A column of numbers with so many bins, of which the part of this number has rows in its own way. */
function numbers(name: string, bins: number, part: number): ColumnProfile {
  const edges = Array.from({ length: bins - 1 }, (_, index) => index + 0.123456789);
  const counts = Array.from({ length: bins }, (_, index) => 300 + ((index * 7 + part * 13) % 101));
  return {
    kind: "numeric",
    name,
    type: "DOUBLE",
    nulls: part,
    invalid: 0,
    frame: { edges, values: [] },
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    bins: counts,
    min: part === 0 ? 0 : part,
    max: bins,
    distinct: null,
    spikes: part % 2 === 0 ? [] : [{ value: 0.5, rows: 12 }],
    lattice: { finer: 0, tens: part, hundreds: 0 },
  };
}

const text: ColumnProfile = {
  kind: "text",
  name: "note",
  type: "VARCHAR",
  nulls: 0,
  invalid: 0,
  frame: { edges: [1, 10, 100] },
  lengths: [4, 6, 0, 0],
  empty: 0,
  classes: { letters: 9, digits: 0, spaces: 3, punctuation: 0, nonAscii: 0 },
  distinct: 10,
  registers: Buffer.alloc(4096, 1).toString("base64"),
};

const part = (index: number, columns = 2, bins = 16): Profile => {
  const [, origin] = buildProfile().columns;
  if (origin === undefined) throw new Error("no column");
  const own = Array.from({ length: columns }, (_, column) => numbers(`x${String(column)}`, bins, index + column));
  return {
    rows: 1000 + index,
    duplicateRows: index,
    columns: [...own, { ...origin, counts: [index + 2, 0], distinct: 1, nulls: 998 } as ColumnProfile, text],
    pairs: [
      {
        x: { column: "x0", edges: [3] },
        y: { column: "origin", categories: ["a1b2c3d4e5f60718"] },
        counts: [1, 2, index, 0],
      },
    ],
  };
};

const cut = (count: number, columns?: number, bins?: number) => {
  const parts = Array.from({ length: count }, (_, index) => ({
    name: `part-${String(index + 1).padStart(2, "0")}`,
    profile: part(index, columns, bins),
  }));
  const whole = mergeProfiles(parts.map(({ profile }) => profile));
  return { whole, parts, batches: parts.map(packBatch) };
};

const withoutRegisters = (profile: Profile) =>
  JSON.parse(JSON.stringify(profile, (key, value) => (key === "registers" ? undefined : value)));

describe("parts of a dataset beside its profile", () => {
  it("come back as they were, without the frames that they share", () => {
    const { whole, parts, batches } = cut(5);
    expect(JSON.stringify(batches)).not.toMatch(/edges|"categories":\[|"name":"x0"/);
    const unpacked = unpackBatches(whole, batches);
    expect(unpacked?.map(({ name, profile }) => ({ name, profile }))).toEqual(
      parts.map(({ name, profile }) => ({ name, profile: withoutRegisters(profile) })),
    );
    expect(unpacked?.[0]?.profile.columns[0]).toMatchObject({ min: 0 });
  });

  it("put together by twos are half as many, of the same rows", () => {
    const { parts } = cut(5);
    const halves = halveBatches(parts);
    expect(halves.map(({ name, profile }) => [name, profile.rows])).toEqual([
      ["part-01", 2001],
      ["part-03", 2005],
      ["part-05", 1004],
    ]);
  });

  const first = (change: (batch: DataBatch) => DataBatch) => (batches: readonly DataBatch[]) =>
    batches.map((batch, index) => (index === 0 ? change(batch) : batch));
  const column = (more: Record<string, unknown>) =>
    first((batch) => ({ ...batch, columns: batch.columns.map((one, at) => (at === 0 ? { ...one, ...more } : one)) }));

  it.each`
    case                              | change
    ${"more rows than the whole"}     | ${first((batch) => ({ ...batch, rows: 10 ** 6 }))}
    ${"a column too few"}             | ${first((batch) => ({ ...batch, columns: batch.columns.slice(1) }))}
    ${"a pair too few"}               | ${first((batch) => ({ ...batch, pairs: [] }))}
    ${"a pair of another size"}       | ${first((batch) => ({ ...batch, pairs: [[1]] }))}
    ${"more bins than the frame has"} | ${column({ bins: Array<number>(17).fill(1) })}
    ${"a frame of its own"}           | ${column({ frame: { edges: [], values: [] } })}
    ${"another name"}                 | ${column({ name: "y" })}
    ${"a key that the whole lacks"}   | ${column({ surprise: 1 })}
    ${"counts that are none"}         | ${column({ bins: [0.5] })}
    ${"text instead of counts"}       | ${column({ bins: "many" })}
    ${"neither a smallest value"}     | ${column({ min: undefined })}
    ${"a name twice"}                 | ${first((batch) => ({ ...batch, name: "part-02" }))}
  `("are refused with $case", ({ change }: { change: (batches: readonly DataBatch[]) => DataBatch[] }) => {
    const { whole, batches } = cut(3);
    expect(unpackBatches(whole, batches)).toBeDefined();
    const changed = change(batches);
    expect(unpackBatches(whole, changed)).toBeUndefined();
    expect(DataEvidence.safeParse(buildData({ profile: whole, batches: changed })).success).toBe(false);
  });

  it("are refused without a profile, and where a short text would make millions of zeros", () => {
    const { whole, batches } = cut(3);
    expect(DataEvidence.safeParse({ ...buildData({ profile: whole }), profile: undefined, batches }).success).toBe(
      false,
    );
    const wide = cut(1, 120, 400).whole;
    const empty = {
      rows: 0,
      duplicateRows: 0,
      columns: wide.columns.map(() => ({ min: null, max: null, distinct: null })),
    };
    const many = Array.from({ length: 28 }, (_, index) => ({ ...empty, name: `b${String(index)}`, pairs: [[]] }));
    expect(unpackBatches(wide, many)).toBeUndefined();
  });
});

describe("evidence with parts", () => {
  const written = (count: number, columns: number, bins: number) => {
    const { whole, batches } = cut(count, columns, bins);
    const { evidence, text: json } = fitDataEvidence(buildData({ profile: whole, batches, checks: [] }));
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
    const { predicate } = parseStatement(Buffer.from(json), "data.json");
    if (predicate.schema !== "pawl.data/v1") throw new Error("no data evidence");
    const unpacked = unpackBatches(predicate.profile ?? whole, predicate.batches ?? []) ?? [];
    return { evidence, rows: unpacked.reduce((sum, { profile }) => sum + profile.rows, 0), whole, unpacked };
  };

  it("has room for 20 of 20 columns with 256 bins", () => {
    const { evidence, rows, whole, unpacked } = written(20, 20, 256);
    expect([unpacked.length, rows, evidence.notes]).toEqual([20, whole.rows, []]);
  });

  it("has fewer and larger ones where there are more columns, of the same rows, and says so", () => {
    const { evidence, rows, whole, unpacked } = written(20, 40, 256);
    expect([unpacked.length, rows]).toEqual([10, whole.rows]);
    expect(evidence.notes).toEqual([
      "These data are written as 10 parts instead of 20: more have no room in the evidence.",
    ]);
  });

  it("has none where even that is too much, before the profile itself becomes coarser", () => {
    const { evidence, unpacked } = written(8, 120, 256);
    expect(unpacked).toEqual([]);
    expect(evidence.profile?.columns[0]).toMatchObject({ bins: expect.objectContaining({ length: 256 }) });
    expect(evidence.notes).toEqual([expect.stringMatching(/^The parts of these data.* are left out/)]);
  });

  it("loses parts that are not of its data, and keeps the rest", () => {
    const { whole, batches } = cut(3);
    const { evidence } = fitDataEvidence(
      buildData({ profile: whole, batches: batches.map((b) => ({ ...b, pairs: [] })) }),
    );
    expect(evidence).toMatchObject({ verdict: "pass", notes: [expect.stringMatching(/are left out/)] });
    expect(evidence.batches).toBeUndefined();
  });
});

import { DEFECTS, type DefectKind } from "./defects.ts";
import { type Base, type DriftCase, VARIATIONS } from "./drift-case.ts";

const FLIGHTS_BLOCKS = {
  200: ["day", "week", "place", "four-hours"],
  1000: ["day", "week", "place", "four-hours"],
  10000: ["day", "week"],
  50000: ["week"],
} as const;
/** Untouched batches of each size, fresh and varying. */
const UNTOUCHED = { 200: [80, 110], 1000: [100, 150], 10000: [30, 40], 50000: [10, 12] } as const;
/** Of every defect and size, fresh and varying. */
const SPOILT = { 200: [1, 1], 1000: [4, 4], 10000: [1, 1], 50000: [0, 0] } as const;
/** At this size all defects that last are judged again and again. */
const LASTING_ROWS = 1000;
const LASTING: readonly { readonly kind: DefectKind; readonly size: number }[] = [
  { kind: "shift", size: 0.2 },
  { kind: "scale", size: 1.15 },
  { kind: "nulls", size: 0.05 },
  { kind: "unit-part", size: 0.01 },
  { kind: "sentinel", size: 0.03 },
  { kind: "new-category", size: 0.02 },
];
const LASTING_BASES = 3;
export const LASTING_RUNS = 5;
const SIZES = [200, 1000, 10_000, 50_000] as const;
type Size = (typeof SIZES)[number];
const REAL_CHANGES = 15;

/** All cases. `quick`: about a tenth of them, none with 50,000 rows. */
export function listCases({ quick = false }: { readonly quick?: boolean } = {}): DriftCase[] {
  const cases: DriftCase[] = [];
  for (const rows of SIZES) {
    for (const [at, kind] of (["fresh", "varying"] as const).entries()) {
      const bases = Array.from({ length: UNTOUCHED[rows][at] ?? 0 }, (_, index) => baseOf(kind, rows, index));
      cases.push(...bases.map((base) => ({ id: base.name, base, run: 0 })));
      cases.push(...spoil(bases, SPOILT[rows][at] ?? 0));
      if (rows === LASTING_ROWS) cases.push(...last(bases));
    }
  }
  const winters = Array.from({ length: REAL_CHANGES }, (_, index): Base => {
    const name = `winter-1000-${String(index)}`;
    return { name, source: "flights", variation: "winter", rows: 1000, batches: 20, runs: 1 };
  });
  cases.push(...winters.map((base) => ({ id: base.name, base, run: 0 })));
  return quick ? cases.filter(({ base }, index) => base.rows < 50_000 && index % 10 === 0) : cases;
}

function baseOf(kind: "fresh" | "varying", rows: Size, index: number): Base {
  const source = index % 2 === 0 ? "simulation" : "flights";
  const turn = Math.floor(index / 2);
  const blocks = source === "simulation" ? VARIATIONS.simulation : FLIGHTS_BLOCKS[rows];
  return {
    name: `${kind}-${String(rows)}-${String(index)}`,
    source,
    variation: kind === "fresh" ? "fresh" : (blocks[turn % blocks.length] ?? "mixed"),
    rows,
    batches: rows === 50_000 ? 8 : batchesOf(turn),
    runs: rows === LASTING_ROWS ? LASTING_RUNS : 1,
  };
}

/** Mostly 20; one in ten has 10 and one in ten 5. */
function batchesOf(turn: number): number {
  const place = (turn * 7 + 3) % 10;
  return place === 0 ? 5 : place === 1 ? 10 : 20;
}

/** `count` of each defect and size on bases in turn, of which each has few. */
function spoil(bases: readonly Base[], count: number): DriftCase[] {
  const kinds = Object.keys(DEFECTS) as DefectKind[]; // the keys of a constant are its own
  const wishes = kinds.flatMap((kind) => DEFECTS[kind].sizes.map((size) => ({ kind, size })));
  return Array.from({ length: count }, (_, round) => round).flatMap((round) =>
    wishes.flatMap((defect, index) => {
      // One further each round, so that a defect meets simulations and flights in turn.
      const base = bases[(round * (wishes.length + 1) + index + bases.length / 10) % bases.length];
      return base === undefined
        ? []
        : [{ id: `${base.name} ${defect.kind} ${String(defect.size)}`, base, run: 0, defect }];
    }),
  );
}

/** The later runs of lasting defects; the first ones are among those of `spoil`, or come here too. */
function last(bases: readonly Base[]): DriftCase[] {
  const full = bases.filter(({ batches, variation }) => batches === 20 && variation !== "week");
  return LASTING.flatMap((defect, at) =>
    full.slice(at * LASTING_BASES, (at + 1) * LASTING_BASES).flatMap((base) =>
      Array.from({ length: LASTING_RUNS }, (_, run) => ({
        id: `${base.name} lasting ${defect.kind} ${String(run + 1)}`,
        base,
        run,
        defect,
      })),
    ),
  );
}

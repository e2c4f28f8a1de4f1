import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Profile } from "../../src/core/dataset/profile.ts";
import { alignColumns } from "../../src/core/drift/align-columns.ts";
import type { AspectSeries } from "../../src/core/drift/aspect-series.ts";
import { detectDrift } from "../../src/core/drift/detect-drift.ts";
import { DEFAULT_DRIFT_RULE } from "../../src/core/drift/drift-rule.ts";
import { driftedColumns } from "../../src/core/drift/drifted-columns.ts";
import { measureAspects } from "../../src/core/drift/measure-aspects.ts";
import { profileBatches } from "../../src/engine/profile-batches.ts";
import { nameBatch, type Table } from "../core/drift/build-batches.ts";
import { DEFECTS, ROWS, simulate } from "./drift-rule-cases.ts";
import { openTestEngine } from "./open-test-engine.ts";

const Recorded = z.strictObject({
  source: z.enum(["flights", "simulated"]),
  batches: z.int(),
  defect: z.string(),
  drift: z.boolean(),
  columns: z.array(z.string()),
  /** The largest of each reference batch, and of the current one, by lane. */
  surprises: z.strictObject({ event: z.array(z.number()).optional(), movement: z.array(z.number()) }),
  aspects: z.array(
    z.strictObject({
      columns: z.array(z.string()),
      aspect: z.string(),
      p1: z.number(),
      p2: z.number(),
      material: z.boolean(),
    }),
  ),
});
type Recorded = z.infer<typeof Recorded>;
const fixture = new URL("fixtures/drift-rule.json", import.meta.url);
const CASES = z.array(Recorded).parse(JSON.parse(readFileSync(fixture, "utf8")));

const opened = await openTestEngine();
afterAll(() => opened.close());

const FLIGHTS = join(import.meta.dirname, "../../node_modules/vega-datasets/data/flights-3m.parquet");
const FIRST_DAY = 60;
const MOST_BATCHES = 20;

/** Every so many-th flight of each day in the order of the file; airports by their first letter. */
async function readFlights(): Promise<Table[]> {
  const rows = await opened.engine.query(
    `WITH numbered AS (
       SELECT *, date_diff('day', TIMESTAMP '2001-01-01', date) AS day FROM read_parquet('${FLIGHTS}', file_row_number = true)
     ), placed AS (
       SELECT *, row_number() OVER (PARTITION BY day ORDER BY file_row_number) - 1 AS place,
         count(*) OVER (PARTITION BY day) // ${String(ROWS)} AS step
       FROM numbered WHERE day BETWEEN ${String(FIRST_DAY)} AND ${String(FIRST_DAY + MOST_BATCHES)}
     )
     SELECT day, delay, distance, origin[1:1] AS origin FROM placed
     WHERE place % step = 0 AND place < step * ${String(ROWS)} ORDER BY file_row_number`,
  );
  const days = Array.from({ length: MOST_BATCHES + 1 }, (_, day) =>
    rows.filter((row) => row["day"] === FIRST_DAY + day),
  );
  const numbers = (of: typeof rows, column: string) => of.map((row) => Number(row[column]));
  return days.map((of) => ({
    delay: numbers(of, "delay"),
    distance: numbers(of, "distance"),
    origin: of.map((row) => String(row["origin"])),
  }));
}

const TABLES = { flights: await readFlights(), simulated: simulate(7, MOST_BATCHES + 1) };

/** Profiles of tables, on the frame of another profile or on one of their own. */
function profileAll(tables: readonly Table[], frame?: Profile): Promise<Profile[]> {
  const batches = tables.map((table, batch) => {
    const columns = Object.entries(table);
    const lines = Array.from({ length: ROWS }, (_, row) => columns.map(([, values]) => values[row] ?? "").join(","));
    const name = `${nameBatch(batch)}.csv`;
    writeFileSync(join(opened.folder, name), [columns.map(([column]) => column).join(","), ...lines, ""].join("\n"));
    return { name, data: { name, paths: [name], folder: opened.folder } };
  });
  return profileBatches(opened.engine, { batches, frame, shown: "all" });
}

const references = new Map<string, Promise<Profile[]>>();

async function judge({ source, batches, defect }: Recorded) {
  const tables = TABLES[source];
  const key = `${source} ${String(batches)}`;
  const profiled = references.get(key) ?? profileAll(tables.slice(0, batches));
  references.set(key, profiled);
  const reference = (await profiled).map((profile, batch) => ({ name: nameBatch(batch), profile }));
  const now = DEFECTS[defect]?.(tables[batches] ?? {});
  const [current] = now === undefined ? [] : await profileAll([now], reference[0]?.profile);
  if (current === undefined) throw new Error(`no data for ${defect}`);
  const measured = measureAspects({
    aligned: alignColumns(reference, current),
    reference: reference.map(({ profile }) => profile),
    current,
    bounds: DEFAULT_DRIFT_RULE.bounds,
    wholeRows: true,
    roles: {},
  });
  return { detection: detectDrift({ reference, current }), measured };
}

/** What the reference implementation calls them. Of categories the total variation is the distribution. */
const NAMES: Readonly<Record<string, string>> = {
  null: "null",
  D: "distribution",
  loc: "location",
  scale: "scale",
  TV: "shape",
  cell: "value",
  range: "range",
  spike: "spike",
  finer: "decimals",
  lat1: "rounding",
  lat2: "rounding",
  unseen: "unseen",
  fold: "spelling",
  pair: "association",
  "pair-tv": "joint",
  "given-cell": "conditional-value",
  "given-loc": "conditional-location",
  dup: "duplicates",
};

function findSeries(measured: readonly AspectSeries[], { columns, aspect }: Recorded["aspects"][number]) {
  const key = columns.toSorted().join();
  const of = measured.filter((series) => series.columns.toSorted().join() === key);
  const isCategories = aspect === "TV" && !of.some((series) => series.aspect === "shape");
  const found = of.filter((series) => series.aspect === (isCategories ? "distribution" : NAMES[aspect]));
  return aspect === "lat2" ? found[1] : found[0];
}

interface Difference {
  readonly aspects?: readonly string[];
  /** Only where it is material, or only where it is not. */
  readonly material?: boolean;
  readonly defect?: string;
  /** Only with fewer batches. */
  readonly below?: number;
  /** By how many decimal digits of p ours may be another. */
  readonly digits: number;
  readonly why: string;
}

/** Where ours is meant to be different. Everywhere else six digits of every p-value are the same. */
const DIFFERENT: readonly Difference[] = [
  {
    aspects: ["cell", "given-cell"],
    material: false,
    digits: Number.POSITIVE_INFINITY,
    why: "where no cell is material p1 is 1; theirs is that of the first cell",
  },
  {
    aspects: ["spike"],
    material: false,
    digits: Number.POSITIVE_INFINITY,
    why: "profiles list values from 1 % of a batch on: smaller ones, which are never material, are not compared",
  },
  { aspects: ["spike"], material: true, digits: 0.15, why: "nor do they count among the other batches' movement" },
  {
    aspects: ["lat1", "lat2"],
    digits: Number.POSITIVE_INFINITY,
    why: "0 is a multiple of ten units; theirs leaves it out",
  },
  {
    aspects: ["TV"],
    digits: 0.005,
    why: "a part between a quantile and a heavy value that no row can be in is no cell",
  },
  {
    aspects: ["pair-tv"],
    digits: 0.005,
    why: "eight rounds of raking that begin with the other column end a little elsewhere",
  },
  {
    aspects: ["loc", "scale"],
    defect: "unit",
    digits: 0.02,
    why: "edges between the same two rows of the reference are one edge: what is new between them may be counted on the other side",
  },
  {
    aspects: ["pair", "pair-tv", "given-cell", "given-loc"],
    defect: "unit",
    digits: Number.POSITIVE_INFINITY,
    why: "groups of a column whose values were all multiplied say nothing: its pairs are left out",
  },
  { below: 8, digits: 0.002, why: "what few batches are taken to move by comes from ranks in bins" },
];

function digitsOf(aspect: string, material: boolean, { defect, batches }: Recorded): number {
  const different = DIFFERENT.find(
    (one) =>
      (one.aspects?.includes(aspect) ?? true) &&
      (one.material ?? material) === material &&
      (one.defect ?? defect) === defect &&
      (one.below ?? batches + 1) > batches,
  );
  return different?.digits ?? 1e-6;
}

const isAbout = (one: number, other: number, digits: number) => Math.abs(one - other) <= digits;

describe.each(CASES)("$source, $batches batches, $defect", (recorded) => {
  it("is judged as the reference implementation judges it", async () => {
    const { detection, measured } = await judge(recorded);
    expect(detection.verdict === "drift").toBe(recorded.drift);
    expect(driftedColumns(detection.findings).toSorted()).toEqual(recorded.columns.toSorted());
    const last = recorded.batches;
    const differing = recorded.aspects.flatMap((wanted) => {
      const series = findSeries(measured, wanted);
      if (series === undefined) return [`${wanted.columns.join()} has no ${wanted.aspect}`];
      const digits = digitsOf(wanted.aspect, series.material[last] ?? false, recorded);
      const [p1, p2] = [series.p1[last] ?? Number.NaN, series.p2[last] ?? Number.NaN];
      const same =
        isAbout(Math.log10(p1), Math.log10(wanted.p1), digits) &&
        isAbout(Math.log10(p2), Math.log10(wanted.p2), digits) &&
        (series.material[last] === wanted.material || digits === Number.POSITIVE_INFINITY);
      return same
        ? []
        : [`${wanted.columns.join()} ${wanted.aspect}: p1 ${p1} for ${wanted.p1}, p2 ${p2} for ${wanted.p2}`];
    });
    expect(differing).toEqual([]);
  });

  it("and so is each of its reference batches", async () => {
    const { detection } = await judge(recorded);
    const theirs = (ours: string | undefined) => Object.keys(NAMES).find((name) => NAMES[name] === ours) ?? "";
    const differing = detection.calibration.batches.flatMap(({ name, surprise, aspect }, batch) => {
      // Of a pair that is left out nothing can surprise.
      if (recorded.defect === "unit" && surprise === 0) return [];
      const wanted = recorded.surprises[detection.calibration.lane ?? "movement"]?.[batch] ?? Number.NaN;
      return isAbout(surprise, wanted, digitsOf(theirs(aspect), true, recorded))
        ? []
        : [`${name}: ${surprise} for ${wanted}`];
    });
    expect(differing).toEqual([]);
  });
});

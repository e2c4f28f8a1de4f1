import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { NamedProfile } from "../../src/core/drift/named-profile.ts";
import { detectDatasetDrift } from "../../src/engine/detect-dataset-drift.ts";
import { openTestEngine } from "./open-test-engine.ts";
import { writeParquet } from "./profile/parquet-source.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const ROWS = 3000;

/** Lines of `id`, `x` and, where it is given, `late`. */
function write(name: string, x: (row: number) => string, late?: (row: number) => string): string {
  const lines = Array.from({ length: ROWS }, (_, row) =>
    [row, x(row), ...(late === undefined ? [] : [late(row)])].join(","),
  );
  writeFileSync(join(opened.folder, name), [late === undefined ? "id,x" : "id,x,late", ...lines, ""].join("\n"));
  return name;
}

const data = (name: string) => ({ name, data: { name, paths: [name], folder: opened.folder } });
const spread = (row: number) => String((row * 7919) % 1000);
const seconds = (row: number) => String((row * 104729) % 500);

const drift = (references: readonly string[], current: string) =>
  detectDatasetDrift(opened.engine, {
    current: data(current).data,
    references: references.map(data),
    shown: [],
    options: {},
  });

it("batches of which the oldest lacks a column are one reference: what a column has is counted on one frame", async () => {
  const old = write("old.csv", spread);
  const newer = write("newer.csv", spread, seconds);
  const newest = write("newest.csv", spread, seconds);
  const { detection } = await drift([old, newer, newest], write("now.csv", spread, seconds));
  expect(detection.notes).toEqual(["Compared with those of the reference batches that have them: late (2 of 3)."]);
  expect(detection.findings.filter(({ verdict }) => verdict === "drift").map(({ columns }) => columns)).toEqual([]);
  const moved = await drift(
    [old, newer, newest],
    write("moved.csv", spread, (row) => String(Number(seconds(row)) + 200)),
  );
  expect(moved.detection.reason).toContain("median of late moved");
});

it("a column that a broken batch has as text stays one of numbers, and that batch is not drift of the current data", async () => {
  const names = Array.from({ length: 8 }, (_, batch) =>
    write(`good-${String(batch)}.csv`, spread, (row) => String((row * 104_729 + batch * 31) % 500)),
  );
  const odd = write("odd.csv", spread, (row) => (row % 2 === 0 ? "soon" : "never"));
  const usual = write("usual.csv", spread, (row) => String((row * 104_729 + 17) % 500));
  const { detection, current } = await drift([odd, ...names], usual);
  expect(current.profile.columns.find(({ name }) => name === "late")?.kind).toBe("integer");
  expect(detection.verdict).not.toBe("drift");
  const found = await drift([...names, usual], odd);
  expect(found.detection.verdict).toBe("drift");
  expect(found.detection.findings.flatMap(({ verdict, columns }) => (verdict === "drift" ? columns : []))).toContain(
    "late",
  );
  expect(found.detection.findings[0]?.words).toContain("unreadable");
});

it("a current column with nothing but nulls is of the kind that it was, whatever its file says", async () => {
  const names = await Promise.all(
    Array.from({ length: 4 }, async (_, batch) => {
      const query = `SELECT CASE WHEN i % 50 = 0 THEN NULL ELSE 'w' || ((i + ${String(batch)}) % 5) END AS word, i FROM range(400) t(i)`;
      await writeParquet(opened.engine, opened.folder, `words-${String(batch)}.parquet`, query);
      return `words-${String(batch)}.parquet`;
    }),
  );
  await writeParquet(
    opened.engine,
    opened.folder,
    "empty.parquet",
    "SELECT NULL::INTEGER AS word, i FROM range(400) t(i)",
  );
  const { detection, current } = await drift(names, "empty.parquet");
  expect(current.profile.columns[0]).toMatchObject({ kind: "categorical", nulls: 400, distinct: 0 });
  expect(detection.findings.map(({ aspect }) => aspect)).not.toContain("kind");
});

describe("a column that one batch has as another kind", () => {
  const SQL = { number: "(i * 7919) % 1000 / 4.0", text: "'w' || ((i * 7919) % 6)" } as const;
  /** Parquet, in which a column has the type that it has. */
  async function parquet(name: string, kind: keyof typeof SQL, salt: number): Promise<string> {
    const file = `${name}.parquet`;
    const query = `SELECT ${SQL[kind]} AS x, (i * 104729 + ${String(salt)}) % 500 AS y FROM range(2000) t(i)`;
    await writeParquet(opened.engine, opened.folder, file, query);
    return file;
  }
  const batches = (name: string, kinds: readonly (keyof typeof SQL)[]) =>
    Promise.all(kinds.map((kind, batch) => parquet(`${name}-${String(batch)}`, kind, batch)));
  const numbers = Array.from({ length: 9 }, () => "number" as const);
  const MIXED = "Compared with those of the reference batches in which they are of the same kind as now: x";

  it("is left out for that column alone, be it the oldest", async () => {
    const { detection } = await drift(
      await batches("oldest", ["text", ...numbers]),
      await parquet("numbers-now", "number", 99),
    );
    expect([detection.verdict, detection.notes]).toEqual(["stable", [`${MIXED} (9 of 10).`]]);
  });

  it("excuses no batch that is so again", async () => {
    const { detection } = await drift(
      await batches("again", ["text", ...numbers]),
      await parquet("texts-now", "text", 99),
    );
    expect(detection.reason).toBe(
      "1 of 2 columns drifted: x was numeric in 9 of 10 reference batches and is categorical.",
    );
  });

  it("may be a window that was accepted as it is: then both kinds are judged, each with its own", async () => {
    const trained = await drift(await batches("trained", numbers), await parquet("window", "text", 99));
    expect(trained.detection.verdict).toBe("drift");
    // As the ledger has them: without their rows.
    const accepted = [...trained.references, { name: "window", profile: trained.current.profile }];
    const check = async (references: readonly NamedProfile[], current: string) =>
      detectDatasetDrift(opened.engine, { current: data(current).data, references, shown: [], options: {} });
    const next = await check(accepted, await parquet("text-next", "text", 100));
    expect(next.detection.notes).toEqual([`${MIXED} (1 of 10).`]);
    expect(next.detection.verdict).toBe("stable");
    const back = await check(accepted, await parquet("number-next", "number", 100));
    expect([back.detection.verdict, back.detection.notes]).toEqual(["stable", [`${MIXED} (9 of 10).`]]);
    const joined = [...accepted, { name: "next", profile: next.current.profile }];
    const third = await check(joined, await parquet("text-third", "text", 101));
    expect([third.detection.verdict, third.detection.notes]).toEqual(["stable", [`${MIXED} (2 of 11).`]]);
  });
});

it.each([
  ["columns that the data have", ["late"], 1],
  ["columns of the predictions alone", ["segment"], 0],
])("slices by %s are not judged against profiles, and a note says so once: %s", async (_, slices, notes) => {
  const names = Array.from({ length: 8 }, (__, batch) => write(`day-${String(batch)}.csv`, spread, seconds));
  const { references } = await drift(names, write("today.csv", spread, seconds));
  const { detection } = await detectDatasetDrift(opened.engine, {
    current: data("today.csv").data,
    references,
    slices,
    shown: [],
    options: {},
  });
  const told = detection.notes.filter((note) => note.startsWith("Slices are not judged: "));
  expect(told).toHaveLength(notes);
  expect(detection.notes).toHaveLength(notes);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ColumnProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { profileCut } from "../../../src/engine/profile-cut.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { readBatch } from "../../../src/engine/read-batch.ts";
import { profileTable, type TableRequest } from "../../../src/engine/remote/profile-table.ts";
import { SPARK_SQL } from "../../../src/engine/remote/spark-sql.ts";
import type { SparkEngine } from "../../../src/engine/spark/open-spark.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { writeParquet } from "../profile/parquet-source.ts";
import { EVERY_KIND, ODD_NAME } from "../remote/every-kind.ts";
import { openTestSpark, requireSpark } from "./open-test-spark.ts";

const isThere = requireSpark();

describe.runIf(isThere)("Spark in a cluster", { timeout: 600_000 }, () => {
  let test: TestEngine;
  let spark: SparkEngine;
  let path: string;

  beforeAll(async () => {
    test = await openTestEngine();
    path = await writeParquet(test.engine, test.folder, "every-kind.parquet", EVERY_KIND);
    spark = await openTestSpark();
  }, 600_000);

  afterAll(async () => {
    await spark.close();
    test.close();
  }, 60_000);

  const request = (path: string) => ({ name: "every-kind", paths: [path], folder: test.folder });
  const onSpark = (path: string, wanted: Partial<TableRequest>) =>
    profileTable(spark, SPARK_SQL, { table: { parquet: path }, name: "every-kind", shown: "all", ...wanted });

  it("counts the same integers as DuckDB, of batches on bins that are chosen on all of them", async () => {
    const expected = await profileCut(test.engine, {
      data: request(path),
      cut: { by: "column", column: "day" },
      shown: "all",
    });
    const counted = await onSpark(path, { cut: { column: "day" } });
    expect(counted.map(({ name }) => name)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(counted.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const [index, { profile }] of expected.entries()) {
      expect(withSameTypes(counted[index]?.profile, profile)).toEqual(profile);
    }
    const repeating = expected[7];
    expect(repeating?.profile.columns.map(({ name }) => name)).toContain(ODD_NAME);
    expect(repeating?.profile.duplicateRows).toBeGreaterThan(0);
    expect(repeating?.profile.pairs).not.toEqual([]);
  });

  it("counts the same integers of a window on pinned bins, where there is too much to read every value", async () => {
    const few = `SELECT x, price, big, "at", words FROM read_parquet(${quoteLiteral(path)})`;
    const data = request(await writeParquet(test.engine, test.folder, "few-columns.parquet", few));
    const pinned = asIfLarge((await readBatch(test.engine, data, { shown: "all" })).profile);
    const window = { column: "at", start: "1969-12-20T00:00:00.25Z", end: "1970-01-31T12:00:00Z" };
    const { profile } = await readBatch(test.engine, { ...data, window }, { shown: "all", frame: pinned });
    const [counted] = await onSpark(data.paths.join(), { window, frame: pinned });
    expect(withSameTypes(counted?.profile, profile)).toEqual(profile);
    expect(profile.rows).toBeGreaterThan(1000);
    expect(profile.rows).toBeLessThan(2900);
  });
});

/** The frame of data with so many different values that these were not counted. */
function asIfLarge(profile: Profile): Profile {
  const columns = profile.columns.map((column) =>
    column.kind === "categorical" || !("distinct" in column) ? column : { ...column, distinct: null },
  );
  return { ...profile, columns };
}

/** The two do not say the same of lists and structs, which are not counted. */
function withSameTypes(counted: Profile | undefined, expected: Profile): Profile | undefined {
  if (counted === undefined) return undefined;
  const columns = counted.columns.map((column, index): ColumnProfile => {
    const type = expected.columns[index]?.type ?? "";
    return column.kind === "other" ? { ...column, type } : column;
  });
  return { ...counted, columns };
}

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../engine.ts";
import { quoteList, quoteLiteral } from "../quote-sql.ts";
import { SCHEMA } from "./names.ts";

/** Rows that are collected in memory before they are written. */
const ROWS_OF_A_GROUP = 61_440;

/**
 * Writes the rows of statements down, one file for each, and makes the view `name` on all of them. In a table they would
 * take the memory that joins and sorts need.
 */
export async function keepRows(
  engine: Engine,
  name: string,
  selects: readonly string[],
  explain: (error: unknown, index: number) => Promise<unknown> = (error) => Promise.resolve(error),
): Promise<void> {
  const folder = keptFolder(engine);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, select] of selects.entries()) {
    const path = join(folder, `${name}-${String(index)}.parquet`);
    try {
      await engine.execute(
        `COPY (${select}) TO ${quoteLiteral(path)} (FORMAT parquet, ROW_GROUP_SIZE ${String(ROWS_OF_A_GROUP)})`,
      );
    } catch (error) {
      throw await explain(error, index);
    }
    paths.push(path);
  }
  await engine.execute(`CREATE VIEW ${name} AS SELECT * FROM read_parquet([${quoteList(paths)}])`);
}

/** Removes what was written for views that are not needed any more. */
export async function dropKept(engine: Engine, name: string): Promise<void> {
  await engine.execute(`DROP VIEW IF EXISTS ${name}`);
  for (let index = 0; ; index++) {
    const path = join(keptFolder(engine), `${name}-${String(index)}.parquet`);
    const gone = await rm(path).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}

/** Removes everything that was written. */
export async function dropAllKept(engine: Engine): Promise<void> {
  await rm(keptFolder(engine), { recursive: true, force: true });
}

function keptFolder({ temporaryFolder }: Engine): string {
  return join(temporaryFolder, SCHEMA);
}

import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DUCKDB_DIALECT } from "../../../src/engine/dialects/duckdb-dialect.ts";
import { countDuplicates } from "../../../src/engine/profile/count-duplicates.ts";
import type { ProfiledColumn, ProfileTask } from "../../../src/engine/profile/profile-task.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";

let test: TestEngine;
beforeAll(async () => {
  test = await openTestEngine();
});
afterAll(() => test.close());

const column = (name: string): ProfiledColumn => ({ label: name, type: "VARCHAR", value: name, raw: name });

describe("repeated rows", () => {
  // Numbers far apart, so that no bit can be set for each.
  it.each`
    rows                                               | key          | repeated
    ${"SELECT i * 1000003 AS a, i % 7 AS b"}           | ${"a"}       | ${0}
    ${"SELECT i // 2 * 1000003 AS a, i // 2 % 7 AS b"} | ${"a"}       | ${4500}
    ${"SELECT i % 10 AS a, 1 AS b"}                    | ${undefined} | ${8990}
  `(
    "of $rows are the same from memory and from a file",
    async ({ rows, key, repeated }: { rows: string; key?: string; repeated: number }) => {
      const relation = `(${rows} FROM range(9000) numbers(i))`;
      const task: ProfileTask = { engine: test.engine, dialect: DUCKDB_DIALECT, relation, rows: 9000 };
      const columns = [column("a"), column("b")];
      const count = (inMemory?: number) =>
        countDuplicates(task, columns, key === undefined ? undefined : column(key), inMemory);
      expect([await count(), await count(100)]).toEqual([[repeated], [repeated]]);
      expect(readdirSync(test.engine.temporaryFolder).filter((name) => name.startsWith("pawl_hashes"))).toEqual([]);
    },
  );
});

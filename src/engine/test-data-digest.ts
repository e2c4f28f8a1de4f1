import { createHash } from "node:crypto";
import type { EvaluationTask } from "../core/evidence/evaluation-evidence.ts";
import type { Engine } from "./engine.ts";

/**
 * Identity of the test data: the same pairs of id and label give the same digest, in whatever order, format or with
 * whatever predictions they come. Each pair `id ␟ label` is hashed (md5, which every engine has); the halves of all
 * hashes are summed without overflow; the digest is the sha-256 of the sums and the number of pairs. Constant memory,
 * and repeated pairs count. It names data; it is no proof against somebody who makes data up to fit it.
 */
export async function testDataDigest(engine: Engine, table: string, task: EvaluationTask): Promise<string | undefined> {
  // A quantity is written in many ways (1e3, 1000.0); the engine's shortest form of the number is one.
  const label = task === "regression" ? "CAST(TRY_CAST(label AS DOUBLE) AS VARCHAR)" : "label";
  const [row] = await engine.query(
    `SELECT CAST(count(*) AS VARCHAR) AS pairs, CAST(sum(CAST(hash >> 64 AS HUGEINT)) AS VARCHAR) AS high,
       CAST(sum(CAST(hash & CAST('18446744073709551615' AS UHUGEINT) AS HUGEINT)) AS VARCHAR) AS low
     FROM (SELECT md5_number(id || chr(31) || ${label}) AS hash FROM ${table} WHERE id IS NOT NULL AND label IS NOT NULL)`,
  );
  if (row === undefined || row["pairs"] === "0") return undefined;
  const text = `pawl.test-data/v1\n${String(row["pairs"])}\n${String(row["high"])}\n${String(row["low"])}\n`;
  return createHash("sha256").update(text).digest("hex");
}

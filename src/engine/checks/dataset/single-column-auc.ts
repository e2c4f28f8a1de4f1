import type { DataSource } from "../../data/data-source.ts";
import { type Engine, numberAt } from "../../engine.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import { type ColumnView, numberedReadingOf, readingOf } from "../column-view.ts";

export interface AucSides {
  readonly engine: Engine;
  readonly source: DataSource;
  readonly column: ColumnView;
  readonly label: ColumnView;
  /** Classes, as text, each of which is held against all others. */
  readonly classes: readonly string[];
}

/**
 * The greatest area under the curve of a class, with the value itself as the score, or its opposite: U / (n₁ n₀), where
 * U = Σ (rows below + half of the equal ones) − n₁²/2 (Mann and Whitney). Exact, ties included; a null is below all.
 */
export async function rankAuc({ engine, source, column, label, classes }: AucSides): Promise<number | undefined> {
  const chosen = classes.map(quoteLiteral).join(", ");
  const rows = await engine.query(
    `WITH grouped AS (
       SELECT ${column.value} AS value, CAST(${label.value} AS VARCHAR) AS label, count(*)::DOUBLE AS n
       FROM ${readingOf(source)} WHERE ${label.value} IS NOT NULL GROUP BY 1, 2),
     ranked AS (
       SELECT label, n, sum(n) OVER (ORDER BY value NULLS FIRST) - sum(n) OVER (PARTITION BY value) / 2 AS middle
       FROM grouped),
     summed AS (SELECT label, sum(n) AS ones, sum(n * middle) AS ranks FROM ranked GROUP BY label)
     SELECT (ranks - ones * ones / 2) / (ones * (sum(ones) OVER () - ones)) AS auc, label FROM summed
     QUALIFY label IN (${chosen})`,
  );
  return greatest(rows.map((row) => numberAt(row, "auc")));
}

/**
 * The same with the class's share among the rows of equal value in the other half of the rows as the score; a value that
 * the other half does not have gets the share of the class among all its rows. Halves are drawn by the hash of the row's number.
 */
export async function categoryAuc({ engine, source, column, label, classes }: AucSides): Promise<number | undefined> {
  const found: (number | undefined)[] = [];
  for (const name of classes) {
    const [row = {}] = await engine.query(
      `WITH grouped AS (
         SELECT ${column.value} AS value, hash(row) & 1 AS half, count(*)::DOUBLE AS n,
           count_if(CAST(${label.value} AS VARCHAR) = ${quoteLiteral(name)})::DOUBLE AS ones
         FROM ${numberedReadingOf(source)} WHERE ${label.value} IS NOT NULL GROUP BY 1, 2),
       halves AS (SELECT half, sum(ones) / sum(n) AS share FROM grouped GROUP BY half),
       scored AS (
         SELECT g.n, g.ones, coalesce(o.ones / o.n, h.share) AS score
         FROM grouped g LEFT JOIN grouped o ON g.value IS NOT DISTINCT FROM o.value AND o.half <> g.half
         JOIN halves h ON h.half <> g.half),
       tied AS (SELECT score, sum(n) AS n, sum(ones) AS ones FROM scored GROUP BY score),
       ranked AS (SELECT n, ones, sum(n) OVER (ORDER BY score) - n / 2 AS middle FROM tied)
       SELECT (sum(ones * middle) - sum(ones) * sum(ones) / 2) / nullif(sum(ones) * (sum(n) - sum(ones)), 0) AS auc FROM ranked`,
    );
    found.push(numberAt(row, "auc"));
  }
  return greatest(found);
}

/** How far the clearest of the areas is from telling nothing, on the side above one half. */
function greatest(areas: readonly (number | undefined)[]): number | undefined {
  const sides = areas.flatMap((area) => (area === undefined || Number.isNaN(area) ? [] : [Math.max(area, 1 - area)]));
  return sides.length === 0 ? undefined : Math.max(...sides);
}

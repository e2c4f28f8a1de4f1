import type { BadRow } from "../../../core/dataset/bad-row.ts";
import type { Check } from "../../../core/dataset/check.ts";
import { formatCount, formatQuantity } from "../../../core/report/format-number.ts";
import type { DataSource } from "../../data/data-source.ts";
import { countAt, type Row } from "../../engine.ts";
import { findColumn, viewColumns } from "../column-view.ts";
import { locateRows } from "../locate-rows.ts";
import { measure } from "../measure-rules.ts";
import { formatShare, notEvaluated, type Outcome, shareOfRows } from "../outcome.ts";
import { comparable } from "./comparable.ts";
import { type DatasetCheckContext, type DatasetCheckResult, datasetCheck, type Options } from "./dataset-check.ts";
import { splitByKey, sumRows } from "./split-by-key.ts";

/**
 * Leakage from the training data, which is the dataset itself, into the test data: rows that are in both (in everything
 * but their id), ids that are in both, and test rows from before the end of the training data. Rows are compared by a
 * 64-bit hash: among 10 million, two different ones are taken for equal once in 400,000 data sets.
 */
export async function checkTrainTest(
  context: DatasetCheckContext,
  options: Options<"train-test">,
): Promise<DatasetCheckResult> {
  const test = await context.open(options.test);
  const rows = await checkRows(context, test, options);
  const ids = context.plan.id.length === 0 ? [] : [await checkIds(context, test, options)];
  const time =
    context.plan.time === undefined || !options["in-time-order"] ? [] : [await checkTime(context, test, options)];
  return { checks: [rows.check, ...ids, ...time], badRows: rows.badRows };
}

type TrainTest = Options<"train-test">;

async function checkRows(
  context: DatasetCheckContext,
  test: DataSource,
  { "max-row-overlap": most, severity }: TrainTest,
): Promise<{ readonly check: Check; readonly badRows: readonly BadRow[] }> {
  const { source, plan, badRows } = context;
  const described = { rule: "train-test-rows", title: "test rows that are training rows as well", severity } as const;
  const pairs = viewColumns(source).flatMap((column) => {
    const other = findColumn(test, column.source.name);
    return other === undefined || plan.id.includes(column.source.name) ? [] : [comparable(column, other)];
  });
  const expected = atMost(most, "test rows");
  if (pairs.length === 0) {
    const reason = `${test.name.slice(0, 100)} has no column that the training data has.`;
    return { check: datasetCheck(described, notEvaluated(expected, reason)), badRows: [] };
  }
  const trainKey = `hash(${pairs.map(([left]) => left).join(", ")})`;
  const testKey = `hash(${pairs.map(([, right]) => right).join(", ")})`;
  const overlap = await countOverlap(context, { source, key: trainKey }, { source: test, key: testKey });
  const outcome = judgeShare(overlap, most, expected, "test rows");
  const wanted = outcome.verdict === "fail" ? badRows : 0;
  const twins =
    wanted === 0 ? [] : await findTwins(context, { source, key: trainKey }, { source: test, key: testKey }, wanted);
  return {
    check: datasetCheck(described, outcome),
    badRows: await locateRows(
      context.engine,
      test,
      twins.map((row) => ({
        row,
        rule: described.rule,
        reason: "row of the test data that is a training row as well",
      })),
    ),
  };
}

async function checkIds(
  context: DatasetCheckContext,
  test: DataSource,
  { "max-id-overlap": most, severity }: TrainTest,
): Promise<Check> {
  const { source, plan } = context;
  const described = {
    rule: "train-test-ids",
    title: "ids of the test data that are in the training data as well",
    severity,
  } as const;
  const expected = atMost(most, "test ids");
  const pairs: (readonly [string, string])[] = [];
  for (const name of plan.id) {
    const [train, other] = [findColumn(source, name), findColumn(test, name)];
    if (train === undefined || other === undefined) {
      const lacking = train === undefined ? source.name : test.name;
      return datasetCheck(
        described,
        notEvaluated(expected, `${lacking.slice(0, 100)} has no column "${name.slice(0, 100)}".`),
      );
    }
    pairs.push(comparable(train, other));
  }
  const overlap = await countOverlap(
    context,
    { source, key: idKey(pairs.map(([left]) => left)) },
    { source: test, key: idKey(pairs.map(([, right]) => right)), distinct: true },
  );
  return datasetCheck(described, judgeShare(overlap, most, expected, "test ids"));
}

// An id with a null in it is none.
function idKey(parts: readonly string[]): string {
  const complete = parts.map((part) => `${part} IS NOT NULL`).join(" AND ");
  return `CASE WHEN ${complete} THEN ${parts.length === 1 ? parts.join("") : `hash(${parts.join(", ")})`} END`;
}

async function checkTime(
  { engine, source, plan }: DatasetCheckContext,
  test: DataSource,
  { severity }: TrainTest,
): Promise<Check> {
  const described = {
    rule: "train-test-time",
    title: "the test data begins after the training data ends",
    severity,
  } as const;
  const expected = "every test row later than the last training row";
  const time = plan.time ?? "";
  const [train, other] = [findColumn(source, time), findColumn(test, time)];
  if (train?.holds !== "time" || other?.holds !== "time") {
    return datasetCheck(described, notEvaluated(expected, `"${time.slice(0, 100)}" is not a column of dates in both.`));
  }
  const last = `max(CASE WHEN isfinite(${train.value}) THEN ${train.value} END)`;
  const end = (await measure(engine, source, [last]))(last);
  if (end === undefined) return datasetCheck(described, notEvaluated(expected, "The training data has no date."));
  const early = `count_if(${other.value} <= ${String(end)}::DOUBLE)`;
  const dated = `count(${other.value})`;
  const figures = await measure(engine, test, [early, dated]);
  const [rows, of] = [figures(early) ?? 0, figures(dated) ?? 0];
  return datasetCheck(described, {
    verdict: rows === 0 ? "pass" : "fail",
    expected,
    actual: rows === 0 ? `all of ${formatQuantity(of, "test row")}` : `not later: ${shareOfRows(rows, of)}`,
    failing: { rows, of },
  });
}

interface Keyed {
  readonly source: DataSource;
  readonly key: string;
  /** Each key counts once. */
  readonly distinct?: boolean;
}

interface Overlap {
  readonly rows: number;
  readonly of: number;
}

/** How many of the test keys the training data has. */
async function countOverlap(context: DatasetCheckContext, train: Keyed, test: Keyed): Promise<Overlap> {
  const counted = test.distinct === true ? "1" : "count(*)";
  const rows = await askParts(
    context,
    [train, test],
    ([left = "", right = ""]) =>
      `WITH test AS (SELECT k0, ${counted} AS n FROM ${right} WHERE k0 IS NOT NULL GROUP BY k0),
         seen AS (SELECT DISTINCT k0 FROM ${left} SEMI JOIN test USING (k0))
       SELECT coalesce(sum(n), 0)::DOUBLE AS of, coalesce(sum(n) FILTER (WHERE seen.k0 IS NOT NULL), 0)::DOUBLE AS rows
       FROM test LEFT JOIN seen USING (k0)`,
  );
  const sum = sumRows(rows);
  return { rows: countAt(sum, "rows"), of: countAt(sum, "of") };
}

async function findTwins(
  context: DatasetCheckContext,
  train: Keyed,
  test: Keyed,
  limit: number,
): Promise<readonly number[]> {
  const rows = await askParts(
    context,
    [train, { ...test, numbered: true }],
    ([left = "", right = ""]) =>
      `SELECT row FROM ${right} test SEMI JOIN ${left} train USING (k0) ORDER BY row LIMIT ${String(limit)}`,
  );
  const numbers = rows.map((row) => countAt(row, "row"));
  return numbers.sort((left, right) => left - right).slice(0, limit);
}

async function askParts(
  { engine, rowsOfPart }: DatasetCheckContext,
  sides: readonly (Keyed & { readonly numbered?: boolean })[],
  question: (part: readonly string[]) => string,
): Promise<readonly Row[]> {
  const { parts, close } = await splitByKey(
    engine,
    sides.map(({ source, key, numbered }) => ({ source, key: [key], numbered: numbered === true })),
    rowsOfPart,
  );
  try {
    const rows: Row[] = [];
    for (const part of parts) rows.push(...(await engine.query(question(part))));
    return rows;
  } finally {
    close();
  }
}

function judgeShare({ rows, of }: Overlap, most: number, expected: string, what: string): Outcome {
  return {
    verdict: of === 0 || rows / of <= most ? "pass" : "fail",
    expected,
    actual: rows === 0 ? `none of ${formatCount(of)} ${what}` : shareOfRows(rows, of).replace(/rows?/, what),
    failing: { rows, of },
  };
}

function atMost(share: number, what: string): string {
  return share === 0 ? "none" : `at most ${formatShare(share)} of the ${what}`;
}

import { PawlError } from "../../core/errors.ts";
import { countAt, type Engine } from "../engine.ts";
import { dropKept, keepRows } from "./keep-rows.ts";
import { loadLabels, loadTrainedOn } from "./load-labels.ts";
import type { LoadedPredictions } from "./load-served.ts";
import { TABLES } from "./names.ts";
import type { PerformanceRequest } from "./performance-request.ts";

/**
 * Makes the table `served` out of `loaded`: the rows of the windows, each prediction once, with the label that came later
 * where there is one, and `trained` where the model has seen the row. Gives notes on what was left out.
 */
export async function joinServed(
  engine: Engine,
  request: PerformanceRequest,
  { columns, hasTime, parts }: LoadedPredictions,
): Promise<string[]> {
  const { labels, trainedOn = [] } = request;
  if (columns.id === undefined && (labels !== undefined || trainedOn.length > 0)) throw noId(request);
  const notes = await describeOutside(engine, hasTime);
  const copies = columns.id === undefined ? 0 : await findCopies(engine, parts);
  if (copies > 0) notes.push(`Left out because an earlier prediction has the same id: ${rows(copies)}.`);
  const arrived = labels === undefined ? undefined : await loadLabels(engine, labels, parts);
  if (trainedOn.length > 0) await loadTrainedOn(engine, trainedOn);
  const own = "p.label";
  const later = labels === undefined ? own : `CASE WHEN l.id IS NULL THEN ${own} ELSE l.label END`;
  const moment = labels === undefined || hasTime ? "p.moment" : "l.moment";
  const flags =
    labels === undefined
      ? []
      : [`coalesce(${own} <> l.label, false) AS disagrees`, "coalesce(l.conflicting, false) AS conflicting"];
  const columnsOf = ["p.* EXCLUDE (label, moment)", `${later} AS label`, `${moment} AS moment`, ...flags].join(", ");
  const join = (isOf: (id: string) => string) =>
    `SELECT ${columnsOf}, ${trainedOn.length > 0 ? "t.id IS NOT NULL" : "false"} AS trained FROM ${TABLES.loaded} AS p
     ${labels === undefined ? "" : `LEFT JOIN (SELECT * FROM ${TABLES.labels} WHERE ${isOf("id")}) AS l ON p.id = l.id`}
     ${trainedOn.length > 0 ? `LEFT JOIN (SELECT * FROM ${TABLES.trained} WHERE ${isOf("id")}) AS t ON p.id = t.id` : ""}
     WHERE p.w IS NOT NULL AND ${isOf("p.id")}
       ${copies > 0 ? `AND p.place NOT IN (SELECT place FROM ${TABLES.copies})` : ""}`;
  await keepRows(engine, TABLES.served, parts.map(join));
  await engine.execute(`DROP VIEW IF EXISTS ${TABLES.labels}; DROP TABLE IF EXISTS ${TABLES.copies}`);
  for (const name of [TABLES.loaded, TABLES.once, TABLES.trained]) await dropKept(engine, name);
  if (arrived !== undefined) notes.push(...(await describeLabels(engine, arrived.hasTime)));
  return notes;
}

function noId({ predictions }: PerformanceRequest): PawlError {
  return new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${predictions[0]?.name ?? "the predictions"} have no column with an id, by which labels are found`,
    hint: "Write a column `id` with the predictions, or set `id-column`.",
  });
}

async function describeOutside(engine: Engine, hasTime: boolean): Promise<string[]> {
  if (!hasTime) return [];
  const [row] = await engine.query(
    `SELECT count(CASE WHEN moment IS NULL THEN 1 END) AS timeless, count(moment) AS outside FROM ${TABLES.loaded} WHERE w IS NULL`,
  );
  if (row === undefined) return [];
  const [timeless, outside] = [countAt(row, "timeless"), countAt(row, "outside")];
  return [
    ...(timeless > 0 ? [`In no window because their time cannot be read: ${rows(timeless)}.`] : []),
    ...(outside > 0 ? [`Of a time outside the windows: ${rows(outside)}.`] : []),
  ];
}

/** The table `copies`: places of the rows whose id an earlier prediction has already. Gives their number. */
async function findCopies(engine: Engine, parts: LoadedPredictions["parts"]): Promise<number> {
  await engine.execute(`CREATE TABLE ${TABLES.copies} (place BIGINT)`);
  for (const isOf of parts) {
    const rowsOfPart = `FROM ${TABLES.loaded} WHERE w IS NOT NULL AND id IS NOT NULL AND ${isOf("id")}`;
    await engine.execute(
      `INSERT INTO ${TABLES.copies} SELECT place FROM (
         SELECT place, row_number() OVER (PARTITION BY id ORDER BY moment NULLS LAST, place) AS copy
         ${rowsOfPart} AND id IN (SELECT id ${rowsOfPart} GROUP BY id HAVING count(*) > 1)) WHERE copy > 1`,
    );
  }
  const [row] = await engine.query(`SELECT count(*) AS copies FROM ${TABLES.copies}`);
  return row === undefined ? 0 : countAt(row, "copies");
}

async function describeLabels(engine: Engine, hasTime: boolean): Promise<string[]> {
  const [row] = await engine.query(
    `SELECT count(CASE WHEN disagrees THEN 1 END) AS disagree, count(CASE WHEN conflicting THEN 1 END) AS conflict,
       count(label) AS labelled FROM ${TABLES.served}`,
  );
  if (row === undefined) return [];
  const [disagree, conflict, labelled] = [countAt(row, "disagree"), countAt(row, "conflict"), countAt(row, "labelled")];
  const kept = hasTime ? "the newest counts, where that can be told" : "they count as not labelled yet";
  return [
    ...(conflict > 0 ? [`Ids with several labels that differ: ${String(conflict)}; ${kept}.`] : []),
    ...(disagree > 0
      ? [`The label that came later is another than the one in the predictions, and counts: ${rows(disagree)}.`]
      : []),
    ...(labelled === 0 ? ["None of the labels has the id of a prediction in the windows."] : []),
  ];
}

function rows(count: number): string {
  return `${String(count)} ${count === 1 ? "row" : "rows"}`;
}

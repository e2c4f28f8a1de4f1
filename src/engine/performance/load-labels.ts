import { demandColumn } from "../choose-columns.ts";
import { explainReadError } from "../data/explain-read-error.ts";
import type { Engine } from "../engine.ts";
import { canonicalText } from "../load-predictions.ts";
import { asText, openPredictions, type PredictionSource } from "../prediction-source.ts";
import { dropKept, keepRows } from "./keep-rows.ts";
import { keyOf, type LoadedPredictions, momentOf } from "./load-served.ts";
import { TABLES } from "./names.ts";
import type { LabelFiles, NamedFile } from "./performance-request.ts";
import { demandSameColumns } from "./same-columns.ts";

/**
 * Reads labels that came later into the table `labels`: one row for each id that has one, with `label`, `moment`, when it
 * came, and whether there are several that differ (`conflicting`). Of these the newest counts; where that cannot be told,
 * `label` is NULL. Gives whether it can ever be told.
 */
export async function loadLabels(
  engine: Engine,
  { files, columns }: LabelFiles,
  parts: LoadedPredictions["parts"],
): Promise<{ readonly hasTime: boolean }> {
  const sources = await openAll(engine, files);
  const [first] = sources;
  if (first === undefined) throw new TypeError("labels come in at least one file");
  const time = columns.time ?? (first.columns.includes("time") ? "time" : undefined);
  const id = demandColumn(columns.id ?? "id", "label-id-column", first);
  const label = demandColumn(columns.label ?? "label", "arrived-label-column", first);
  const selects: string[] = [];
  for (const source of sources) {
    const moment =
      time === undefined ? "CAST(NULL AS DOUBLE)" : await momentOf(engine, source, time, "label-time-column");
    const key = keyOf(textOf(source, id));
    selects.push(`SELECT ${key} AS id, ${textOf(source, label)} AS label, ${moment} AS moment FROM ${source.relation}`);
  }
  await keepArrived(engine, sources, selects);
  const once = (part: string) => `SELECT id, CASE WHEN min(label) = max(label) THEN min(label) END AS label,
      max(moment) AS moment, min(label) <> max(label) AS conflicting
    FROM ${TABLES.arrived} WHERE id IS NOT NULL AND label IS NOT NULL AND ${part} GROUP BY id`;
  await keepRows(
    engine,
    TABLES.once,
    parts.map((isOf) => once(isOf("id"))),
  );
  await findNewest(engine);
  await dropKept(engine, TABLES.arrived);
  await engine.execute(
    `CREATE VIEW ${TABLES.labels} AS SELECT o.id, coalesce(o.label, n.label) AS label, o.moment, o.conflicting
     FROM ${TABLES.once} AS o LEFT JOIN ${TABLES.newest} AS n ON o.id = n.id`,
  );
  return { hasTime: time !== undefined };
}

/** Reads the ids that a model was trained on into the table `trained`. */
export async function loadTrainedOn(engine: Engine, files: readonly NamedFile[]): Promise<void> {
  const sources = await openAll(engine, files);
  const selects = sources.map((source) => {
    demandColumn("id", "trained-ids", source);
    return `SELECT ${keyOf(textOf(source, "id"))} AS id FROM ${source.relation}`;
  });
  await keepArrived(engine, sources, selects);
  await keepRows(engine, TABLES.trained, [`SELECT DISTINCT id FROM ${TABLES.arrived} WHERE id IS NOT NULL`]);
  await dropKept(engine, TABLES.arrived);
}

async function openAll(engine: Engine, files: readonly NamedFile[]): Promise<PredictionSource[]> {
  const sources: PredictionSource[] = [];
  for (const { path, name } of files) sources.push(await openPredictions(engine, path, name));
  demandSameColumns(sources);
  return sources;
}

/** As predictions are read, so that equal ids are equal. */
function textOf({ exact }: PredictionSource, column: string): string {
  return exact.includes(column) ? asText(column) : canonicalText(`trim(${asText(column)})`);
}

async function keepArrived(engine: Engine, sources: readonly PredictionSource[], selects: readonly string[]) {
  const nameOf = (index: number) => sources[index]?.name ?? "";
  await keepRows(engine, TABLES.arrived, selects, (error, index) =>
    Promise.resolve(explainReadError(error, { code: "PREDICTIONS_INVALID", name: nameOf(index), files: [] })),
  );
}

/** The table `newest`: of ids with labels that differ the one that came last, where it is one. */
async function findNewest(engine: Engine): Promise<void> {
  await engine.execute(
    `CREATE TABLE ${TABLES.newest} AS SELECT a.id, min(a.label) AS label
     FROM ${TABLES.arrived} AS a JOIN (SELECT id, moment FROM ${TABLES.once} WHERE conflicting) AS o ON a.id = o.id
     WHERE a.label IS NOT NULL AND a.moment = o.moment GROUP BY a.id HAVING min(a.label) = max(a.label)`,
  );
}

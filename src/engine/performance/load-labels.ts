import { demandColumn } from "../choose-columns.ts";
import { explainReadError } from "../data/explain-read-error.ts";
import type { Engine } from "../engine.ts";
import { canonicalText } from "../load-predictions.ts";
import { asText, openPredictions, type PredictionSource } from "../prediction-source.ts";
import { keyOf, momentOf } from "./load-served.ts";
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
): Promise<{ readonly hasTime: boolean }> {
  const sources = await openAll(engine, files);
  const [first] = sources;
  if (first === undefined) throw new TypeError("labels come in at least one file");
  const time = columns.time ?? (first.columns.includes("time") ? "time" : undefined);
  const id = demandColumn(columns.id ?? "id", "label-id-column", first);
  const label = demandColumn(columns.label ?? "label", "arrived-label-column", first);
  await engine.execute(`CREATE TABLE ${TABLES.arrived} (id UHUGEINT, label VARCHAR, moment DOUBLE)`);
  for (const source of sources) {
    const moment =
      time === undefined ? "CAST(NULL AS DOUBLE)" : await momentOf(engine, source, time, "label-time-column");
    await insert(engine, source, TABLES.arrived, [keyOf(textOf(source, id)), textOf(source, label), moment]);
  }
  await engine.execute(
    `CREATE TABLE ${TABLES.labels} AS SELECT id, CASE WHEN min(label) = max(label) THEN min(label) END AS label,
       max(moment) AS moment, min(label) <> max(label) AS conflicting
     FROM ${TABLES.arrived} WHERE id IS NOT NULL AND label IS NOT NULL GROUP BY id`,
  );
  if (time !== undefined) await keepNewest(engine);
  await engine.execute(`DROP TABLE ${TABLES.arrived}`);
  return { hasTime: time !== undefined };
}

/** Reads the ids that a model was trained on into the table `trained`. */
export async function loadTrainedOn(engine: Engine, files: readonly NamedFile[]): Promise<void> {
  const sources = await openAll(engine, files);
  await engine.execute(`CREATE TABLE ${TABLES.arrived} (id UHUGEINT)`);
  for (const source of sources) {
    demandColumn("id", "trained-on", source);
    await insert(engine, source, TABLES.arrived, [keyOf(textOf(source, "id"))]);
  }
  await engine.execute(
    `CREATE TABLE ${TABLES.trained} AS SELECT DISTINCT id FROM ${TABLES.arrived} WHERE id IS NOT NULL`,
  );
  await engine.execute(`DROP TABLE ${TABLES.arrived}`);
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

async function insert(engine: Engine, source: PredictionSource, table: string, columns: readonly string[]) {
  try {
    await engine.execute(`INSERT INTO ${table} SELECT ${columns.join(", ")} FROM ${source.relation}`);
  } catch (error) {
    throw explainReadError(error, { code: "PREDICTIONS_INVALID", name: source.name, files: [] });
  }
}

async function keepNewest(engine: Engine): Promise<void> {
  await engine.execute(
    `UPDATE ${TABLES.labels} AS l SET label = n.label FROM (
       SELECT a.id, CASE WHEN min(a.label) = max(a.label) THEN min(a.label) END AS label
       FROM ${TABLES.arrived} AS a JOIN ${TABLES.labels} AS o ON a.id = o.id
       WHERE o.conflicting AND a.label IS NOT NULL AND a.moment = o.moment GROUP BY a.id) AS n
     WHERE l.id = n.id`,
  );
}

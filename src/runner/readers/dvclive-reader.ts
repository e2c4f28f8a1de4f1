import { posix } from "node:path";
import { parse } from "csv-parse/sync";
import { type CurveBuilder, createCurveBuilder } from "./curve-builder.ts";
import { flattenValues, isPlainObject } from "./flatten-values.ts";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { loggedRun } from "./logged-run.ts";
import { parseLooseJson } from "./parse-loose-json.ts";
import { parseNumber } from "./parse-number.ts";
import { readBoundedText } from "./read-bounded-text.ts";
import { readYamlParameters } from "./read-yaml-parameters.ts";

const CURVE = /^(?<folder>|.*\/)plots\/metrics\/(?<metric>.+)\.tsv$/;
const BESIDE = /(^|\/)(metrics\.json|params\.yaml)$/;

/** The folder that DVCLive writes, `dvclive` unless the script says otherwise. */
export const dvcliveReader: LogReader = {
  title: "DVCLive",
  finds: "`dvclive/`, or any folder with `plots/metrics/**.tsv`: its `metrics.json` and `params.yaml`",
  reads: "Metrics as they were logged (`val/accuracy`), their curves over `step`, parameters joined with dots.",
  matches: (path) => CURVE.test(path) || BESIDE.test(path),
  extensions: [],
  several: "runs",
  read: async ({ files }: ReadRequest) => Promise.all(foldersOf(files).map((folder) => readFolder(folder, files))),
};

/** Folders, as `""` or with a slash at the end. */
function foldersOf(files: readonly LogFile[]): string[] {
  const folders = files.flatMap(({ path }) => {
    const curve = CURVE.exec(path)?.groups?.["folder"];
    if (curve !== undefined) return [curve];
    return /(^|\/)dvclive\/metrics\.json$/.test(path) ? [`${posix.dirname(path)}/`] : [];
  });
  return [...new Set(folders)];
}

async function readFolder(folder: string, files: readonly LogFile[]): Promise<LoggedRun> {
  const find = (name: string): LogFile | undefined => files.find(({ path }) => path === `${folder}${name}`);
  const problems: string[] = [];
  const summary = await readSummary(find("metrics.json"), problems);
  const curves = createCurveBuilder();
  const tables = files.filter(({ path }) => CURVE.exec(path)?.groups?.["folder"] === folder);
  for (const file of tables) await readTable(file, curves, problems);
  const isSound = problems.length === 0;
  const params = find("params.yaml");
  const parameters = params === undefined ? { values: new Map(), problems: [] } : await readYamlParameters(params);
  const used = [find("metrics.json"), params, ...tables].filter((file) => file !== undefined);
  return loggedRun({
    name: folder === "" ? "plots/metrics" : folder.slice(0, -1),
    files: used.map(({ path }) => path),
    metrics: summary,
    curves: curves.build(),
    parameters: parameters.values,
    problems: [...problems, ...parameters.problems],
    sound: isSound,
  });
}

async function readSummary(file: LogFile | undefined, problems: string[]): Promise<Map<string, number>> {
  if (file === undefined) return new Map();
  try {
    const values = parseLooseJson(await readBoundedText(file.absolute));
    if (!isPlainObject(values)) throw new SyntaxError();
    const { step: _, ...metrics } = values;
    const flat = flattenValues(metrics, "/");
    return new Map(flat.flatMap(({ name, value }) => (typeof value === "number" ? [[name, value] as const] : [])));
  } catch (error) {
    const why = error instanceof SyntaxError || !(error instanceof Error) ? "is not complete JSON" : error.message;
    problems.push(`${file.path}: ${why}`);
    return new Map();
  }
}

/** Columns `step`, the metric's last part, and, where asked for, `timestamp`. */
async function readTable(file: LogFile, curves: CurveBuilder, problems: string[]): Promise<void> {
  const metric = CURVE.exec(file.path)?.groups?.["metric"] ?? file.path;
  try {
    const text = await readBoundedText(file.absolute);
    const [header = [], ...rows]: string[][] = parse(text, {
      delimiter: "\t",
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const step = header.indexOf("step");
    const value = header.indexOf(posix.basename(metric));
    if (step === -1 || value === -1) throw new Error(`has no columns step and ${posix.basename(metric)}`);
    if (rows.some((row) => row.length !== header.length)) problems.push(`${file.path}: a row is not complete`);
    for (const row of rows) {
      const at = parseNumber(row[step] ?? "");
      const number = parseNumber(row[value] ?? "");
      if (at !== undefined && number !== undefined) curves.add(metric, "step", at, number);
    }
  } catch (error) {
    problems.push(`${file.path}: ${error instanceof Error ? error.message : "unknown"}`);
  }
}

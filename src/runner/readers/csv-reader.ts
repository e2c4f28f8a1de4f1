import { posix } from "node:path";
import { parse } from "csv-parse/sync";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { loggedRun, unreadableRun } from "./logged-run.ts";
import { parseNumber } from "./parse-number.ts";
import { readBoundedText } from "./read-bounded-text.ts";
import { findAxis, type HistoryRow, readHistoryRows } from "./read-history-rows.ts";
import { readYamlParameters } from "./read-yaml-parameters.ts";

const NAMES = [
  /(^|\/)metrics\.(csv|tsv)$/,
  /(^|\/)results\.csv$/,
  /(^|\/)([^/]*[-_])?(history|training|train|log|logs|training_log|train_log)([-_][^/]*)?\.csv$/,
  /(^|\/)(training|train|training_log|train_log|history)\.(log|tsv)$/,
];
const HPARAMS = /(^|\/)hparams\.yaml$/;

/** A table with one row per step or epoch. */
export const csvReader: LogReader = {
  title: "CSV history",
  finds:
    "`metrics.csv` (Lightning's `CSVLogger`, every `version_*`), `training.log`, `training.csv`, `history.csv`, `log.csv` and the like (Keras' `CSVLogger`), `results.csv` (Ultralytics)",
  reads:
    "One curve per numeric column over `step` or else `epoch`, cells may be empty; the last value is the final one. Lightning's `hparams.yaml` beside it gives the parameters.",
  matches: (path) => {
    const lower = path.toLowerCase();
    return NAMES.some((name) => name.test(lower)) || HPARAMS.test(lower);
  },
  extensions: [".csv", ".tsv", ".log"],
  several: "runs",
  read: async ({ files }: ReadRequest) => {
    const tables = files.filter(({ path }) => !HPARAMS.test(path));
    const runs = await Promise.all(tables.map((file) => readTable(file, files)));
    return runs.filter((run) => run !== undefined);
  },
};

/** `undefined` where the file is some other table that only has a familiar name. */
async function readTable(file: LogFile, files: readonly LogFile[]): Promise<LoggedRun | undefined> {
  let table: readonly string[][];
  try {
    const text = await readBoundedText(file.absolute);
    table = parseTable(text);
  } catch (error) {
    return unreadableRun(file.path, error instanceof Error ? error.message : "unknown");
  }
  const [header = [], ...lines] = table;
  const columns = header.map((column) => column.trim());
  const axis = findAxis(columns);
  if (axis === undefined && !file.named && !/(^|\/)metrics\.(csv|tsv)$/i.test(file.path)) return undefined;
  const { rows, problems } = readLines(file.path, columns, lines);
  const parameters = await parametersBeside(file, files);
  return loggedRun({
    name: posix.dirname(file.path) === "." ? file.path : posix.dirname(file.path),
    files: [file.path, ...parameters.files],
    curves: readHistoryRows(rows, axis),
    parameters: parameters.values,
    problems: [...problems, ...parameters.problems],
    sound: problems.length === 0,
  });
}

function parseTable(text: string): string[][] {
  return parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
}

/** The separator that the header uses most. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function readLines(
  path: string,
  columns: readonly string[],
  lines: readonly string[][],
): { rows: HistoryRow[]; problems: string[] } {
  const rows: HistoryRow[] = [];
  const problems: string[] = [];
  lines.forEach((cells, index) => {
    if (cells.length !== columns.length) {
      const found = `${String(cells.length)} cells where the header has ${String(columns.length)}`;
      problems.push(`${path}: row ${String(index + 1)} has ${found} and was left out`);
      return;
    }
    rows.push(new Map(cells.flatMap((cell, column) => toEntry(columns[column] ?? "", cell))));
  });
  return { rows, problems: problems.slice(0, 5) };
}

function toEntry(column: string, cell: string): [string, number][] {
  const value = parseNumber(cell);
  return column === "" || value === undefined ? [] : [[column, value]];
}

async function parametersBeside(file: LogFile, files: readonly LogFile[]) {
  const path = posix.join(posix.dirname(file.path), "hparams.yaml");
  const beside = files.find((other) => other.path === path);
  if (beside === undefined) return { files: [], values: new Map(), problems: [] };
  const { values, problems } = await readYamlParameters(beside);
  return { files: [path], values, problems };
}

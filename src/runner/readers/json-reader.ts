import { dirname, posix } from "node:path";
import { flattenValues, isPlainObject } from "./flatten-values.ts";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { loggedRun, unreadableRun } from "./logged-run.ts";
import { parseLooseJson } from "./parse-loose-json.ts";
import { readBoundedText } from "./read-bounded-text.ts";
import { findAxis, type HistoryRow, readHistoryRows } from "./read-history-rows.ts";

const MAX_BYTES = 16 * 1024 * 1024;
const NAMES = [
  /(^|\/)metrics\.jsonl?$/,
  /(^|\/)metrics\/[^/]+\.json$/,
  /(^|\/)([^/]+[-_.]metrics|metrics[-_.][^/]+)\.json$/,
  /(^|\/)(all|eval|predict|test|train)_results\.json$/,
];

/** Plain JSON that a script wrote as its result. */
export const jsonReader: LogReader = {
  title: "Plain JSON",
  finds:
    "`metrics.json`, `metrics.jsonl`, `metrics/*.json`, `*-metrics.json`, `*_metrics.json`, `metrics-*.json`, and Hugging Face's `*_results.json`",
  reads:
    'Every number; nested names are joined with dots (`{"test": {"auc": 0.9}}` is `test.auc`). What the file name says besides `metrics` comes first: `metrics/test.json` and `test-metrics.json` give `test.auc`. Lists, texts and booleans are left out. One object per line, or a list of objects, is a history: curves, and their last values.',
  matches: (path) => NAMES.some((name) => name.test(path.toLowerCase())),
  extensions: [".json", ".jsonl"],
  several: "parts",
  read: async ({ files, allFiles }: ReadRequest) => {
    const ours = files.filter((file) => file.named || !isDvcLive(file, allFiles));
    return Promise.all(ours.map(readJsonFile));
  },
};

/** DVCLive keeps its own `metrics.json` beside the curves of the same metrics. */
function isDvcLive({ path }: LogFile, allFiles: readonly LogFile[]): boolean {
  if (posix.basename(path) !== "metrics.json") return false;
  const folder = dirname(path);
  const plots = folder === "." ? "plots/metrics/" : `${folder}/plots/metrics/`;
  return posix.basename(folder) === "dvclive" || allFiles.some((other) => other.path.startsWith(plots));
}

async function readJsonFile(file: LogFile): Promise<LoggedRun> {
  try {
    return interpret(file, await readBoundedText(file.absolute, MAX_BYTES));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? "is not complete JSON" : error instanceof Error ? error.message : "unknown";
    return unreadableRun(file.path, why);
  }
}

function interpret(file: LogFile, text: string): LoggedRun {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > 1 && isObjectLine(lines[0] ?? "")) return readRecords(file, lines.map(parseLooseJson));
  const value = parseLooseJson(text);
  if (Array.isArray(value) && value.every(isPlainObject)) return readRecords(file, value);
  if (!isPlainObject(value)) return unreadableRun(file.path, "holds no object with metrics");
  return readObject(file, value);
}

function isObjectLine(line: string): boolean {
  try {
    return isPlainObject(parseLooseJson(line));
  } catch {
    return false;
  }
}

function readObject(file: LogFile, value: Record<string, unknown>): LoggedRun {
  const prefix = file.named ? "" : prefixOf(file.path);
  const metrics = new Map<string, number>();
  const leftOut: string[] = [];
  const doubled: string[] = [];
  for (const { name, value: leaf } of flattenValues(value, ".")) {
    const metric = `${prefix}${name}`;
    if (typeof leaf !== "number") leftOut.push(name);
    else if (metrics.has(metric) && metrics.get(metric) !== leaf) doubled.push(metric);
    else metrics.set(metric, leaf);
  }
  const problems = doubled.map((metric) => `${file.path}: ${metric} stands there twice with different values`);
  // Without any number the file was not about metrics after all, or its numbers are written as texts.
  if (metrics.size === 0 && leftOut.length > 0) {
    problems.push(
      `${file.path}: holds no numbers, but ${leftOut.slice(0, 5).join(", ")}; write metrics as JSON numbers`,
    );
  }
  return loggedRun({ name: file.path, files: [file.path], metrics, problems, sound: doubled.length === 0 });
}

/** `metrics/test.json`, `test-metrics.json` and `metrics_test.json` speak of `test`. */
function prefixOf(path: string): string {
  const stem = posix.basename(path).replace(/\.jsonl?$/i, "");
  if (/_results$/i.test(stem)) return "";
  const rest = stem.replace(/^metrics([-_.]|$)/i, "").replace(/[-_.]metrics$/i, "");
  return rest === "" ? "" : `${rest}.`;
}

function readRecords(file: LogFile, records: readonly unknown[]): LoggedRun {
  const rows: HistoryRow[] = records.map(
    (record) =>
      new Map(
        (isPlainObject(record) ? flattenValues(record, ".") : []).flatMap(({ name, value }) =>
          typeof value === "number" ? [[name, value] as const] : [],
        ),
      ),
  );
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return loggedRun({ name: file.path, files: [file.path], curves: readHistoryRows(rows, findAxis(columns)) });
}

import { readFile, stat } from "node:fs/promises";
import { posix } from "node:path";
import { crc32 } from "node:zlib";
import type { ParameterValue } from "../../core/evidence/run-evidence.ts";
import { type CurveBuilder, createCurveBuilder } from "./curve-builder.ts";
import { type FlatValue, flattenValues, isPlainObject } from "./flatten-values.ts";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { loggedRun, unreadableRun } from "./logged-run.ts";
import { parseLooseJson } from "./parse-loose-json.ts";
import { parseWandbRecord, type WandbItem } from "./parse-wandb-record.ts";
import { scanLevelDbLog } from "./scan-leveldb-log.ts";
import { toParameterValue } from "./to-parameter-value.ts";

const NAME = /(^|\/)(offline-)?run-\d{8}_\d{6}-[^/]+\/run-[^/]+\.wandb$/;
const MAX_BYTES = 256 * 1024 * 1024;
const MAGIC = ":W&B";
const PREFIX_BYTES = 7;

/** W&B's own log of a run, which it keeps whether or not it talks to a server. */
export const wandbReader: LogReader = {
  title: "W&B, offline run",
  finds: "`wandb/offline-run-*/run-*.wandb` and `wandb/run-*/run-*.wandb` anywhere, and in `WANDB_DIR`",
  reads:
    'The summary as W&B computes it (`define_metric(…, summary="max")` gives `accuracy.max`), the history as curves over `_step`, the configuration as parameters. Names that begin with an underscore are W&B\'s own.',
  matches: (path) => NAME.test(path),
  extensions: [".wandb"],
  places: ({ WANDB_DIR: folder }) => (folder === undefined || folder === "" ? [] : [folder]),
  several: "runs",
  read: async ({ files }: ReadRequest) => Promise.all(files.map(readLog)),
};

async function readLog(file: LogFile): Promise<LoggedRun> {
  try {
    const { size } = await stat(file.absolute);
    if (size > MAX_BYTES) throw new Error(`has ${String(size)} bytes, at most ${String(MAX_BYTES)} are read`);
    const log = await readFile(file.absolute);
    if (log.subarray(0, MAGIC.length).toString("latin1") !== MAGIC) throw new Error("is no W&B log");
    return interpret(file, log);
  } catch (error) {
    return unreadableRun(file.path, error instanceof Error ? error.message : "unknown");
  }
}

function interpret(file: LogFile, log: Buffer): LoggedRun {
  // W&B writes LevelDB's framing, but with zip's checksum instead of the masked CRC-32C.
  const { records, problem } = scanLevelDbLog(log, PREFIX_BYTES, (bytes) => crc32(bytes));
  const curves = createCurveBuilder();
  const summary = new Map<string, WandbItem>();
  const config = new Map<string, WandbItem>();
  let isFinished = false;
  for (const bytes of records) {
    const record = parseWandbRecord(bytes);
    addHistory(record.history, record.step, curves);
    for (const item of record.summary) summary.set(JSON.stringify(item.key), item);
    for (const item of record.config) config.set(JSON.stringify(item.key), item);
    isFinished ||= record.isExit;
  }
  const problems = problem === undefined ? [] : [`${file.path}: ${problem}`];
  if (problem === undefined && !isFinished) {
    problems.push(`${file.path}: the run was not finished (wandb.finish), so the last values may be missing`);
  }
  const metrics = numbersOf(summary);
  return loggedRun({
    name: posix.dirname(file.path),
    files: [file.path],
    metrics,
    curves: curves.build(),
    parameters: parametersOf(config),
    problems,
    sound: problems.length === 0,
  });
}

function addHistory(items: readonly WandbItem[], recordStep: number | undefined, curves: CurveBuilder): void {
  const values = items.flatMap(flattenItem);
  const step = values.find(({ name }) => name === "_step")?.value ?? recordStep;
  for (const { name, value } of values) {
    if (typeof value === "number" && !isInternal(name)) curves.add(name, "step", Number(step), value);
  }
}

function numbersOf(items: ReadonlyMap<string, WandbItem>): Map<string, number> {
  const values = [...items.values()].flatMap(flattenItem);
  return new Map(
    values.flatMap(({ name, value }) =>
      typeof value === "number" && !isInternal(name) ? [[name, value] as const] : [],
    ),
  );
}

function parametersOf(items: ReadonlyMap<string, WandbItem>): Map<string, ParameterValue> {
  const values = [...items.values()].flatMap(flattenItem).filter(({ name }) => !isInternal(name));
  return new Map(values.map(({ name, value }) => [name, toParameterValue(value)]));
}

/** `_step`, `_runtime`, `_timestamp` and `_wandb` are bookkeeping. */
function isInternal(name: string): boolean {
  return name.startsWith("_");
}

function flattenItem({ key, json }: WandbItem): readonly FlatValue[] {
  if (json === undefined) return [];
  const name = key.join(".");
  const value = parseLooseJson(json);
  // Pictures, tables and histograms are objects that name their type.
  if (isPlainObject(value)) return "_type" in value ? [] : flattenValues({ [name]: value }, ".");
  return [{ name, value }];
}

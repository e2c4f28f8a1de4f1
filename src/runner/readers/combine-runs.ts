import { isSameValue } from "./is-same-value.ts";
import type { LoggedCurve, LogReader } from "./log-reader.ts";
import type { LogReaderId } from "./log-readers.ts";
import { LOG_PATH_INPUT, LOG_READER_INPUT } from "./reader-inputs.ts";
import type { SettledRun } from "./settle-run.ts";

/** What all runs of one reader say together. */
export interface ReaderResult extends Omit<SettledRun, "name" | "leftOut"> {
  readonly id: LogReaderId;
}

/**
 * One reader's runs as one result: metrics that only one of them holds are put together. A metric that several hold is a
 * contradiction, for `runs` always and for `parts` when the values differ; the last run's value is then shown, but the
 * result is not sound.
 */
export function combineRuns(id: LogReaderId, several: LogReader["several"], runs: readonly SettledRun[]): ReaderResult {
  const metrics = new Map<string, number>();
  const owners = new Map<string, SettledRun>();
  const contradictions = new Map<string, string>();
  for (const run of runs) {
    for (const [metric, value] of run.metrics) {
      const owner = owners.get(metric);
      const before = metrics.get(metric);
      if (owner !== undefined && before !== undefined && (several === "runs" || contradicts(metric, before, value))) {
        const pair = `${owner.name} and ${run.name}`;
        if (!contradictions.has(pair)) contradictions.set(pair, metric);
      }
      owners.set(metric, run);
      metrics.set(metric, value);
    }
  }
  const problems = [...contradictions].map(
    ([pair, metric]) =>
      `${pair} were both written by this command and both hold ${metric}: name the one that counts with the input ${LOG_PATH_INPUT}`,
  );
  return {
    id,
    metrics,
    curves: merge<LoggedCurve>(runs.map(({ curves }) => curves)),
    parameters: merge(runs.map(({ parameters }) => parameters)),
    files: [...new Set(runs.flatMap(({ files }) => files))],
    problems: [...problems, ...runs.flatMap((run) => run.problems)],
    sound: problems.length === 0 && runs.every(({ sound }) => sound),
  };
}

/** What the readers say together; `undefined` where none found anything. */
export interface CombinedResult {
  readonly chosen: ReaderResult;
  readonly alsoFound: readonly LogReaderId[];
  readonly metrics: ReadonlyMap<string, number>;
  readonly curves: ReadonlyMap<string, LoggedCurve>;
  readonly parameters: ReaderResult["parameters"];
  /** The chosen reader's files first. */
  readonly files: readonly string[];
  readonly problems: readonly string[];
  readonly conclusive: boolean;
}

/**
 * Several readers' results, in order of precedence. The first that holds metrics is chosen; the others add what it does
 * not have, unless they are not sound. Where two hold the same metric with different values nobody can tell which is
 * meant, so the result is inconclusive. A broken result before the chosen one makes it inconclusive too: it might have
 * been the one that counts.
 */
export function combineReaders(results: readonly ReaderResult[]): CombinedResult | undefined {
  const chosen = results.find(({ metrics }) => metrics.size > 0) ?? results[0];
  if (chosen === undefined) return undefined;
  const before = results.slice(0, results.indexOf(chosen));
  const others = results.filter((result) => result !== chosen && holdsSomething(result));
  const disagreements = disagreementsOf([chosen, ...others.filter(({ sound }) => sound)]);
  const added = [chosen, ...others.filter(({ sound }) => sound)];
  return {
    chosen,
    alsoFound: others.map(({ id }) => id),
    metrics: addMissing(
      added.map(({ metrics }) => metrics),
      isSameValue,
    ),
    curves: addMissing(
      added.map(({ curves }) => curves),
      () => true,
    ),
    parameters: addMissing(
      added.map(({ parameters }) => parameters),
      () => true,
    ),
    files: [chosen, ...others].flatMap(({ files }) => files),
    problems: [...disagreements, ...results.flatMap(({ problems }) => problems)],
    conclusive: chosen.sound && disagreements.length === 0 && before.every(({ sound }) => sound),
  };
}

function holdsSomething({ metrics, curves, parameters }: ReaderResult): boolean {
  return metrics.size + curves.size + parameters.size > 0;
}

/** One sentence per pair of readers that hold a metric with different values. */
function disagreementsOf(results: readonly ReaderResult[]): string[] {
  const first = new Map<string, { readonly id: LogReaderId; readonly value: number }>();
  const sentences = new Map<string, string>();
  for (const { id, metrics } of results) {
    for (const [metric, value] of metrics) {
      const known = first.get(metric);
      if (known === undefined) first.set(metric, { id, value });
      else if (contradicts(metric, known.value, value) && !sentences.has(`${known.id} ${id}`)) {
        const values = `${String(known.value)} by ${known.id} and ${String(value)} by ${id}`;
        const choice = `choose with the input ${LOG_READER_INPUT}, which can be ${known.id} or ${id}`;
        sentences.set(`${known.id} ${id}`, `${metric} is ${values}: ${choice}`);
      }
    }
  }
  return [...sentences.values()];
}

/** How long something took is measured anew by everybody who asks. */
const TIMINGS = /(^|[^a-z])(runtime|time|duration|elapsed|seconds)$|_per_second$/i;

function contradicts(metric: string, a: number, b: number): boolean {
  return !isSameValue(a, b) && !TIMINGS.test(metric);
}

/**
 * The first map, and what the later ones have beyond it. `val/loss` and `val_loss` are one metric to two tools: the
 * second is left out where the names are alike and so are the values.
 */
function addMissing<Value>(
  maps: readonly ReadonlyMap<string, Value>[],
  isSame: (a: Value, b: Value) => boolean,
): Map<string, Value> {
  const all = new Map<string, Value>();
  const alike = new Map<string, Value>();
  for (const map of maps) {
    for (const [name, value] of map) {
      const known = alike.get(plainName(name));
      if (all.has(name) || (known !== undefined && isSame(known, value))) continue;
      all.set(name, value);
    }
    for (const [name, value] of map) alike.set(plainName(name), value);
  }
  return all;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_");
}

function merge<Value>(maps: readonly ReadonlyMap<string, Value>[]): Map<string, Value> {
  return new Map(maps.flatMap((map) => [...map]));
}

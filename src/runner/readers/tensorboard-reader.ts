import { posix } from "node:path";
import type { ParameterValue } from "../../core/evidence/run-evidence.ts";
import { createCurveBuilder } from "./curve-builder.ts";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { loggedRun } from "./logged-run.ts";
import { parseTensorBoardEvent } from "./parse-tensorboard-event.ts";
import { scanTfRecords } from "./scan-tfrecords.ts";

/** Folders in which one training keeps its phases apart, as Keras and TensorFlow do. */
const PHASES = /^(train|training|val|valid|validation|test|testing|eval|evaluation)$/;

/** TensorBoard event files of TensorFlow 1 and 2, torch and tensorboardX. */
export const tensorboardReader: LogReader = {
  title: "TensorBoard event files",
  finds:
    "`events.out.tfevents.*` anywhere: Lightning's `tb_logs`, Hugging Face's `runs`, Keras' `logs/train` and `logs/validation`",
  reads:
    "Scalars by their tag, as plain values and as tensors, over `step`; the last value is the final one. Folders named `train`, `validation`, `test`, `eval` side by side, and folders inside a run's folder, are one run: `validation/epoch_loss`. Hyperparameters of the HParams plugin.",
  matches: (path) => posix.basename(path).includes(".tfevents."),
  extensions: [],
  several: "runs",
  read: async ({ files }: ReadRequest) => Promise.all(groupByRun(files).map(readRun)),
};

interface EventRun {
  readonly folder: string;
  readonly parts: readonly { readonly prefix: string; readonly files: readonly LogFile[] }[];
}

/** One run for each topmost folder with events; the folders below belong to it. */
function groupByRun(files: readonly LogFile[]): EventRun[] {
  const folders = new Map<string, LogFile[]>();
  for (const file of files) {
    const folder = posix.dirname(file.path);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const names = [...folders.keys()];
  const tops = names.filter((name) => !names.some((other) => isInside(name, other)));
  const parents = new Set(tops.map((top) => posix.dirname(top)));
  const arePhases = tops.length > 1 && parents.size === 1 && tops.every((top) => PHASES.test(posix.basename(top)));
  const runs = arePhases ? [...parents] : tops;
  return runs.map((run) => ({
    folder: run,
    parts: names
      .filter((name) => name === run || isInside(name, run))
      .map((name) => ({ prefix: prefixBelow(run, name), files: folders.get(name) ?? [] })),
  }));
}

function isInside(folder: string, other: string): boolean {
  return folder !== other && (other === "." || folder.startsWith(`${other}/`));
}

function prefixBelow(run: string, folder: string): string {
  return folder === run ? "" : `${posix.relative(run, folder)}/`;
}

async function readRun({ folder, parts }: EventRun): Promise<LoggedRun> {
  const curves = createCurveBuilder();
  const parameters = new Map<string, ParameterValue>();
  const problems: string[] = [];
  for (const { prefix, files } of parts) {
    const plugins = new Map<string, string>();
    // The name begins with the time at which the file was opened.
    for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
      const problem = await scanFile(file, plugins, {
        onScalar: (tag, step, value) => curves.add(`${prefix}${tag}`, "step", step, value),
        onParameter: (name, value) => parameters.set(name, value),
      });
      if (problem !== undefined) problems.push(`${file.path}: ${problem}`);
    }
  }
  const paths = parts.flatMap(({ files }) => files.map(({ path }) => path));
  return loggedRun({
    name: folder === "." ? (paths[0] ?? folder) : folder,
    files: paths,
    curves: curves.build(),
    parameters,
    problems,
    sound: problems.length === 0,
  });
}

interface EventHandlers {
  readonly onScalar: (tag: string, step: number, value: number) => void;
  readonly onParameter: (name: string, value: ParameterValue) => void;
}

async function scanFile(
  file: LogFile,
  plugins: Map<string, string>,
  { onScalar, onParameter }: EventHandlers,
): Promise<string | undefined> {
  try {
    return await scanTfRecords(file.absolute, (record) => {
      const { step, scalars, parameters } = parseTensorBoardEvent(record, plugins);
      for (const { tag, value } of scalars) onScalar(tag, step, value);
      for (const [name, value] of parameters) onParameter(name, value);
    });
  } catch (error) {
    return `holds a record that is no event (${error instanceof Error ? error.message : "unknown"})`;
  }
}

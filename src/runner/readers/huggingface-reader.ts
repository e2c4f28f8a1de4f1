import { posix } from "node:path";
import type { ParameterValue } from "../../core/evidence/run-evidence.ts";
import { isPlainObject } from "./flatten-values.ts";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { loggedRun, unreadableRun } from "./logged-run.ts";
import { parseLooseJson } from "./parse-loose-json.ts";
import { readBoundedText } from "./read-bounded-text.ts";
import { type HistoryRow, readHistoryRows } from "./read-history-rows.ts";

const PARAMETERS = ["num_train_epochs", "max_steps", "train_batch_size", "logging_steps", "eval_steps", "save_steps"];

/** The state that Hugging Face's Trainer saves with every checkpoint. */
export const huggingfaceReader: LogReader = {
  title: "Hugging Face Trainer",
  finds:
    "`trainer_state.json` in an output folder and in its `checkpoint-*` folders; the one with the most steps counts",
  reads:
    "`log_history`: one curve per name over `step` (`loss`, `eval_loss`, `eval_<metric>`), the last value is the final one; the number of epochs and steps and the batch size as parameters.",
  matches: (path) => posix.basename(path) === "trainer_state.json",
  extensions: [".json"],
  several: "runs",
  read: async ({ files }: ReadRequest) => {
    const states = await Promise.all(files.map(readState));
    const broken = states.flatMap((state) => ("sound" in state ? [state] : []));
    const newest = new Map<string, State>();
    for (const state of states) {
      if ("sound" in state) continue;
      const known = newest.get(state.output);
      if (known === undefined || isNewer(state, known)) newest.set(state.output, state);
    }
    return [...broken, ...[...newest.values()].map(toRun)];
  },
};

interface State {
  readonly file: LogFile;
  /** Folder of the training, of which checkpoints are parts. */
  readonly output: string;
  readonly steps: number;
  readonly values: Record<string, unknown>;
  readonly history: readonly unknown[];
}

async function readState(file: LogFile): Promise<State | LoggedRun> {
  try {
    const values = parseLooseJson(await readBoundedText(file.absolute));
    if (!isPlainObject(values) || !Array.isArray(values["log_history"])) {
      return unreadableRun(file.path, "holds no log_history");
    }
    const folder = posix.dirname(file.path);
    const output = /^checkpoint-\d+$/.test(posix.basename(folder)) ? posix.dirname(folder) : folder;
    return { file, output, steps: Number(values["global_step"]), values, history: values["log_history"] };
  } catch (error) {
    const why =
      error instanceof SyntaxError ? "is not complete JSON" : error instanceof Error ? error.message : "unknown";
    return unreadableRun(file.path, why);
  }
}

/** At equal steps the state in the output folder itself was saved last, and has the summary of the training. */
function isNewer(state: State, known: State): boolean {
  if (state.steps !== known.steps) return state.steps > known.steps;
  return state.history.length > known.history.length;
}

function toRun({ file, output, values, history }: State): LoggedRun {
  const rows: HistoryRow[] = history.map((entry) => {
    const numbers = Object.entries(isPlainObject(entry) ? entry : {}).filter(([, value]) => typeof value === "number");
    return new Map(numbers.map(([name, value]) => [name, Number(value)]));
  });
  const parameters = new Map<string, ParameterValue>();
  for (const name of PARAMETERS) {
    const value = values[name];
    if (typeof value === "number" && Number.isFinite(value)) parameters.set(name, value);
  }
  return loggedRun({
    name: output === "." ? file.path : output,
    files: [file.path],
    curves: readHistoryRows(rows, { axis: "step", column: "step" }),
    parameters,
  });
}
